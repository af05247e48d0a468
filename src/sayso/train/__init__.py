"""A model of one's own from annotated pages: readers of data, the network, the loop, export. Needs the extra train.

Nothing else of sayso imports this package but ``sayso train``; torch is imported by the modules that need it.
"""
