"""Compute the XPath of each line's element, for the source map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sayso.reading.html.tree import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLAIN: Final = re.compile(r"[a-zA-Z_][\w.-]*")
_PLAIN_PATH: Final = re.compile(r"(?:/[a-zA-Z_][\w.-]*(?:\[\d+\])?)+")
_MAX_LINES_FOR_LXML: Final = 1000


def paths(lines: Sequence[Line]) -> list[str]:
    """Return the XPath of each line's element."""
    if not lines:
        return []
    tree, slow = lines[0].element.getroottree(), _Paths()
    if len(lines) > _MAX_LINES_FOR_LXML:  # for each element, lxml counts its preceding siblings again
        return [slow.of(line.element) for line in lines]
    quick = [tree.getpath(line.element) for line in lines]
    return [
        path if _PLAIN_PATH.fullmatch(path) else slow.of(line.element) for path, line in zip(quick, lines, strict=True)
    ]


class _Paths:
    """XPaths of one page; the children of an element are counted once."""

    def __init__(self) -> None:
        self._known: dict[_Element, str] = {}

    def of(self, element: _Element) -> str:
        """Return the path from the root to the element."""
        pending = []
        ancestor: _Element | None = element
        while ancestor is not None and ancestor not in self._known:
            pending.append(ancestor)
            ancestor = ancestor.getparent()
        for node in reversed(pending):
            if node not in self._known:
                self._add_siblings(node)
        return self._known[element]

    def _add_siblings(self, element: _Element) -> None:
        """Store the paths of an element and its siblings. Names that XPath cannot express (``o:p``) become ``*``."""
        parent = element.getparent()
        if parent is None:
            self._known[element] = f"/{element.tag}" if _PLAIN.fullmatch(str(element.tag)) else "/*"
            return
        above = self._known[parent]
        siblings = [child for child in parent if isinstance(child.tag, str)]
        total, seen = Counter(str(child.tag) for child in siblings), Counter[str]()
        for i, child in enumerate(siblings, 1):
            tag = str(child.tag)
            seen[tag] += 1
            step = tag if total[tag] == 1 else f"{tag}[{seen[tag]}]"
            self._known[child] = f"{above}/{step}" if _PLAIN.fullmatch(tag) else f"{above}/*[{i}]"
