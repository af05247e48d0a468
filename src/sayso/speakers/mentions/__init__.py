"""Mentions: proper names, noun phrases, and what the words of one source say by themselves."""
