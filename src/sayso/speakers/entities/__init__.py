"""The entities of a page: name matching, roles, kinds, and the list of speakers."""
