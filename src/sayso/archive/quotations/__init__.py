"""Finds copies of quotations, exact, altered or partial."""
