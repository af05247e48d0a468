"""Small neural networks for reading pages, in plain numpy, with their weights."""
