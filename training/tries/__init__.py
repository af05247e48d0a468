"""What was tried for the model, at a small scale: one change a run, two seeds (docs/research/model.md)."""
