"""Plain text, Markdown and e-mail to an article."""
