"""Engines of a batch: local machine and Ray cluster, with their common worker process."""
