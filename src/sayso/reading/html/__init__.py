"""HTML to an article."""
