"""Resolution of speakers across pages to entities of the archive."""
