"""Corrections of users: stored apart from the original records and applied to them."""
