"""Two wordings of a quotation, word by word: what was dropped, added, replaced, cut with an ellipsis, put in brackets."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.archive.query import fold
from sayso.errors import extra_missing

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
    try:
        from rapidfuzz.distance import Levenshtein
    except ImportError as error:
        raise extra_missing("comparing altered quotations", "archive", "rapidfuzz") from error
    old, new = _words(before), _words(after)
    keys = ([_key(word) for word in old], [_key(word) for word in new])
    changes, kept, inner = [], 0, 0
    steps = list(Levenshtein.opcodes(*keys))
    for number, step in enumerate(steps):
        if step.tag == "equal":
            kept += step.src_end - step.src_start
            continue
        change = _change(old[step.src_start : step.src_end], new[step.dest_start : step.dest_end])
        changes.append(change)
        if 0 < number < len(steps) - 1 or step.tag == "replace":
            inner += 1
    longest, shortest = max(len(old), len(new)), min(len(old), len(new))
    ends = bool(changes) and not inner and kept == shortest and kept > 0
    return Alignment(kept / longest if longest else 1.0, ends, tuple(changes))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)[:_MOST]


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


def shown(before: str, after: str) -> str:
    """Both wordings in one line: {-dropped-} and {+added+} between the words that stayed."""
    from rapidfuzz.distance import Levenshtein

    old, new = _words(before), _words(after)
    parts = []
    for step in Levenshtein.opcodes([_key(word) for word in old], [_key(word) for word in new]):
        if step.tag == "equal":
            parts += new[step.dest_start : step.dest_end]
            continue
        if step.src_end > step.src_start:
            parts.append("{-" + " ".join(old[step.src_start : step.src_end]) + "-}")
        if step.dest_end > step.dest_start:
            parts.append("{+" + " ".join(new[step.dest_start : step.dest_end]) + "+}")
    return " ".join(parts)
