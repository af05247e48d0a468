"""What an archive does, measured on generated records: ``python -m benchmarks.archive``."""
