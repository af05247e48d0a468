"""Measures the web server under load over HTTP on localhost: ``python -m benchmarks.web``."""
