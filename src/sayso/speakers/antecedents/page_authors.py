"""Authors of a page: by byline or signature, signatures of letters, issuers of press releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from sayso.linking.borders.datelines import SALUTATION
from sayso.speakers.kinds import PERSONS
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import READ_KINDS, Article, BlockKind, Span, SpeakerKind
from sayso.text.vocabulary import small
from sayso.text.words import Words, lines_of

_MIN_COUNT: Final = 2  # signatures on a page of letters; words of a person's name
_MIN_PROSE_WORDS: Final = 8  # words of a line in a letter
_MAX_SHORT_LINE: Final = 60  # characters
_MAX_ADDRESS_LINES: Final = 3  # short lines after the signature of a single letter: an address, a town
_MAX_NOTE_WORDS: Final = 40  # words of a contributor note
_HANDLE: Final = re.compile(r"\s*+(?:[–—-]++\s*+)?(@\w++)\.?\s*+")
_PUNCTUATION: Final = re.compile(r"[\s.,–—-]*")
_ADDRESS: Final = re.compile(r",[^.!?:;\n]{1,60}\.?\s*|[\s.,]*")
_ISSUER: Final = re.compile(r"\s*(?:About|ABOUT) (?=[A-Z])")
_RELEASE: Final = re.compile(
    r"(?m)^[^\w\n]*+(?:ENDS\b|FOR IMMEDIATE RELEASE|(?:Media|Press) (?:contact|enquiries)\b|Contact:)"
)
_NOTE_KINDS: Final = (*READ_KINDS, BlockKind.AUTHOR_BOX, BlockKind.EDITOR_NOTE)


class Authors:
    """The author, the signatures and the issuer of a page."""

    def __init__(self, article: Article, words: Words) -> None:
        self._article = article
        self._words = words
        self._lines = lines_of(words.text)

    def signer(self, place: int, several: bool = False) -> Name | None:
        """The signature of the letter at a position; None on a page without letters, and after the last letter.

        "We" (``several``) before a post refers to the page itself.
        """
        signature = next((name for name in self._signatures if name.span.start > place), None)
        return None if several and signature is not None and signature.text.startswith("@") else signature

    @cached_property
    def author(self) -> tuple[str, Span | None]:
        """The name and span of the author of the page: from the byline, a signature, or a contributor note."""
        byline = self._article.byline
        signature = self._last_signature()
        if byline and (signature is None or not self._is_letter):
            name = f"{', '.join(byline[:-1])} and {byline[-1]}" if len(byline) > 1 else byline[0]
            start = self._words.text.find(name)
            return name, Span(start, start + len(name)) if start >= 0 else None
        signature = signature or self._contributor()
        return (signature.text, signature.span) if signature is not None else ("the author", None)

    @cached_property
    def issuer(self) -> Name | None:
        """The issuer of a press release: ``About | Carrow Water`` after the text; None on other pages."""
        if not _RELEASE.search(self._words.text):
            return None
        for start, end in self._lines:
            heading = _ISSUER.match(self._words.text, start, end)
            name = next(names_within(self._words, heading.end(), end), None) if heading is not None else None
            if heading is not None and name is not None and name.span.end == end and end - start <= _MAX_SHORT_LINE:
                return name
        return None

    def writes(self, words: tuple[str, ...]) -> bool:
        """Whether a name is an author in the byline, to whom "he" and "she" do not refer."""
        return " ".join(words) in self._article.byline

    @cached_property
    def _signatures(self) -> tuple[Name, ...]:
        """The lines with only a person's name or handle after a paragraph, if there are several."""
        names = tuple(name for start, end in self._below_prose() if (name := self._signature(start, end)) is not None)
        return names if len(names) >= _MIN_COUNT else ()

    def _below_prose(self) -> Iterator[tuple[int, int]]:
        """The lines that follow a paragraph, with only blank lines between."""
        after_prose = False
        for start, end in self._lines:
            if after_prose:
                yield start, end
            if self._words.text[start:end].strip():
                after_prose = len(self._words.within(start, end)) >= _MIN_PROSE_WORDS

    def _signature(self, start: int, end: int, rest: re.Pattern[str] = _PUNCTUATION) -> Name | None:
        """The name that a line consists of, apart from punctuation and, with ``rest``, an address after a comma."""
        if end - start > 2 * _MAX_SHORT_LINE:
            return None
        handle = _HANDLE.fullmatch(self._words.text, start, end)
        if handle is not None:
            return Name(Span(*handle.span(1)), (handle[1],), "", None, SpeakerKind.PERSON)
        name = next(names_within(self._words, start, end), None)
        if name is None or len(name.words) < _MIN_COUNT or name.sort not in PERSONS:
            return None
        text = self._words.text
        is_alone = _PUNCTUATION.fullmatch(text, start, name.begin) and rest.fullmatch(text, name.span.end, end)
        return name if is_alone else None

    @cached_property
    def _is_letter(self) -> bool:
        """Whether the page starts or ends with a letter formula: ``To the Editor``, ``Sir, I``, ``Yours sincerely``."""
        first = next((start for start, end in self._lines if self._words.text[start:end].strip()), 0)
        return SALUTATION.match(self._words.text, first) is not None or any(
            self._is_formula(start, end)
            for start, end in self._lines[:_MAX_ADDRESS_LINES] + self._lines[-2 * _MAX_ADDRESS_LINES :]
        )

    def _is_formula(self, start: int, end: int) -> bool:
        """Whether a line consists of the opening or closing formula of a letter."""
        lower = [self._words.lower[number] for number in self._words.within(start, end)]
        return 0 < len(lower) <= _MAX_ADDRESS_LINES and not small("letter_formula").isdisjoint(lower)

    def _last_signature(self) -> Name | None:
        """The signature of a single letter or essay: a name in the last lines, with at most an address after it."""
        last_lines = [line for line in self._lines if self._words.text[slice(*line)].strip()][-1 - _MAX_ADDRESS_LINES :]
        rest = _ADDRESS if self._is_letter else _PUNCTUATION
        signature: Name | None = None
        for start, end in last_lines:
            name = self._signature(start, end, rest) if self._is_letter or self._is_analyzed(start) else None
            is_prose = len(self._words.within(start, end)) >= _MIN_PROSE_WORDS
            signature = None if is_prose else signature or name
        return signature

    def _is_analyzed(self, place: int) -> bool:
        """Whether a position is in the text, the byline or a note on the author."""
        kinds = (*_NOTE_KINDS, BlockKind.BYLINE)
        return any(block.span.start <= place < block.span.end for block in self._article.blocks if block.kind in kinds)

    def _contributor(self) -> Name | None:
        """The person of a contributor note in the last line: ``Orla Vance is a teacher in Carrow.``"""
        blocks = [block for block in self._article.blocks if block.kind in _NOTE_KINDS]
        if len(blocks) < _MIN_COUNT:
            return None
        start, end = blocks[-1].span.start, blocks[-1].span.end
        name = next(names_within(self._words, start, end), None)
        if name is None or len(name.words) < _MIN_COUNT or name.sort not in PERSONS:
            return None
        number = self._words.within(name.span.end, end).start
        is_note = number < len(self._words.lower) and self._words.lower[number] in small("contributes")
        is_first = not self._words.text[start : name.span.start].strip(" \n–—*_")
        is_short = len(self._words.within(start, end)) <= _MAX_NOTE_WORDS
        return name if is_note and is_first and is_short and name.text not in self._words.text[:start] else None
