"""Queries over an archive: search, speakers, traces, differences between versions, and sourcing statistics."""
