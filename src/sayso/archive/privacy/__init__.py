"""Removal of pages, speakers and texts from an archive, and tombstones that block what was removed."""
