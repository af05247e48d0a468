"""The same quotation elsewhere, exact or altered."""
