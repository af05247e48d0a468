"""Compute features of a line from its markup: elements, class names, and the content of its containers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import log1p
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sayso.lexicons import lexicon
from sayso.reading.html.tree import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

Floats = NDArray[np.float32]

_TAGS: Final = [
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "div",
    "span",
    "a",
    "td",
    "figcaption",
    "blockquote",
    "button",
    "label",
    "time",
    "strong",
    "em",
]
_TAG_ALIASES: Final = {
    "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "th": "td", "dd": "li", "dt": "li", "cite": "em", "pre": "p",
    "caption": "figcaption", "font": "span", "section": "div", "article": "div", "center": "div", "main": "div",
}  # fmt: skip
_ANCESTORS: Final = [
    "nav",
    "header",
    "footer",
    "aside",
    "figure",
    "form",
    "article",
    "main",
    "table",
    "ul",
    "blockquote",
    "section",
    "a",
]
_ANCESTOR_ALIASES: Final = {"ol": "ul", "dl": "ul", "menu": "nav", "td": "table"}
_TAG_COLUMN: Final = {tag: i for i, tag in enumerate(_TAGS)}
_ANCESTOR_COLUMN: Final = {tag: len(_TAGS) + i for i, tag in enumerate(_ANCESTORS)}
_PAGE_TAGS: Final = frozenset({"html", "body"})
_MAX_ANCESTORS: Final = 60
_WORD: Final = re.compile(r"[a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAME_ATTRIBUTES: Final = frozenset({"class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label"})
_LEVELS: Final = 4
_MIN_PROSE_CHARS: Final = 80
STATE: Final = [
    "depth", "linked", "own_length", "share_parent", "share_2", "share_3", "share_4", "links_parent", "links_2",
    "links_3", "links_4", "lines_parent", "lines_2", "best_parent", "in_best", "twins", "twins_share", "described",
    "bodied", "bodied_page", "headline",
]  # fmt: skip


@cache
def groups() -> tuple[str, ...]:
    """Return the groups of the markup lexicon, in order."""
    return tuple(sorted({row["group"] for row in lexicon("markup")}))


@cache
def _columns() -> dict[str, tuple[int, ...]]:
    """Map each word of a class or id to the columns of its groups."""
    order = {group: i for i, group in enumerate(groups())}
    columns: dict[str, list[int]] = defaultdict(list)
    for row in lexicon("markup"):
        columns[row["term"]].append(order[row["group"]])
    return {term: tuple(numbers) for term, numbers in columns.items()}


def names() -> list[str]:
    """Return the column names of :func:`signals`, in order."""
    tags = [f"tag_{tag}" for tag in _TAGS] + [f"in_{tag}" for tag in _ANCESTORS]
    return tags + [f"{reach}_{group}" for reach in ("own", "near", "any") for group in groups()] + list(STATE)


@lru_cache(maxsize=20_000)
def _groups_of(text: str) -> tuple[int, ...]:
    """Return the groups of the words in an attribute value."""
    columns = _columns()
    words = _WORD.findall(_CAMEL.sub(" ", text).lower())
    matches = {column for word in words for column in columns.get(word, ())}
    for first, second in pairwise(words):
        matches.update(columns.get(first + second, ()))
    return tuple(sorted(matches))


class Markup:
    """The elements that contain the lines of a page, with cached ancestors and groups."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._chains: dict[_Element, tuple[_Element, ...]] = {}
        self._groups: dict[_Element, frozenset[int]] = {}
        self._near: dict[tuple[_Element, int], frozenset[int]] = {}
        self._around: dict[_Element, tuple[frozenset[int], frozenset[int]]] = {}

    def chain(self, element: _Element) -> tuple[_Element, ...]:
        """Return the element and its ancestors, innermost first."""
        chain = self._chains.get(element)
        if chain is not None:
            return chain
        pending = []
        ancestor: _Element | None = element
        while ancestor is not None and ancestor not in self._chains:
            pending.append(ancestor)
            ancestor = ancestor.getparent()
        chain_above = self._chains[ancestor] if ancestor is not None else ()
        for node in reversed(pending):
            chain_above = self._chains[node] = (node, *chain_above[:_MAX_ANCESTORS])
        return chain_above

    def groups(self, element: _Element) -> frozenset[int]:
        """Return the groups of the element's class names and other names; none for ``html`` and ``body``."""
        groups = self._groups.get(element)
        if groups is None:
            values = (
                []
                if element.tag in _PAGE_TAGS
                else [value for key, value in element.items() if key in _NAME_ATTRIBUTES]
            )
            groups = self._groups[element] = frozenset(
                [group for value in values for group in _groups_of(str(value)[:200])]
            )
        return groups

    def near(self, element: _Element, levels: int) -> frozenset[int]:
        """Return the groups of the element and its nearest ancestors, ``levels`` elements in total."""
        key = element, levels
        groups = self._near.get(key)
        if groups is None:
            groups = self.groups(element)
            if levels > 1 and len(chain := self.chain(element)) > 1:
                groups_above = self.near(chain[1], levels - 1)
                groups = groups_above if groups <= groups_above else groups | groups_above
            self._near[key] = groups
        return groups

    def around(self, element: _Element) -> tuple[frozenset[int], frozenset[int]]:
        """Return the tag columns and the groups of the element and all its ancestors."""
        known = self._around.get(element)
        if known is not None:
            return known
        chain = self.chain(element)
        start = next((i for i, node in enumerate(chain) if node in self._around), len(chain))
        tags, groups = self._around[chain[start]] if start < len(chain) else (frozenset[int](), frozenset[int]())
        for node in reversed(chain[:start]):
            tag = str(node.tag)
            column = _ANCESTOR_COLUMN.get(_ANCESTOR_ALIASES.get(tag, tag))
            tags = tags if column is None or column in tags else tags | {column}
            own = self.groups(node)
            groups = groups if own <= groups else groups | own
            self._around[node] = tags, groups
        return tags, groups

    def inward(self) -> list[_Element]:
        """Return all elements that contain lines, each before its ancestors."""
        return list(reversed(self._chains))


