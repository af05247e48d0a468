"""The XPath of each line's element, which leads a reader back to the place on the page."""

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
_MANY: Final = 1000


def paths(lines: Sequence[Line]) -> list[str]:
    """The XPaths of the lines' elements."""
    if not lines:
        return []
    tree, slow = lines[0].element.getroottree(), _Paths()
    if len(lines) > _MANY:  # lxml counts the elements before each one anew
        return [slow.of(line.element) for line in lines]
    quick = [tree.getpath(line.element) for line in lines]
    return [
        path if _PLAIN_PATH.fullmatch(path) else slow.of(line.element) for path, line in zip(quick, lines, strict=True)
    ]


class _Paths:
    """The paths of one page; the children of an element are counted once, since each may be asked for."""

    def __init__(self) -> None:
        self._known: dict[_Element, str] = {}

    def of(self, element: _Element) -> str:
        """The path from the root to an element."""
        todo = []
        one: _Element | None = element
        while one is not None and one not in self._known:
            todo.append(one)
            one = one.getparent()
        for each in reversed(todo):
            if each not in self._known:
                self._note(each)
        return self._known[element]

    def _note(self, element: _Element) -> None:
        """Give paths to an element and all beside it. Names that XPath cannot say (``o:p``) are counted as any."""
        parent = element.getparent()
        if parent is None:
            self._known[element] = f"/{element.tag}" if _PLAIN.fullmatch(str(element.tag)) else "/*"
            return
        above = self._known[parent]
        beside = [child for child in parent if isinstance(child.tag, str)]
        total, seen = Counter(str(child.tag) for child in beside), Counter[str]()
        for i, child in enumerate(beside, 1):
            tag = str(child.tag)
            seen[tag] += 1
            step = tag if total[tag] == 1 else f"{tag}[{seen[tag]}]"
            self._known[child] = f"{above}/{step}" if _PLAIN.fullmatch(tag) else f"{above}/*[{i}]"
