"""Copies of one text on one page: a headline printed twice, a pull quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from sayso.terms import Article, Attribution

_WORD: Final = re.compile(r"\w+")
_FEWEST: Final = 4


def repeated(article: Article, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, those whose content and cue stood before marked with the id of the first (``repeats``)."""
    first: dict[tuple[str | None, tuple[str, ...]], str] = {}
    out = []
    for attribution in attributions:
        words = _words(article, attribution)
        key = (attribution.speaker, words)
        earlier = first.get(key) if len(words) >= _FEWEST else None
        if earlier is None:
            first.setdefault(key, attribution.id)
        out.append(msgspec.structs.replace(attribution, repeats=earlier))
    return tuple(out)


def _words(article: Article, attribution: Attribution) -> tuple[str, ...]:
    """The words of a content, without case and marks."""
    return tuple(word for span in attribution.content for word in _WORD.findall(span.of(article.text).casefold()))
