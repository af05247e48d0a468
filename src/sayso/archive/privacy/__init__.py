"""Deleting from an archive, and keeping what was deleted from coming back."""
