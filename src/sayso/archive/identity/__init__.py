"""Which speakers of different pages are one entity."""
