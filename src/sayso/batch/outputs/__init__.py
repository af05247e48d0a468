"""The output of a batch run: tables, parts, and the output folder."""
