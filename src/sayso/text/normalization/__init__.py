"""The text as a reader sees it, aligned with the text as it came in: folded lines, invisible characters, marks."""
