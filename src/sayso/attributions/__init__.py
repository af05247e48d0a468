"""Attributions that the first pass misses: inside contents, and refusals to comment; and the act of each one."""

from __future__ import annotations

from sayso.attributions.missed_refusals import refusals
from sayso.attributions.nested_merge import nested
from sayso.attributions.second_pass import inside

__all__ = ["inside", "nested", "refusals"]
