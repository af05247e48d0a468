"""Annotated data: what a model is trained on, and the readers of its formats."""
