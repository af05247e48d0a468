"""Compares reading with other extractors: body F1 and pages per second."""
