"""Mentions: proper names, noun phrases, and the mention type of a source."""
