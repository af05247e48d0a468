"""The entities of a page: names matched to one another, roles, kinds, and the list of speakers."""
