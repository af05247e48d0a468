"""Select the body lines of an HTML page with networks over text, markup and metadata, and trafilatura if unsure."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from sayso.limits import check_time
from sayso.reading.html.link_lists import leads_to_article
from sayso.reading.html.markup_features import Markup, signals
from sayso.reading.html.markup_features import names as signal_names
from sayso.reading.metadata.structured_data import Stated
from sayso.reading.nets.mlp import load
from sayso.reading.text.features import features, names

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

Floats = NDArray[np.float32]
Trigrams = set[tuple[str, ...]]

_WORD: Final = re.compile(r"\w+")
REACH: Final = 1
BODY: Final = 0.5
_CONFIDENT: Final = 0.9
_MAX_UNSURE_SHARE: Final = 0.12
_MIN_BODY_CHARS: Final = 400
_FALLBACK_PROBABILITY: Final = 0.15
_MIN_FALLBACK_CHARS: Final = 200
_MAX_EXCLUDED_SHARE: Final = 0.3
_EXCLUDED_SIGNALS: Final = frozenset({"in_figure", "in_footer", "near_comment_prompt", "near_advertisement"})
_MIN_SHARE_OF_TRAFILATURA: Final = 0.4
_MAX_TRAFILATURA_LINES: Final = 5_000
"""Longer pages skip trafilatura because its run time is unbounded."""
_MIN_LIST_LINES: Final = 20
_TOO_MANY_ELEMENTS: Final = "count(//*) > 50000 or boolean(//tr[count(*) > 1000])"
"""XPath test for pages that skip trafilatura: its run time is quadratic in elements and in the cells of a row."""


def find_body(markup: Markup, stated: Stated, root: _Element) -> tuple[NDArray[np.bool_], Floats]:
    """Return a mask of the body lines, and the text features of each line.

    Trafilatura takes as long as all other steps together, so it runs only if the first network is unsure of the page.
    """
    rows, words = body_rows(markup, stated)
    excluded = Outside(above_headline(markup, words, stated), apart(rows))
    listed = link_list(markup)
    chars = np.array([len(line.text) for line in markup.lines])
    probabilities = load("body1").on_windows(rows, REACH)[:, 1]
    check_time()
    if len(chars) > _MAX_TRAFILATURA_LINES or sure_of_page(probabilities, chars) or root.xpath(_TOO_MANY_ELEMENTS):
        return excluded.cut(probabilities > BODY, chars) & ~listed, rows[:, : len(names())]
    chosen = trafilatura_shares(words, root)
    probabilities = load("body2").on_windows(np.hstack([rows, chosen[:, None]]), REACH)[:, 1]
    return decided(probabilities, chosen, chars, excluded) & ~listed, rows[:, : len(names())]


def decided(likely: Floats, chosen: Floats, chars: NDArray[np.int64], outside: Outside) -> NDArray[np.bool_]:
    """Return the body according to the second network.

    If the network finds too little, trafilatura's selection is added, or else the most probable lines.
    """
    body = likely > BODY
    if chars[body].sum() < _MIN_SHARE_OF_TRAFILATURA * chars[chosen > BODY].sum():
        body |= (chosen > BODY) & (likely > _FALLBACK_PROBABILITY)
    body = outside.cut(body, chars)
    if chars[body].sum() < _MIN_FALLBACK_CHARS and len(likely):
        body |= likely > max(_FALLBACK_PROBABILITY, float(likely.max()) / 2)
    return body


def above_headline(markup: Markup, words: Sequence[list[str]], stated: Stated) -> NDArray[np.bool_]:
    """Return a mask of the lines above the stated headline, or above the first ``h1`` element."""
    titles = {tuple(_WORD.findall(title.lower())) for title in stated.headline}
    tags = [str(line.element.tag) for line in markup.lines]
    matches = [i for i, line in enumerate(words) if line and tuple(line) in titles]
    h1_lines = [i for i, tag in enumerate(tags) if tag == "h1"]
    candidates = [i for i in matches if tags[i] in ("h1", "h2")] or matches or h1_lines
    return np.arange(len(words)) < (candidates[0] if candidates else 0)


def link_list(markup: Markup) -> NDArray[np.bool_]:
    """Return a mask of the lines in long runs of links to other articles, which no body contains."""
    mask = np.zeros(len(markup.lines), dtype=np.bool_)
    start = 0
    for i, line in enumerate([*markup.lines, None]):
        if line is None or line.linked < len(line.text) or leads_to_article(line) is not True:
            mask[start:i] = i - start >= _MIN_LIST_LINES
            start = i + 1
    return mask


def apart(rows: Floats) -> NDArray[np.bool_]:
    """Return a mask of the lines in figures, the footer, comments or advertisements."""
    first = len(names())
    columns = [first + i for i, name in enumerate(signal_names()) if name in _EXCLUDED_SIGNALS]
    return np.asarray(np.any(rows[:, columns] > 0, axis=1), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Outside:
    """Lines that are rarely body: lines above the headline, and lines that the markup separates from the body."""

    above: NDArray[np.bool_]
    apart: NDArray[np.bool_]

    def cut(self, body: NDArray[np.bool_], chars: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return the body without these lines, unless nothing would remain or the separated lines are a large share."""
        kept = body & ~self.above
        kept = kept if kept.any() else body
        return kept & ~self.apart if chars[kept & self.apart].sum() < _MAX_EXCLUDED_SHARE * chars[kept].sum() else kept


