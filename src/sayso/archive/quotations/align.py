"""Aligns two wordings of a quotation word by word: words dropped, added, replaced, elided or put in brackets."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.errors import extra_missing
from sayso.text.searchable import fold, searchable

_WORD: Final = re.compile(r"\[[^\]\n]{0,200}\]|…|\.\.\.|\. \. \.|[^\W_]+(?:['’.-][^\W_]+)*")
_ELLIPSES: Final = frozenset(("…", "...", ". . ."))
_MAX_WORDS: Final = 2_000  # of each wording, to bound the time


class Change(msgspec.Struct, frozen=True):
    """A difference between two wordings. ``what`` is dropped, added, replaced, ellipsis or brackets."""

    what: str
    before: str
    after: str


class Alignment(msgspec.Struct, frozen=True):
    """The alignment of two wordings. ``likeness`` is the share of common words from 0 to 1.

    ``part`` says whether the longer wording contains the shorter one.
    """

    likeness: float
    part: bool
    changes: tuple[Change, ...]

    @property
    def exact(self) -> bool:
        """Whether the wordings have the same words."""
        return not self.changes


def align(before: str, after: str) -> Alignment:
    """Return the alignment of two wordings. Raises ExtraError if rapidfuzz is not installed."""
    old, new = _words(before), _words(after)
    blocks, part = _blocks(old, new)
    changes = tuple(_change(left, right) for left, right, same in blocks if not same)
    common = sum(len(left) for left, _, same in blocks if same)
    longest = max(len(old), len(new))
    return Alignment(common / longest if longest else 1.0, part, changes)


def shown(before: str, after: str) -> str:
    """Return both wordings in one line, with differences as {-dropped-} and {+added+}."""
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
"""Words of the old wording, words of the new wording, and whether they are the same."""


def _blocks(old: list[str], new: list[str]) -> tuple[list[_Block], bool]:
    """Return the blocks of equal and of different words in order, and whether one wording contains the other."""
    old_keys, new_keys = [_key(word) for word in old], [_key(word) for word in new]
    short, long = sorted((old_keys, new_keys), key=len)
    if 0 < len(short) < len(long) and (at := _position(short, long)) is not None:
        end = at + len(short)
        if short is new_keys:
            parts: list[_Block] = [(old[:at], [], False), (old[at:end], new, True), (old[end:], [], False)]
        else:
            parts = [([], new[:at], False), (old, new[at:end], True), ([], new[end:], False)]
        return [part for part in parts if part[0] or part[1]], True
    try:
        from rapidfuzz.distance import Indel
    except ImportError as error:
        raise extra_missing("comparing altered quotations", "archive", "rapidfuzz") from error
    blocks: list[_Block] = []
    for opcode in Indel.opcodes(old_keys, new_keys):
        left, right = old[opcode.src_start : opcode.src_end], new[opcode.dest_start : opcode.dest_end]
        same = opcode.tag == "equal"
        if blocks and not same and not blocks[-1][2]:
            blocks[-1] = (blocks[-1][0] + left, blocks[-1][1] + right, False)
        else:
            blocks.append((left, right, same))
    return blocks, False


def _position(short: list[str], long: list[str]) -> int | None:
    """Return the index at which a list of words contains another, or None."""
    for at in range(len(long) - len(short) + 1):
        if long[at] == short[0] and long[at : at + len(short)] == short:
            return at
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(searchable(text))[:_MAX_WORDS]


def _key(word: str) -> str:
    """Return a word as it is compared: folded, and without full stops."""
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
