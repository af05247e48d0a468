"""Commands on pages."""
