"""Benchmarks of ``sayso batch``: speed, memory, matching of quotations, and a complete example."""
