"""Pages put together from three: what stands above one article, another article, and what stands below a third.

There are few sites to learn from. Grafts show the same furniture around other bodies: so a net learns neither which
menu goes with which article nor how long a page is before its headline.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from sayso.terms import BlockKind
from training.page_lines import Row, Text

_NONE, _WHOLE = 0.15, 0.58


class _Parts(NamedTuple):
    """The lines of a page before its headline, from there to the end of its body, and after that."""

    above: list[Row]
    article: list[Row]
    below: list[Row]


def grafted(pages: Sequence[Text], count: int, chance: random.Random) -> list[Text]:
    """So many new pages; each article comes as often as the others."""
    parts = [one for one in map(_parts, pages) if one is not None]
    out = []
    for i in range(count):
        article = parts[i % len(parts)].article
        rows = _cut(chance.choice(parts).above, chance) + article + _cut(chance.choice(parts).below, chance)
        out.append(Text("", [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], real=False))
    return out


def _parts(page: Text) -> _Parts | None:
    """The three parts; None where there is no body."""
    rows: list[Row] = list(zip(page.lines, page.gaps, page.kinds, strict=True))
    body = [i for i, row in enumerate(rows) if row[2] is BlockKind.BODY]
    if not body:
        return None
    heads = [i for i, row in enumerate(rows[: body[0]]) if row[2] is BlockKind.HEADLINE]
    start, end = min([*heads, body[0]]), body[-1] + 1
    return _Parts(rows[:start], rows[start:end], rows[end:])


def _cut(rows: list[Row], chance: random.Random) -> list[Row]:
    """The rows: all, none, a stretch of them, or all but a stretch."""
    how = chance.random()
    if how < _NONE:
        return []
    if how < _WHOLE:
        return rows
    start, end = sorted(chance.randrange(len(rows) + 1) for _ in range(2))
    return rows[start:end] if chance.random() < 0.5 else rows[:start] + rows[end:]
