"""Experiments with the model at a small size: one change per run, two seeds (docs/research/model.md)."""
