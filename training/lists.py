"""Generates lists for the line classifier: tables and recipes in the body; menus, teasers and threads around it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from sayso.terms import BlockKind
from training.page_lines import People, Row, Text

_LISTS: Final = Path(__file__).with_name("lists.tsv")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_NUMBERS: Final = {"count": 400, "small": 12}
_LONG: Final = 80
_ONE_MONTH: Final = 12


@dataclass(slots=True)
class News:
    """Headlines and first paragraphs for teasers, and bodies of articles."""

    headlines: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    bodies: list[list[str]] = field(default_factory=list)


def news(texts: Sequence[Text]) -> News:
    """Headlines, first paragraphs and bodies of plain articles whose first line is the headline."""
    whole = [text.lines for text in texts if len(text.lines) > 5]
    leads = [line for lines in whole for line in lines[1:3] if len(line) > _LONG]
    return News([lines[0].rstrip(".;") for lines in whole], leads, [lines[1:] for lines in whole])


@cache
def _read() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The patterns by kind, and the words by slot."""
    lists: dict[str, list[str]] = {}
    pools: dict[str, list[str]] = {}
    for row in _LISTS.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#") and not row.startswith("what\t"):
            what, name, text = row.split("\t")
            if what == "list":
                lists.setdefault(name, []).append(text)
            else:
                pools[name] = text.split("|")
    return lists, pools


def enriched(text: Text, chance: random.Random, known: News) -> Text:
    """The page with lists in its body, and menus, teasers and threads around it; sometimes with another body."""
    rows = list(zip(text.lines, text.gaps, text.kinds, strict=True))
    if known.bodies and chance.random() < 0.4:
        rows = _transplanted(rows, chance, known)
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        body = [i for i, row in enumerate(rows) if row[2] is BlockKind.BODY and len(row[0]) > _LONG]
        if body:
            at = chance.choice(body) + 1 if chance.random() < 0.7 else body[-1] + 1
            rows[at:at] = _list(BlockKind.BODY, chance, known)
    for kind in (BlockKind.NAVIGATION, BlockKind.RELATED_LINK, BlockKind.COMMENT_PROMPT):
        for _ in range(chance.choice((0, 1, 1, 2))):
            at = _outside(rows, chance, after=kind is BlockKind.COMMENT_PROMPT)
            rows[at:at] = _list(kind, chance, known)
    return Text(text.site, [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], real=False)


def foreign(text: Text, chance: random.Random) -> Text:
    """The text with all letters exchanged, Latin or Cyrillic: shapes and positions stay, no word is known."""
    vowels, consonants = "aeiou", "bcdfghjklmnpqrstvwxyz"
    alphabets = [("аеиоу", "бвгджзклмнпрстфхцчшщя"), (vowels, consonants)][chance.randrange(2)]
    shuffled = ["".join(chance.sample(letters, len(letters))) for letters in alphabets]
    table = str.maketrans(vowels + consonants, "".join(shuffled)) | str.maketrans(
        (vowels + consonants).upper(), "".join(shuffled).upper()
    )
    return Text(text.site, [line.translate(table) for line in text.lines], text.gaps, text.kinds, real=False)


def _transplanted(rows: list[Row], chance: random.Random, known: News) -> list[Row]:
    """The page with the body of another article."""
    at = next((i for i, row in enumerate(rows) if row[2] is BlockKind.BODY), None)
    if at is None:
        return rows
    body = chance.choice(known.bodies)
    gap = rows[at][1]
    kept = [row for row in rows if row[2] is not BlockKind.BODY]
    kept[at:at] = [(line, gap, BlockKind.BODY) for line in body[: chance.randrange(4, 40)]]
    return kept


def _outside(rows: list[Row], chance: random.Random, *, after: bool) -> int:
    """A random position before or after the body."""
    body = [i for i, row in enumerate(rows) if row[2] is BlockKind.BODY]
    if not body:
        return chance.randrange(len(rows) + 1)
    if after or chance.random() < 0.6:
        return chance.randrange(body[-1] + 1, len(rows) + 1)
    head = next((i for i, row in enumerate(rows) if row[2] is BlockKind.HEADLINE), body[0])
    return chance.randrange(min(head, body[0]) + 1)


def _list(kind: BlockKind, chance: random.Random, known: News) -> list[Row]:
    """A list of one pattern, with three to twenty-four items."""
    lists, pools = _read()
    pattern = chance.choice(lists[kind])
    pools = dict(pools)
    if chance.random() < 0.8:  # a list uses one language
        at = chance.randrange(len(pools["month"]) - _ONE_MONTH)
        pools["month"] = pools["month"][at : at + _ONE_MONTH]
    if known.headlines and chance.random() < 0.6:
        pools |= {"headline": chance.sample(known.headlines, 20), "lead": chance.sample(known.leads, 20)}
    gap = chance.choice((0, 0, 0, 1))
    count = chance.randrange(3, 25 if " // " not in pattern else 12)
    return [
        (line, gap, kind)
        for rank in range(1, count + 1)
        for line in _filled(pattern, rank, pools, chance).split(" // ")
    ]


def _filled(pattern: str, rank: int, pools: dict[str, list[str]], chance: random.Random) -> str:
    """One item with random slot values."""
    slots = People(chance).slots | {"rank": str(rank)}

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if name in _NUMBERS:
            return str(chance.randrange(_NUMBERS[name]))
        if name == "price":
            return f"{chance.randrange(3, 900)}.{chance.randrange(100):02d}"
        return _SLOT.sub(fill, chance.choice(pools[name])) if name in pools else slots[name]

    line = _SLOT.sub(fill, pattern)
    return line[0].upper() + line[1:]
