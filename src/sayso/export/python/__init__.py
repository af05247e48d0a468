"""Records for Python programs: data frames, passages for retrieval, HTML for notebooks."""
