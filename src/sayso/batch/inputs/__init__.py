"""The input of a batch run: files, their pages, and how they are divided."""
