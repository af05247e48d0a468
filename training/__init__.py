"""Training of the shipped model: outside the wheel, extra `[train]`."""
