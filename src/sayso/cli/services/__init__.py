"""Long-running commands: batch, servers, training."""
