"""What runs a batch: one machine or a Ray cluster, and the worker process of both."""
