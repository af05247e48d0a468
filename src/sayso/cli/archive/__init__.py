"""Commands on an archive."""
