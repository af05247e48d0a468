"""What was tried for the model, at a small scale: one change a run, two seeds, the rest alike (docs/research/model.md)."""
