"""Passages marked within the text: the quickest way to write examples by hand.

``⟦s1 Ona Reed⟧ ⟦q1 said⟧ ⟦c1 the mill would close⟧.`` The letter is the role (source, cue ``q``, content), the number
joins an attribution; a broken span repeats its mark, a shared source lists its numbers (``⟦s1,2 She⟧``). Between two
passages stands a line ``----``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sayso.train.data.annotated import ROLES, Annotated, Relation, joined

_MARK: Final = re.compile(r"⟦([sqc])(\d+(?:,\d+)*) ([^⟦⟧]*)⟧")
_BETWEEN: Final = re.compile(r"^----\n", re.MULTILINE)
_ROLE: Final = {"s": "source", "q": "cue", "c": "content"}


def passage(marked: str, name: str) -> Annotated:
    """One passage as an article. Raises ValueError for a broken mark and for an attribution without cue or content."""
    text, found = "", dict[str, dict[str, list[tuple[int, int]]]]()
    at = 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        for number in match[2].split(","):
            pieces = found.setdefault(number, {role: [] for role in ROLES})
            pieces[_ROLE[match[1]]].append((len(text), len(text) + len(match[3])))
        text += match[3]
        at = match.end()
    text += marked[at:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"{name}: a mark is not of the form ⟦s1 words⟧ in {marked!r}")
    for number, pieces in found.items():
        if not pieces["content"] or not pieces["cue"]:
            raise ValueError(f"{name}: attribution {number} lacks a cue or a content in {marked!r}")
    relations = (Relation(*(joined(text, pieces[role]) for role in ROLES)) for pieces in found.values())
    return Annotated(name, text, (tuple(relations),))


def read_passages(path: Path) -> list[Annotated]:
    """All passages of a file, in order."""
    return [
        passage(marked.strip("\n") + "\n", f"{path.stem}-{number}")
        for number, marked in enumerate(_BETWEEN.split(path.read_text(encoding="utf-8")))
        if marked.strip()
    ]
