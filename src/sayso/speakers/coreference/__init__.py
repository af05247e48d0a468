"""Which entity each source refers to."""
