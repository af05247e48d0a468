"""What the server does under load, measured over HTTP on localhost: ``python -m benchmarks.web``."""
