"""Benchmarks of ``sayso batch``: speed, memory, the join of quotations, an example from pages to a chart."""
