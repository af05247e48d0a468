"""Two wordings of a quotation, word by word: what was dropped, added, replaced, cut with an ellipsis, put in
brackets.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.archive.queries.query_language import fold
from sayso.errors import extra_missing
from sayso.text.searchable import searchable

_WORD: Final = re.compile(r"\[[^\]\n]{0,200}\]|…|\.\.\.|\. \. \.|[^\W_]+(?:['’.-][^\W_]+)*")
_ELLIPSES: Final = frozenset(("…", "...", ". . ."))
_MOST: Final = 2_000  # words that are aligned: bounds the time


class Change(msgspec.Struct, frozen=True):
    """One difference; ``what`` is dropped, added, replaced, ellipsis or brackets."""

    what: str
    before: str
    after: str


class Alignment(msgspec.Struct, frozen=True):
    """How one wording goes over into another. ``likeness`` is 1 for the same words, 0 for none in common.

    ``part`` says that the shorter one is a stretch of the longer.
    """

    likeness: float
    part: bool
    changes: tuple[Change, ...]

    @property
    def exact(self) -> bool:
        """Whether no word differs."""
        return not self.changes


def align(before: str, after: str) -> Alignment:
    """The alignment of two wordings. Raises ExtraError where rapidfuzz is not installed."""
    old, new = _words(before), _words(after)
    blocks, part = _blocks(old, new)
    changes = tuple(_change(left, right) for left, right, same in blocks if not same)
    kept = sum(len(left) for left, _, same in blocks if same)
    longest = max(len(old), len(new))
    return Alignment(kept / longest if longest else 1.0, part, changes)


def shown(before: str, after: str) -> str:
    """Both wordings in one line: {-dropped-} and {+added+} between the words that stayed."""
    parts = []
    for left, right, same in _blocks(_words(before), _words(after))[0]:
        if same:
            parts += right
            continue
        if left:
            parts.append("{-" + " ".join(left) + "-}")
        if right:
            parts.append("{+" + " ".join(right) + "+}")
    return " ".join(parts)


_Block = tuple[list[str], list[str], bool]


def _blocks(old: list[str], new: list[str]) -> tuple[list[_Block], bool]:
    """Stretches of the two that are the same and that differ, in turn; and whether one is a stretch of the other."""
    mine, others = [_key(word) for word in old], [_key(word) for word in new]
    short, long = sorted((mine, others), key=len)
    if 0 < len(short) < len(long) and (at := _within(short, long)) is not None:
        end = at + len(short)
        if short is others:
            cut: list[_Block] = [(old[:at], [], False), (old[at:end], new, True), (old[end:], [], False)]
        else:
            cut = [([], new[:at], False), (old, new[at:end], True), ([], new[end:], False)]
        return [block for block in cut if block[0] or block[1]], True
    try:
        from rapidfuzz.distance import Indel
    except ImportError as error:
        raise extra_missing("comparing altered quotations", "archive", "rapidfuzz") from error
    blocks: list[_Block] = []
    for step in Indel.opcodes(mine, others):
        left, right = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        same = step.tag == "equal"
        if blocks and not same and not blocks[-1][2]:
            blocks[-1] = (blocks[-1][0] + left, blocks[-1][1] + right, False)
        else:
            blocks.append((left, right, same))
    return blocks, False


def _within(short: list[str], long: list[str]) -> int | None:
    """Where the words stand in the others one after another."""
    for at in range(len(long) - len(short) + 1):
        if long[at] == short[0] and long[at : at + len(short)] == short:
            return at
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(searchable(text))[:_MOST]


def _key(word: str) -> str:
    if word in _ELLIPSES:
        return "…"
    return fold(word).replace("’", "'").replace(".", "")


def _change(old: list[str], new: list[str]) -> Change:
    before, after = " ".join(old), " ".join(new)
    if any(word in _ELLIPSES for word in new):
        return Change("ellipsis", before, after)
    if any(word.startswith("[") for word in new):
        return Change("brackets", before, after)
    return Change("added" if not old else "dropped" if not new else "replaced", before, after)
