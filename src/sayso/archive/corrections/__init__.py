"""Corrections by users, kept beside the machine's records."""
