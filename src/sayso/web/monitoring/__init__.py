"""What an operator sees of a server: health, metrics, and a log of requests."""
