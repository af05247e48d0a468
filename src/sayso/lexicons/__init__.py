"""Word lists as data: one TSV file a list, `#` lines say where it comes from, the first other line names columns."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sayso.errors import LexiconError


@cache
def lexicon(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``NAME.tsv`` as column to value. Raises LexiconError if a row does not match the header."""
    lines = (files(__name__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not rows:
        raise LexiconError("no columns", "The first line that is not a comment must name the columns", f"{name}.tsv")
    head = rows[0][1]
    for number, row in rows[1:]:
        if len(row) != len(head):
            raise LexiconError(
                f"{len(row)} columns, not {len(head)}",
                "Separate columns by single tabs",
                f"{name}.tsv",
                f"line {number}",
            )
    return tuple(dict(zip(head, row, strict=True)) for _, row in rows[1:])


@cache
def terms(name: str) -> frozenset[str]:
    """The column ``term`` of a list."""
    return frozenset(row["term"] for row in lexicon(name))


@cache
def small(use: str) -> frozenset[str]:
    """The small words of one use."""
    return frozenset(row["term"] for row in lexicon("small_words") if use in row["uses"].split(","))
