"""Trains a custom model from annotated texts: data readers, network, training loop, export. Needs the extra train.

Only the command ``sayso train`` imports this package. Torch is imported by the modules that need it.
"""
