"""Commands that run long: batch, servers, training."""
