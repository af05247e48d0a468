"""Normalized text, aligned with the input: joined lines, no invisible characters, uniform quotation marks."""
