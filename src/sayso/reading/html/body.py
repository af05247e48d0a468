"""Which lines of an HTML page are its body: nets over text, markup, metadata and, in doubt, trafilatura's choice."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from sayso.limits import tick
from sayso.reading.html.markup_features import Markup, signals
from sayso.reading.html.markup_features import names as signals_names
from sayso.reading.metadata.structured_data import Stated
from sayso.reading.nets.mlp import load
from sayso.reading.text.features import features, names, windows

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

Floats = NDArray[np.float32]
Grams = set[tuple[str, ...]]

_WORD: Final = re.compile(r"\w+")
REACH: Final = 1
BODY: Final = 0.5
_SURE: Final = 0.9
_FEW: Final = 0.12
_FEWEST: Final = 400
_LAST_RESORT: Final = 0.15
_SHORTEST: Final = 200
_MOST_APART: Final = 0.3
_APART: Final = frozenset({"in_figure", "in_footer", "near_comment_prompt", "near_advertisement"})
_ENOUGH: Final = 0.4
_HUGE: Final = 5_000
"""Lines of a page beyond which trafilatura is not asked, since its time has no bound."""
_CROWDED: Final = "count(//*) > 50000 or boolean(//tr[count(*) > 1000])"
"""Nor on a page of so many elements, or so many cells in a row, which take it the square of the time."""


def find_body(markup: Markup, stated: Stated, root: _Element) -> tuple[NDArray[np.bool_], Floats]:
    """Whether each line is body, and the features of its words.

    Trafilatura costs as much as all the rest, so it is asked only where the first net is not sure of the page.
    """
    rows, words = body_rows(markup, stated)
    outside = Outside(above_headline(markup, words, stated), apart(rows))
    chars = np.array([len(line.text) for line in markup.lines])
    likely = load("body1")(windows(rows, REACH))[:, 1]
    tick()
    if len(chars) > _HUGE or sure_of_page(likely, chars) or root.xpath(_CROWDED):
        return outside.cut(likely > BODY, chars), rows[:, : len(names())]
    chosen = trafilatura_shares(words, root)
    likely = load("body2")(windows(np.hstack([rows, chosen[:, None]]), REACH))[:, 1]
    return decided(likely, chosen, chars, outside), rows[:, : len(names())]


def decided(likely: Floats, chosen: Floats, chars: NDArray[np.int64], outside: Outside) -> NDArray[np.bool_]:
    """The body by the second net; on a page of a kind that it does not know, what trafilatura took stands in, or else
    the likeliest lines.
    """
    body = likely > BODY
    if chars[body].sum() < _ENOUGH * chars[chosen > BODY].sum():
        body |= (chosen > BODY) & (likely > _LAST_RESORT)
    body = outside.cut(body, chars)
    if chars[body].sum() < _SHORTEST and len(likely):
        body |= likely > max(_LAST_RESORT, float(likely.max()) / 2)
    return body


def above_headline(markup: Markup, words: Sequence[list[str]], stated: Stated) -> NDArray[np.bool_]:
    """Which lines stand above the headline that the page states, or its only heading of the first level."""
    titles = {tuple(_WORD.findall(title.lower())) for title in stated.headline}
    tags = [str(line.element.tag) for line in markup.lines]
    shown = [i for i, line in enumerate(words) if line and tuple(line) in titles]
    first = [i for i, tag in enumerate(tags) if tag == "h1"]
    found = [i for i in shown if tags[i] in ("h1", "h2")] or shown or first
    return np.arange(len(words)) < (found[0] if found else 0)


def apart(rows: Floats) -> NDArray[np.bool_]:
    """Which lines stand in a picture's caption, in the footer, among comments or advertisements."""
    first = len(names())
    columns = [first + i for i, name in enumerate(signals_names()) if name in _APART]
    return np.asarray(np.any(rows[:, columns] > 0, axis=1), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Outside:
    """The lines that are hardly ever body: those above the headline, and those that the markup sets apart."""

    above: NDArray[np.bool_]
    apart: NDArray[np.bool_]

    def cut(self, body: NDArray[np.bool_], chars: NDArray[np.int64]) -> NDArray[np.bool_]:
        """The body without them, unless that takes all of it, or what is set apart is a good part of the page."""
        kept = body & ~self.above
        kept = kept if kept.any() else body
        return kept & ~self.apart if chars[kept & self.apart].sum() < _MOST_APART * chars[kept].sum() else kept


def sure_of_page(likely: Floats, chars: NDArray[np.int64]) -> bool:
    """Whether the page has a body, and nearly all of its characters are clearly of it or clearly not."""
    body = float(chars[likely > BODY].sum())
    unsure = float(chars[(likely > 1 - _SURE) & (likely < _SURE)].sum())
    return body > _FEWEST and unsure < _FEW * body


def body_rows(markup: Markup, stated: Stated) -> tuple[Floats, list[list[str]]]:
    """The features of each line, and its words in small letters."""
    words = [_WORD.findall(line.text.lower()) for line in markup.lines]
    grams = [_grams(line) for line in words] if stated.description or stated.body else [set()] * len(words)
    headlines = {tuple(_WORD.findall(title.lower())) for title in stated.headline}
    said = signals(
        markup,
        _overlap(grams, stated.description),
        _overlap(grams, stated.body),
        [float(tuple(line) in headlines) for line in words],
    )
    return np.hstack([features([line.text for line in markup.lines]), said]), words


def trafilatura_shares(words: Sequence[list[str]], root: _Element) -> Floats:
    """The share of each line that trafilatura takes for body; short lines count only as whole lines of it."""
    found = _trafilatura(root)
    known = _grams(_WORD.findall(found.lower()))
    whole = {tuple(_WORD.findall(line.lower())) for line in found.split("\n")}
    shares = [
        len((runs := _grams(line)) & known) / len(runs) if len(line) > 2 else float(tuple(line) in whole)
        for line in words
    ]
    return np.array(shares, np.float32)


def _grams(words: Sequence[str]) -> Grams:
    """Runs of three words; a shorter line is one."""
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else {tuple(words)}


def _overlap(grams: Sequence[Grams], texts: Sequence[str]) -> list[float]:
    """The share of each line that stands in any of the texts."""
    known: Grams = set().union(*(_grams(_WORD.findall(text.lower())) for text in texts)) if texts else set()
    return [len(one & known) / len(one) if known else 0.0 for one in grams]


def _trafilatura(root: _Element) -> str:
    """The body by trafilatura's quick way, on a copy of the tree; its log concerns no user."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            cast("HtmlElement", root), fast=True, favor_precision=True, include_comments=False, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return "" if found is None or isinstance(found, dict) else found.text or ""
