"""Benchmarks: commands that print a table and write JSON. Tests do not run them."""
