"""The open model of sayso: ``sayso read --model open``."""

from pathlib import Path


def folder() -> Path:
    """Return the folder of the model's files."""
    return Path(__file__).with_name("weights")
