"""Benchmarks: commands that print a table and write JSON; none of them runs in the tests."""
