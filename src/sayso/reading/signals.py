"""What the markup around a line says of it, as numbers: elements, names of classes, and what its containers hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sayso.lexicons import lexicon
from sayso.reading.tree import Line

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
_WORD: Final = re.compile(r"[a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMED: Final = ("class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label")
_LEVELS: Final = 4
_PROSE: Final = 80
STATE: Final = [
    "depth",
    "linked",
    "own_length",
    "share_parent",
    "share_2",
    "share_3",
    "share_4",
    "links_parent",
    "links_2",
    "links_3",
    "links_4",
    "lines_parent",
    "lines_2",
    "best_parent",
    "in_best",
    "twins",
    "twins_share",
    "described",
    "bodied",
    "bodied_page",
    "headline",
]


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


@cache
def _named(text: str) -> tuple[int, ...]:
    """The groups that the words of one attribute's value belong to."""
    columns = _columns()
    words = _WORD.findall(_CAMEL.sub(" ", text[:200]).lower())
    found = {column for word in words for column in columns.get(word, ())}
    for first, second in zip(words, words[1:], strict=False):
        found.update(columns.get(first + second, ()))
    return tuple(sorted(found))


class Markup:
    """The elements of one page that hold its lines, each with its ancestors and groups looked up once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._chains: dict[_Element, tuple[_Element, ...]] = {}
        self._groups: dict[_Element, frozenset[int]] = {}

    def chain(self, element: _Element) -> tuple[_Element, ...]:
        """The element and its ancestors, innermost first."""
        todo = []
        one: _Element | None = element
        while one is not None and one not in self._chains:
            todo.append(one)
            one = one.getparent()
        known = self._chains[one] if one is not None else ()
        for each in reversed(todo):
            known = self._chains[each] = (each, *known[:60])
        return known

    def groups(self, element: _Element) -> frozenset[int]:
        """The groups that the element's own names belong to."""
        found = self._groups.get(element)
        if found is None:
            values = [value for key in _NAMED if (value := element.get(key))]
            found = self._groups[element] = frozenset(column for value in values for column in _named(value))
        return found


def signals(markup: Markup, described: Sequence[float], bodied: Sequence[float], headline: Sequence[float]) -> Floats:
    """One row a line. The last three are what the page's own metadata says: words in its description and in its
    stated body, 0 to 1, and whether the line is its stated headline.
    """
    size = len(groups())
    rows = []
    for line in markup.lines:
        chain = markup.chain(line.element)
        rows.append(_elements(chain) + _names_row(markup, chain, size))
    fixed = np.array(rows, np.float32).reshape(len(rows), len(_TAGS) + len(_AROUND) + 3 * size)
    state = _state(markup)
    stated = np.array([described, bodied, [float(any(bodied))] * len(rows), headline], np.float32).T
    return np.hstack([fixed, state, stated.reshape(len(rows), 4)])


def _elements(chain: tuple[_Element, ...]) -> list[float]:
    """The line's own element, and which elements it stands in."""
    tag = str(chain[0].tag)
    tag = _SAME.get(tag, tag)
    around = {_AROUND_SAME.get(str(element.tag), str(element.tag)) for element in chain}
    return [float(tag == one) for one in _TAGS] + [float(one in around) for one in _AROUND]


def _names_row(markup: Markup, chain: tuple[_Element, ...], size: int) -> list[float]:
    """For each group: named so by the element itself or its parent, by one of the next three, by any ancestor."""
    row = [0.0] * (3 * size)
    for level, element in enumerate(chain):
        if element.tag in ("body", "html"):
            continue
        for column in markup.groups(element):
            if level <= 1:
                row[column] = 1.0
            if level <= _LEVELS:
                row[size + column] = 1.0
            row[2 * size + column] = 1.0
    return row


def _state(markup: Markup) -> Floats:
    """Depth, links, and how much of the page's prose the containers of each line hold."""
    prose: dict[_Element, float] = defaultdict(float)
    chars: dict[_Element, float] = defaultdict(float)
    linked: dict[_Element, float] = defaultdict(float)
    count: dict[_Element, int] = defaultdict(int)
    direct: dict[tuple[_Element, str], float] = defaultdict(float)
    lines = markup.lines
    chains = [markup.chain(line.element) for line in lines]
    good = [
        float(len(line.text)) if len(line.text) >= _PROSE and line.linked < 0.5 * len(line.text) else 0.0
        for line in lines
    ]
    for line, chain, part in zip(lines, chains, good, strict=True):
        for element in chain:
            prose[element] += part
            chars[element] += len(line.text)
            linked[element] += line.linked
            count[element] += 1
        direct[chain[1] if len(chain) > 1 else chain[0], str(chain[0].tag)] += part
    total = max(1.0, sum(good))
    best = max(direct, key=lambda key: direct[key])[0] if direct else None
    out = np.zeros((len(lines), len(STATE) - 4), np.float32)
    for row, line, chain in zip(out, lines, chains, strict=True):
        up = [chain[min(k, len(chain) - 1)] for k in range(1, _LEVELS + 1)]
        twins = direct[up[0], str(chain[0].tag)]
        row[:] = (
            len(chain) / 20,
            line.linked / max(1, len(line.text)),
            len(line.text) / max(1.0, chars[up[0]]),
            *(prose[one] / total for one in up),
            *(linked[one] / max(1.0, chars[one]) for one in up),
            np.log1p(count[up[0]]),
            np.log1p(count[up[1]]),
            up[0] is best,
            best in chain,
            np.log1p(twins) / 5,
            twins / total,
        )
    return out
