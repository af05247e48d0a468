"""Who writes a page: the author by byline or signature, the signer of each letter, the issuer of a press release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import READ_KINDS, Article, BlockKind, Span, SpeakerKind
from sayso.text.vocabulary import small
from sayso.text.words import Words, lines_of

_FEWEST: Final = 2  # signatures from which on a page is one of letters; words of the name of a person
_PROSE: Final = 8  # words of a line that can be a letter's
_SHORT: Final = 60
_AFTER: Final = 3  # short lines that can follow the signature of a lone letter: an address, a town
_NOTE: Final = 40  # words of the note on a contributor
_HANDLE: Final = re.compile(r"\s*+(?:[–—-]++\s*+)?(@\w++)\.?\s*+")
_SIGNED: Final = re.compile(r"[\s.,–—-]*")
_ADDRESS: Final = re.compile(r",[^.!?:;\n]{1,60}\.?\s*|[\s.,]*")
_ISSUER: Final = re.compile(r"\s*(?:About|ABOUT) (?=[A-Z])")
_RELEASE: Final = re.compile(
    r"(?m)^\W*(?:ENDS\b|FOR IMMEDIATE RELEASE|(?:Media|Press) (?:contact|enquiries)\b|Contact:)"
)
_NOTES: Final = (*READ_KINDS, BlockKind.AUTHOR_BOX, BlockKind.EDITOR_NOTE)


class Authors:
    """The author, the signatures and the issuer of a page, as far as it tells them."""

    def __init__(self, article: Article, words: Words) -> None:
        self._article = article
        self._words = words
        self._lines = lines_of(words.text)

    def signer(self, place: int, several: bool = False) -> Name | None:
        """Who signs the letter that a place stands in; None on a page without letters, and below the last.

        "We" (``several``) above a post is the page's own voice, which asked for the posts.
        """
        signed = next((name for name in self._signatures if name.span.start > place), None)
        return None if several and signed is not None and signed.text.startswith("@") else signed

    @cached_property
    def author(self) -> tuple[str, Span | None]:
        """The name of the page's author and where it stands: by byline, signature, or the note on a contributor."""
        byline = self._article.byline
        signature = self._last_signature()
        if byline and (signature is None or not self._letter):
            name = f"{', '.join(byline[:-1])} and {byline[-1]}" if len(byline) > 1 else byline[0]
            start = self._words.text.find(name)
            return name, Span(start, start + len(name)) if start >= 0 else None
        signature = signature or self._contributor()
        return (signature.text, signature.span) if signature is not None else ("the author", None)

    @cached_property
    def issuer(self) -> Name | None:
        """The body that issues a press release: ``About | Carrow Water`` below the text; None on other pages."""
        if not _RELEASE.search(self._words.text):
            return None
        for start, end in self._lines:
            about = _ISSUER.match(self._words.text, start, end)
            name = next(names_within(self._words, about.end(), end), None) if about is not None else None
            if about is not None and name is not None and name.span.end == end and end - start <= _SHORT:
                return name
        return None

    def writes(self, words: tuple[str, ...]) -> bool:
        """Whether a name is that of an author by byline, whom the text does not call "he" or "she"."""
        return " ".join(words) in self._article.byline

    @cached_property
    def _signatures(self) -> tuple[Name, ...]:
        """The lines that are a person's name or handle alone, each below a paragraph, where there are several."""
        found = tuple(name for start, end in self._below_prose() if (name := self._signature(start, end)) is not None)
        return found if len(found) >= _FEWEST else ()

    def _below_prose(self) -> Iterator[tuple[int, int]]:
        """The lines that stand below a paragraph, with at most blank lines between."""
        prose = False
        for start, end in self._lines:
            if prose:
                yield start, end
            if self._words.text[start:end].strip():
                prose = len(self._words.within(start, end)) >= _PROSE

    def _signature(self, start: int, end: int, rest: re.Pattern[str] = _SIGNED) -> Name | None:
        """The name that a line is, dashes and full stops aside, perhaps with an address after a comma."""
        if end - start > 2 * _SHORT:
            return None
        handle = _HANDLE.fullmatch(self._words.text, start, end)
        if handle is not None:
            return Name(Span(*handle.span(1)), (handle[1],), "", None, SpeakerKind.PERSON)
        name = next(names_within(self._words, start, end), None)
        if name is None or len(name.words) < _FEWEST or name.sort not in (None, SpeakerKind.PERSON):
            return None
        begin = name.title_span.start if name.title_span is not None else name.span.start
        text = self._words.text
        alone = _SIGNED.fullmatch(text, start, begin) and rest.fullmatch(text, name.span.end, end)
        return name if alone else None

    @cached_property
    def _letter(self) -> bool:
        """Whether the page opens or ends as a letter does: ``To the Editor``, ``Yours sincerely``."""
        return any(self._formula(start, end) for start, end in self._lines[:_AFTER] + self._lines[-2 * _AFTER :])

    def _formula(self, start: int, end: int) -> bool:
        """Whether a line is how a letter opens or ends, and no more."""
        lower = [self._words.lower[number] for number in self._words.within(start, end)]
        return 0 < len(lower) <= _AFTER and not small("letter_formula").isdisjoint(lower)

    def _last_signature(self) -> Name | None:
        """The signature of a lone letter or an essay: a name in the last lines, with at most an address below it."""
        last = [line for line in self._lines if self._words.text[slice(*line)].strip()][-1 - _AFTER :]
        rest = _ADDRESS if self._letter else _SIGNED
        found: Name | None = None
        for start, end in last:
            name = self._signature(start, end, rest) if self._letter or self._read(start) else None
            prose = len(self._words.within(start, end)) >= _PROSE
            found = None if prose else found or name
        return found

    def _read(self, place: int) -> bool:
        """Whether a place lies in the text or in what tells of its author."""
        kinds = (*_NOTES, BlockKind.BYLINE)
        return any(block.span.start <= place < block.span.end for block in self._article.blocks if block.kind in kinds)

    def _contributor(self) -> Name | None:
        """The person of the last line, where it tells who wrote the page: ``Orla Vance is a teacher in Carrow.``"""
        kinds = [block for block in self._article.blocks if block.kind in _NOTES]
        if not kinds or len(kinds) < _FEWEST:
            return None
        start, end = kinds[-1].span.start, kinds[-1].span.end
        name = next(names_within(self._words, start, end), None)
        if name is None or len(name.words) < _FEWEST or name.sort not in (None, SpeakerKind.PERSON):
            return None
        number = self._words.within(name.span.end, end).start
        note = number < len(self._words.lower) and self._words.lower[number] in small("contributes")
        opens = not self._words.text[start : name.span.start].strip(" \n–—*_")
        short = len(self._words.within(start, end)) <= _NOTE
        return name if note and opens and short and name.text not in self._words.text[:start] else None
