"""Measures speakers, kinds, acts, nesting and relays on annotated articles."""
