"""The terms of a sourcing memo: sections of lines, lines of parts."""

from __future__ import annotations

from typing import Literal

import msgspec


class MemoPart(msgspec.Struct, frozen=True):
    """A piece of a line: a fixed ``label``, a ``name`` of a speaker, ``words`` of the text, or the ``key`` words."""

    kind: Literal["label", "name", "words", "key"]
    text: str


class MemoLine(msgspec.Struct, frozen=True):
    """A line of the memo. ``links`` are the numbers and anchors of the words in the text."""

    parts: tuple[MemoPart, ...]
    links: tuple[tuple[str, str], ...] = ()


class MemoSection(msgspec.Struct, frozen=True):
    """A section of the memo with at least one line."""

    title: str
    lines: tuple[MemoLine, ...]


class Memo(msgspec.Struct, frozen=True):
    """A sourcing memo: the head of the page, the sections with lines, and the titles of the sections without."""

    title: str
    about: tuple[str, ...]
    url: str | None
    sections: tuple[MemoSection, ...]
    absent: tuple[str, ...]
