"""Convert plain text, Markdown and email to an article."""
