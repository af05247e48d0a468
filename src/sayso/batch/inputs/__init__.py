"""The input of a batch run: files, their pages, and the division into units and shards."""
