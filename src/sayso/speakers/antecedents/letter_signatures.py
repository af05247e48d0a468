"""Pages of letters: who signs each one, so that "I" in it is the one whose name stands below."""

from __future__ import annotations

import re
from typing import Final

from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.words import Words, lines_of

_FEWEST: Final = 2  # signatures from which on a page is one of letters
_PROSE: Final = 8  # words of a line that can be a letter's
_SHORT: Final = 60
_HANDLE: Final = re.compile(r"\s*+(?:[–—-]++\s*+)?(@\w++)\.?\s*+")
_SIGNED: Final = re.compile(r"[\s.,–—-]*")


class Letters:
    """The signatures of a page: lines that are a person's name or handle alone, each below a paragraph."""

    def __init__(self, words: Words) -> None:
        found: list[Name] = []
        prose = False
        for start, end in lines_of(words.text):
            name = _signature(words, start, end) if prose else None
            if name is not None:
                found.append(name)
            if words.text[start:end].strip():
                prose = len(words.within(start, end)) >= _PROSE
        self._signed = found if len(found) >= _FEWEST else []

    def writer(self, place: int, several: bool = False) -> Name | None:
        """Who signs the letter that a place stands in; None on a page without letters, and below the last.

        "We" (``several``) above a post is the page's own voice, which asked for the posts.
        """
        signed = next((name for name in self._signed if name.span.start > place), None)
        return None if several and signed is not None and signed.text.startswith("@") else signed


def _signature(words: Words, start: int, end: int) -> Name | None:
    """The name that a line is, dashes and full stops aside."""
    if end - start > _SHORT:
        return None
    handle = _HANDLE.fullmatch(words.text, start, end)
    if handle is not None:
        return Name(Span(*handle.span(1)), (handle[1],), "", None, SpeakerKind.PERSON)
    names = list(names_within(words, start, end))
    if len(names) != 1 or len(names[0].words) < _FEWEST or names[0].sort not in (None, SpeakerKind.PERSON):
        return None
    span = names[0].span
    begin = names[0].title_span.start if names[0].title_span is not None else span.start
    alone = _SIGNED.fullmatch(words.text, start, begin) and _SIGNED.fullmatch(words.text, span.end, end)
    return names[0] if alone else None
