"""Reads passages with inline markup, the fastest way to write examples by hand.

``⟦s1 Ona Reed⟧ ⟦q1 said⟧ ⟦c1 the mill would close⟧.`` The letter is the role (source, cue ``q``, content), and the
number identifies the attribution. A discontinuous span repeats its mark, and a shared source lists its numbers
(``⟦s1,2 She⟧``). Lines ``----`` separate passages.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sayso.train.data.annotated import ROLES, Annotated, Relation, joined

_MARK: Final = re.compile(r"⟦([sqc])(\d+(?:,\d+)*) ([^⟦⟧]*)⟧")
_SEPARATOR: Final = re.compile(r"^----\n", re.MULTILINE)
_ROLE: Final = {"s": "source", "q": "cue", "c": "content"}


def passage(marked: str, name: str) -> Annotated:
    """The passage as an article. Raises ValueError for a malformed mark, or an attribution without cue or content."""
    text, attributions = "", dict[str, dict[str, list[tuple[int, int]]]]()
    done = 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        for number in match[2].split(","):
            pieces = attributions.setdefault(number, {role: [] for role in ROLES})
            pieces[_ROLE[match[1]]].append((len(text), len(text) + len(match[3])))
        text += match[3]
        done = match.end()
    text += marked[done:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"{name}: a mark does not have the form ⟦s1 words⟧ in {marked!r}")
    for number, pieces in attributions.items():
        if not pieces["content"] or not pieces["cue"]:
            raise ValueError(f"{name}: attribution {number} has no cue or no content in {marked!r}")
    relations = (Relation(*(joined(text, pieces[role]) for role in ROLES)) for pieces in attributions.values())
    return Annotated(name, text, (tuple(relations),))


def read_passages(path: Path) -> list[Annotated]:
    """The passages of a file, in order."""
    return [
        passage(marked.strip("\n") + "\n", f"{path.stem}-{number}")
        for number, marked in enumerate(_SEPARATOR.split(path.read_text(encoding="utf-8")))
        if marked.strip()
    ]
