"""Trains the shipped model, its tables and networks (extra `[train]`; not in the wheel)."""
