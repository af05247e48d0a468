"""The texts of nested elements, read in one pass: an element in another one is not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element


class _Extent(NamedTuple):
    """The numbers of the elements and of the pieces of text in an element, as ``[first, last)``."""

    first_element: int
    last_element: int
    first_piece: int
    last_piece: int


class ElementTexts:
    """The texts of the elements of a page; the time is linear in the size of the outermost elements asked for."""

    def __init__(self) -> None:
        self._extents: dict[_Element, _Extent] = {}
        self._pieces: list[str] = []

    def contains(self, element: _Element, other: _Element) -> bool:
        """Return whether an element contains another one."""
        outer, inner = self._extent(element), self._extents.get(other)
        return inner is not None and outer.first_element < inner.first_element < outer.last_element

    def start_of(self, element: _Element, chars: int) -> str:
        """Return the first characters of the text in an element."""
        extent = self._extent(element)
        parts: list[str] = []
        size = 0
        for number in range(extent.first_piece, extent.last_piece):
            parts.append(self._pieces[number])
            size += len(parts[-1])
            if size >= chars:
                break
        return "".join(parts)[:chars]

    def _extent(self, element: _Element) -> _Extent:
        """Return the extent of an element; reads the element unless it is inside one that was read."""
        if element not in self._extents:
            self._read(element)
        return self._extents[element]

    def _read(self, root: _Element) -> None:
        """Record the extents of an element and of all elements in it."""
        from lxml import etree

        number = len(self._extents)
        starts: list[tuple[int, int]] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                starts.append((number, len(self._pieces)))
                number += 1
                text = element.text
            else:
                first_element, first_piece = starts.pop()
                self._extents[element] = _Extent(first_element, number, first_piece, len(self._pieces))
                text = element.tail if element is not root else None
            if text:
                self._pieces.append(text)
