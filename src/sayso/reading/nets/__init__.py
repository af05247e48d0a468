"""The small networks of reading, in plain numpy, and their weights."""
