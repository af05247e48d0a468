"""Combines three pages into a training page: the top of one, the article of another, the bottom of a third.

There are few sites to train on. With grafts, a network sees the same furniture around other bodies, and learns neither
which menu belongs to which article nor the length of a page above its headline.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from sayso.terms import BlockKind
from training.page_lines import Row, Text

_NONE, _WHOLE = 0.15, 0.58


class _Parts(NamedTuple):
    """The lines of a page above its headline, from the headline to the end of the body, and below."""

    above: list[Row]
    article: list[Row]
    below: list[Row]


def grafted(pages: Sequence[Text], count: int, chance: random.Random) -> list[Text]:
    """``count`` new pages; all articles are used equally often."""
    parts = [page_parts for page_parts in map(_parts, pages) if page_parts is not None]
    grafts = []
    for i in range(count):
        article = parts[i % len(parts)].article
        rows = _cut(chance.choice(parts).above, chance) + article + _cut(chance.choice(parts).below, chance)
        grafts.append(
            Text("", [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], real=False)
        )
    return grafts


def _parts(page: Text) -> _Parts | None:
    """The three parts, or None without a body."""
    rows: list[Row] = list(zip(page.lines, page.gaps, page.kinds, strict=True))
    body = [i for i, row in enumerate(rows) if row[2] is BlockKind.BODY]
    if not body:
        return None
    heads = [i for i, row in enumerate(rows[: body[0]]) if row[2] is BlockKind.HEADLINE]
    start, end = min([*heads, body[0]]), body[-1] + 1
    return _Parts(rows[:start], rows[start:end], rows[end:])


def _cut(rows: list[Row], chance: random.Random) -> list[Row]:
    """All rows, none, a random slice, or all except a slice."""
    draw = chance.random()
    if draw < _NONE:
        return []
    if draw < _WHOLE:
        return rows
    start, end = sorted(chance.randrange(len(rows) + 1) for _ in range(2))
    return rows[start:end] if chance.random() < 0.5 else rows[:start] + rows[end:]
