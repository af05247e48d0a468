"""Copies of quotations across the output of a batch."""