def signals(markup: Markup, described: Sequence[float], bodied: Sequence[float], headline: Sequence[float]) -> Floats:
    """Return one row per line.

    The last three arguments compare each line with the page metadata: share of its words in the description and in
    the stated body, 0 to 1, and whether it is the stated headline.
    """
    size = len(groups())
    flags = np.zeros((len(markup.lines), len(_TAGS) + len(_ANCESTORS) + 3 * size), np.float32)
    columns = [_columns_of(markup, line.element, size) for line in markup.lines]
    rows = np.repeat(np.arange(len(columns)), [len(line_columns) for line_columns in columns])
    flags[rows, [column for line_columns in columns for column in line_columns]] = 1
    state = _state(markup)
    stated = np.array([described, bodied, [float(any(bodied))] * len(flags), headline], np.float32).T
    return np.hstack([flags, state, stated.reshape(len(flags), 4)])


def _columns_of(markup: Markup, element: _Element, group_count: int) -> list[int]:
    """Return the columns that are 1 for a line: its element, its ancestors, and the name groups of the element and its
    parent, of the nearest ancestors, and of all ancestors.
    """
    tag = str(element.tag)
    own_tag = _TAG_COLUMN.get(_TAG_ALIASES.get(tag, tag))
    tags, groups = markup.around(element)
    first_group = len(_TAGS) + len(_ANCESTORS)
    columns = [] if own_tag is None else [own_tag]
    columns += tags
    if groups:
        columns += [first_group + 2 * group_count + column for column in groups]
        columns += [first_group + group_count + column for column in markup.near(element, _LEVELS + 1)]
        columns += [first_group + column for column in markup.near(element, 2)]
    return columns


@dataclass(slots=True)
class _Content:
    """Content of an element: characters of prose, of all text and of links, and number of lines."""

    prose: float = 0.0
    chars: float = 0.0
    linked: float = 0.0
    lines: int = 0

    def add(self, prose: float, chars: float, linked: float, lines: int) -> None:
        """Add the content of a line or a child element."""
        self.prose += prose
        self.chars += chars
        self.linked += linked
        self.lines += lines


def _contents(markup: Markup, prose: Sequence[float]) -> dict[_Element, _Content]:
    """Return the content of each element, its descendants included."""
    contents: dict[_Element, _Content] = defaultdict(_Content)
    for line, chars in zip(markup.lines, prose, strict=True):
        markup.chain(line.element)
        contents[line.element].add(chars, len(line.text), line.linked, 1)
    for element in markup.inward():
        chain = markup.chain(element)
        if len(chain) > 1:
            content = contents[element]
            contents[chain[1]].add(content.prose, content.chars, content.linked, content.lines)
    return contents


def _state(markup: Markup) -> Floats:
    """Return depth, links, and the share of the page's prose in the containers of each line."""
    lines = markup.lines
    prose = [
        float(len(line.text)) if len(line.text) >= _MIN_PROSE_CHARS and line.linked < 0.5 * len(line.text) else 0.0
        for line in lines
    ]
    contents = _contents(markup, prose)
    prose_by_parent: dict[tuple[_Element, str], float] = defaultdict(float)
    for line, chars in zip(lines, prose, strict=True):
        prose_by_parent[_parent(markup, line), str(line.element.tag)] += chars
    total = max(1.0, sum(prose))
    best = max(prose_by_parent, key=lambda key: prose_by_parent[key])[0] if prose_by_parent else None
    rows = []
    for line in lines:
        chain = markup.chain(line.element)
        above = [contents[chain[min(k, len(chain) - 1)]] for k in range(1, _LEVELS + 1)]
        parent = _parent(markup, line)
        same_tag = prose_by_parent[parent, str(line.element.tag)]
        rows.append(
            (
                len(chain) / 20,
                line.linked / max(1, len(line.text)),
                len(line.text) / max(1.0, above[0].chars),
                *[content.prose / total for content in above],
                *[content.linked / max(1.0, content.chars) for content in above],
                log1p(above[0].lines),
                log1p(above[1].lines),
                parent is best,
                best in chain,
                log1p(same_tag) / 5,
                same_tag / total,
            )
        )
    return np.array(rows, np.float32).reshape(len(lines), len(STATE) - 4)


def _parent(markup: Markup, line: Line) -> _Element:
    """Return the parent of the line's element."""
    chain = markup.chain(line.element)
    return chain[1] if len(chain) > 1 else chain[0]
