"""Measures the archive on generated records: ``python -m benchmarks.archive``."""
