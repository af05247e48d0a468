"""Extract the metadata of a page: headline, byline, dates, publisher."""
