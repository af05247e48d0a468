"""Parsing of query strings and forms."""
