"""The same quotation over a whole output."""
