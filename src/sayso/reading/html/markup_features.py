"""What the markup around a line says of it, as numbers: elements, names of classes, and what its containers hold."""

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
_SAME: Final = {
    "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "th": "td", "dd": "li", "dt": "li", "cite": "em", "pre": "p",
    "caption": "figcaption", "font": "span", "section": "div", "article": "div", "center": "div", "main": "div",
}  # fmt: skip
_AROUND: Final = [
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
_AROUND_SAME: Final = {"ol": "ul", "dl": "ul", "menu": "nav", "td": "table"}
_TAG_COLUMN: Final = {tag: i for i, tag in enumerate(_TAGS)}
_AROUND_COLUMN: Final = {tag: len(_TAGS) + i for i, tag in enumerate(_AROUND)}
_WHOLE: Final = frozenset({"html", "body"})
_MOST_ABOVE: Final = 60
_WORD: Final = re.compile(r"[a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMED: Final = frozenset({"class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label"})
_LEVELS: Final = 4
_PROSE: Final = 80
STATE: Final = [
    "depth", "linked", "own_length", "share_parent", "share_2", "share_3", "share_4", "links_parent", "links_2",
    "links_3", "links_4", "lines_parent", "lines_2", "best_parent", "in_best", "twins", "twins_share", "described",
    "bodied", "bodied_page", "headline",
]  # fmt: skip


@cache
def groups() -> tuple[str, ...]:
    """The groups of the word list of markup, in order."""
    return tuple(sorted({row["group"] for row in lexicon("markup")}))


@cache
def _columns() -> dict[str, tuple[int, ...]]:
    """A word of a class or id to the columns of its groups."""
    order = {group: i for i, group in enumerate(groups())}
    found: dict[str, list[int]] = defaultdict(list)
    for row in lexicon("markup"):
        found[row["term"]].append(order[row["group"]])
    return {term: tuple(columns) for term, columns in found.items()}


def names() -> list[str]:
    """The names of the columns of :func:`signals`, in order."""
    tags = [f"tag_{tag}" for tag in _TAGS] + [f"in_{tag}" for tag in _AROUND]
    return tags + [f"{reach}_{group}" for reach in ("own", "near", "any") for group in groups()] + list(STATE)


@lru_cache(maxsize=20_000)
def _named(text: str) -> tuple[int, ...]:
    """The groups that the words of one attribute's value belong to."""
    columns = _columns()
    words = _WORD.findall(_CAMEL.sub(" ", text).lower())
    found = {column for word in words for column in columns.get(word, ())}
    for first, second in pairwise(words):
        found.update(columns.get(first + second, ()))
    return tuple(sorted(found))


class Markup:
    """The elements of one page that hold its lines, each with its ancestors and groups looked up once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._chains: dict[_Element, tuple[_Element, ...]] = {}
        self._groups: dict[_Element, frozenset[int]] = {}
        self._near: dict[tuple[_Element, int], frozenset[int]] = {}
        self._around: dict[_Element, tuple[frozenset[int], frozenset[int]]] = {}

    def chain(self, element: _Element) -> tuple[_Element, ...]:
        """The element and its ancestors, innermost first."""
        found = self._chains.get(element)
        if found is not None:
            return found
        todo = []
        one: _Element | None = element
        while one is not None and one not in self._chains:
            todo.append(one)
            one = one.getparent()
        known = self._chains[one] if one is not None else ()
        for each in reversed(todo):
            known = self._chains[each] = (each, *known[:_MOST_ABOVE])
        return known

    def groups(self, element: _Element) -> frozenset[int]:
        """The groups that the element's own names belong to; those of the whole page say nothing of its parts."""
        found = self._groups.get(element)
        if found is None:
            values = [] if element.tag in _WHOLE else [value for key, value in element.items() if key in _NAMED]
            found = self._groups[element] = frozenset([one for value in values for one in _named(str(value)[:200])])
        return found

    def near(self, element: _Element, levels: int) -> frozenset[int]:
        """The groups by which an element and those around it are named, so many of them in all."""
        key = element, levels
        found = self._near.get(key)
        if found is None:
            found = self.groups(element)
            if levels > 1 and len(chain := self.chain(element)) > 1:
                wider = self.near(chain[1], levels - 1)
                found = wider if found <= wider else found | wider
            self._near[key] = found
        return found

    def around(self, element: _Element) -> tuple[frozenset[int], frozenset[int]]:
        """The columns of the elements in which this one stands, and the groups of all of them."""
        found = self._around.get(element)
        if found is not None:
            return found
        chain = self.chain(element)
        known = next((i for i, one in enumerate(chain) if one in self._around), len(chain))
        tags, named = self._around[chain[known]] if known < len(chain) else (frozenset[int](), frozenset[int]())
        for one in reversed(chain[:known]):
            tag = str(one.tag)
            column = _AROUND_COLUMN.get(_AROUND_SAME.get(tag, tag))
            tags = tags if column is None or column in tags else tags | {column}
            own = self.groups(one)
            named = named if own <= named else named | own
            self._around[one] = tags, named
        return tags, named

    def inward(self) -> list[_Element]:
        """All elements that hold lines, each before what it stands in."""
        return list(reversed(self._chains))


def signals(markup: Markup, described: Sequence[float], bodied: Sequence[float], headline: Sequence[float]) -> Floats:
    """One row a line. The last three are what the page's own metadata says: words in its description and in its
    stated body, 0 to 1, and whether the line is its stated headline.
    """
    size = len(groups())
    fixed = np.zeros((len(markup.lines), len(_TAGS) + len(_AROUND) + 3 * size), np.float32)
    columns = [_columns_of(markup, line.element, size) for line in markup.lines]
    rows = np.repeat(np.arange(len(columns)), [len(one) for one in columns])
    fixed[rows, [column for one in columns for column in one]] = 1
    state = _state(markup)
    stated = np.array([described, bodied, [float(any(bodied))] * len(fixed), headline], np.float32).T
    return np.hstack([fixed, state, stated.reshape(len(fixed), 4)])


def _columns_of(markup: Markup, element: _Element, size: int) -> list[int]:
    """The columns that hold for a line: its element, those around it, and the groups by which it, its parent, the next
    three and any ancestor are named.
    """
    tag = str(element.tag)
    own_tag = _TAG_COLUMN.get(_SAME.get(tag, tag))
    tags, named = markup.around(element)
    first = len(_TAGS) + len(_AROUND)
    out = [] if own_tag is None else [own_tag]
    out += tags
    if named:
        out += [first + 2 * size + column for column in named]
        out += [first + size + column for column in markup.near(element, _LEVELS + 1)]
        out += [first + column for column in markup.near(element, 2)]
    return out


@dataclass(slots=True)
class _Held:
    """What an element holds: characters of prose, of all text and of links, and lines."""

    prose: float = 0.0
    chars: float = 0.0
    linked: float = 0.0
    lines: int = 0

    def add(self, prose: float, chars: float, linked: float, lines: int) -> None:
        """Count in what a part of it holds."""
        self.prose += prose
        self.chars += chars
        self.linked += linked
        self.lines += lines


def _held(markup: Markup, good: Sequence[float]) -> dict[_Element, _Held]:
    """What each element around the lines holds, itself and below it."""
    held: dict[_Element, _Held] = defaultdict(_Held)
    for line, part in zip(markup.lines, good, strict=True):
        markup.chain(line.element)
        held[line.element].add(part, len(line.text), line.linked, 1)
    for element in markup.inward():
        chain = markup.chain(element)
        if len(chain) > 1:
            one = held[element]
            held[chain[1]].add(one.prose, one.chars, one.linked, one.lines)
    return held


def _state(markup: Markup) -> Floats:
    """Depth, links, and how much of the page's prose the containers of each line hold."""
    lines = markup.lines
    good = [
        float(len(line.text)) if len(line.text) >= _PROSE and line.linked < 0.5 * len(line.text) else 0.0
        for line in lines
    ]
    held = _held(markup, good)
    direct: dict[tuple[_Element, str], float] = defaultdict(float)
    for line, part in zip(lines, good, strict=True):
        direct[_parent(markup, line), str(line.element.tag)] += part
    total = max(1.0, sum(good))
    best = max(direct, key=lambda key: direct[key])[0] if direct else None
    rows = []
    for line in lines:
        chain = markup.chain(line.element)
        up = [held[chain[min(k, len(chain) - 1)]] for k in range(1, _LEVELS + 1)]
        parent = _parent(markup, line)
        twins = direct[parent, str(line.element.tag)]
        rows.append(
            (
                len(chain) / 20,
                line.linked / max(1, len(line.text)),
                len(line.text) / max(1.0, up[0].chars),
                *[one.prose / total for one in up],
                *[one.linked / max(1.0, one.chars) for one in up],
                log1p(up[0].lines),
                log1p(up[1].lines),
                parent is best,
                best in chain,
                log1p(twins) / 5,
                twins / total,
            )
        )
    return np.array(rows, np.float32).reshape(len(lines), len(STATE) - 4)


def _parent(markup: Markup, line: Line) -> _Element:
    """The element around a line's own."""
    chain = markup.chain(line.element)
    return chain[1] if len(chain) > 1 else chain[0]
