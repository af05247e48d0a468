"""Convert HTML to an article."""
