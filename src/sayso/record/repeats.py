"""Copies of one text on one page: a headline printed twice, a pull quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from sayso.terms import Article, Attribution

_WORD: Final = re.compile(r"\w+")
_FEWEST: Final = 4
_LONG: Final = 600  # characters from which on only the two ends of a content are compared


def repeated(article: Article, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, those whose content and cue stood before marked with the id of the first (``repeats``)."""
    first: dict[tuple[str | None, tuple[str, ...]], Attribution] = {}
    out = []
    for attribution in attributions:
        words = _words(article, attribution)
        key = (attribution.speaker, words)
        earlier = first.get(key) if len(words) >= _FEWEST else None
        if earlier is None:
            first.setdefault(key, attribution)
        copy = earlier is not None and earlier.content[-1].end <= attribution.content[0].start
        out.append(msgspec.structs.replace(attribution, repeats=earlier.id if earlier is not None and copy else None))
    return tuple(out)


def _words(article: Article, attribution: Attribution) -> tuple[str, ...]:
    """The words of a content, without case and marks."""
    text = article.text
    length = sum(span.end - span.start for span in attribution.content)
    if length > _LONG:
        first, last = attribution.content[0], attribution.content[-1]
        head, tail = (
            text[first.start : min(first.end, first.start + _LONG)],
            text[max(last.start, last.end - _LONG) : last.end],
        )
        return (str(length), *_WORD.findall(head.casefold()), *_WORD.findall(tail.casefold()))
    return tuple(word for span in attribution.content for word in _WORD.findall(span.of(text).casefold()))