def sure_of_page(likely: Floats, chars: NDArray[np.int64]) -> bool:
    """Return whether the page has a body and few of its characters have an uncertain class."""
    body = float(chars[likely > BODY].sum())
    unsure = float(chars[(likely > 1 - _CONFIDENT) & (likely < _CONFIDENT)].sum())
    return body > _MIN_BODY_CHARS and unsure < _MAX_UNSURE_SHARE * body


def body_rows(markup: Markup, stated: Stated) -> tuple[Floats, list[list[str]]]:
    """Return the features of each line, and its words in lower case."""
    words = [_WORD.findall(line.text.lower()) for line in markup.lines]
    grams = [_trigrams(line) for line in words] if stated.description or stated.body else [set()] * len(words)
    headlines = {tuple(_WORD.findall(title.lower())) for title in stated.headline}
    markup_rows = signals(
        markup,
        _overlap(grams, stated.description),
        _overlap(grams, stated.body),
        [float(tuple(line) in headlines) for line in words],
    )
    return np.hstack([features([line.text for line in markup.lines]), markup_rows]), words


def trafilatura_shares(words: Sequence[list[str]], root: _Element) -> Floats:
    """Return the share of each line that trafilatura selects; a short line counts only as a whole line."""
    selected = _trafilatura(root)
    selected_trigrams = _trigrams(_WORD.findall(selected.lower()))
    selected_lines = {tuple(_WORD.findall(line.lower())) for line in selected.split("\n")}
    shares = [
        len((trigrams := _trigrams(line)) & selected_trigrams) / len(trigrams)
        if len(line) > 2
        else float(tuple(line) in selected_lines)
        for line in words
    ]
    return np.array(shares, np.float32)


def _trigrams(words: Sequence[str]) -> Trigrams:
    """Return the word trigrams of a line; a shorter line is a single n-gram."""
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else {tuple(words)}


def _overlap(grams: Sequence[Trigrams], texts: Sequence[str]) -> list[float]:
    """Return the share of each line's trigrams that occur in any of the texts."""
    known: Trigrams = set().union(*(_trigrams(_WORD.findall(text.lower())) for text in texts)) if texts else set()
    return [len(line & known) / len(line) if known else 0.0 for line in grams]


def _trafilatura(root: _Element) -> str:
    """Return the body text according to trafilatura in fast mode; its log messages are suppressed."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        result = trafilatura.bare_extraction(
            cast("HtmlElement", root), fast=True, favor_precision=True, include_comments=False, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return "" if result is None or isinstance(result, dict) else result.text or ""
