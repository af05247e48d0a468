"""Corrects the borders of sources and contents that the model finds."""
