"""Which lines of an HTML page are its body: a net over the text, the markup, the metadata and trafilatura's choice."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.reading.features import features, windows
from sayso.reading.nets import load
from sayso.reading.signals import Markup, signals
from sayso.reading.stated import Stated

Floats = NDArray[np.float32]
Grams = set[tuple[str, ...]]

_WORD: Final = re.compile(r"\w+")
_REACH: Final = 1
_BODY: Final = 0.5
_LAST_RESORT: Final = 0.15
_ENOUGH: Final = 0.4


def find_body(markup: Markup, stated: Stated, text: str) -> tuple[NDArray[np.bool_], Floats]:
    """Whether each line is body, and how sure that is."""
    rows, chosen = body_rows(markup, stated, text)
    sure = load("body")(windows(rows, _REACH))[:, 1]
    body = sure > _BODY
    chars = np.array([len(line.text) for line in markup.lines])
    # A page of a kind that the net does not know: what trafilatura took stands in.
    if chars[body].sum() < _ENOUGH * chars[chosen > _BODY].sum():
        body |= (chosen > _BODY) & (sure > _LAST_RESORT)
    return body, sure


def body_rows(markup: Markup, stated: Stated, text: str) -> tuple[Floats, Floats]:
    """The features of each line, and the share of it that trafilatura takes for body."""
    lines = markup.lines
    words = [_WORD.findall(line.text.lower()) for line in lines]
    grams = [_grams(line) for line in words]
    chosen = _chosen(words, grams, text)
    headlines = {tuple(_WORD.findall(title.lower())) for title in stated.headline}
    said = signals(
        markup,
        _overlap(grams, stated.description),
        _overlap(grams, stated.body),
        [float(tuple(line) in headlines) for line in words],
    )
    return np.hstack([features([line.text for line in lines]), said, chosen[:, None]]), chosen


def _grams(words: Sequence[str]) -> Grams:
    """Runs of three words; a shorter line is one."""
    return {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def _overlap(grams: Sequence[Grams], texts: Sequence[str]) -> list[float]:
    """The share of each line that stands in any of the texts."""
    known: Grams = set().union(*(_grams(_WORD.findall(text.lower())) for text in texts)) if texts else set()
    return [len(one & known) / len(one) if known else 0.0 for one in grams]


def _chosen(words: Sequence[list[str]], grams: Sequence[Grams], text: str) -> Floats:
    """The share of each line that trafilatura takes for body; short lines count only as whole lines of it."""
    found = _trafilatura(text)
    known = _grams(_WORD.findall(found.lower()))
    whole = {tuple(_WORD.findall(line.lower())) for line in found.split("\n")}
    shares = [
        len(runs & known) / len(runs) if len(line) > 2 else float(tuple(line) in whole)
        for line, runs in zip(words, grams, strict=True)
    ]
    return np.array(shares, np.float32)


def _trafilatura(text: str) -> str:
    """The body by trafilatura's quick way; what it says of the page on its log concerns no user."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            text, fast=True, favor_precision=True, include_comments=False, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return "" if found is None or isinstance(found, dict) else found.text or ""
