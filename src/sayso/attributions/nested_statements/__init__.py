"""Attributions inside the contents of others: candidates, second pass of the model, merging."""
