"""The proper names of a page: runs of capitalized words without titles, and their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from sayso.speakers.kinds import kind_of_name
from sayso.speakers.mentions.name_titles import after_title, first_of_name, last_of_name
from sayso.speakers.mentions.runs import nickname_end, runs
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import folded, singular, small, titles
from sayso.text.words import Words

_FOLD: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "´": "'", "‐": "-", "‑": "-"})
_MARKS: Final = "“”\"‘’'«»()"


class Name(msgspec.Struct, frozen=True):
    """A mention of a proper name: its words without titles, its title, and its kind (None: unknown).

    ``nickname`` is the part in quotation marks or brackets, which ``words`` omits. ``by_context`` is true if the words
    around the name, not the name itself, show that it is the name of a body.
    """

    span: Span
    words: tuple[str, ...]
    title: str
    title_span: Span | None
    sort: SpeakerKind | None
    sex: str = "-"
    nickname: str = ""
    shown: str = ""
    by_context: bool = False

    @property
    def text(self) -> str:
        """The name with normalized spaces."""
        return self.shown or " ".join(self.words)

    @property
    def begin(self) -> int:
        """The start of the name with its title."""
        return (self.title_span or self.span).start

    @property
    def key(self) -> str:
        """The last word of the name before any suffix, folded: short forms of a person's name share it."""
        for word in reversed(self.words):
            if word.lower().strip(".") not in small("name_suffix"):
                return fold(word)
        return fold(self.words[-1])


def fold(word: str) -> str:
    """A word in lower case with normalized apostrophes and hyphens, for comparison."""
    return word.translate(_FOLD).lower()


def is_party_member(name: Name) -> bool:
    """Whether a run of capitals describes a party member from a place and is no name: Ohio | Republican."""
    if len(name.words) == 1 or singular(name.words[-1].lower()) not in small("party"):
        return False
    return " ".join(name.words[:-1]).casefold() in folded("places")


def names_within(words: Words, start: int, end: int) -> Iterator[Name]:
    """The names in ``[start, end)``, in text order."""
    for first, last in runs(words, words.within(start, end)):
        name = _name(words, first, last)
        if name is not None:
            yield name


def _name(words: Words, first: int, last: int) -> Name | None:
    """The name of a run, without function words and titles; None if nothing remains."""
    last = last_of_name(words, first, last)
    first = first_of_name(words, first, last)
    if first > last or _abbreviation(words, first, last):
        return None
    begin = after_title(words, first, last)
    title_span = Span(words.tokens[first][0], words.tokens[begin - 1][1]) if begin > first else None
    nickname_stop = nickname_end(words, begin - 1) if begin > first else None  # Brigadier (retd) | Ola Tell
    begin = nickname_stop if nickname_stop is not None and nickname_stop <= last else begin
    title = title_span.of(words.text) if title_span is not None else ""
    span = Span(words.tokens[begin][0], words.tokens[last][1])
    name_text = span.of(words.text)
    if " & " in name_text or ", " in name_text:  # the separators of a firm or of a committee's fields are no tokens
        name_words = tuple(name_text.split())
        return Name(
            span, name_words, title, title_span, kind_of_name(name_words, bool(title)), _sex(words, first, begin)
        )
    name_words, nickname = _without_nickname(words, begin, last)
    kind = SpeakerKind.PERSON if nickname and len(name_words) > 1 else kind_of_name(name_words, bool(title))
    shown = " ".join(name_text.split()) if nickname else ""
    return Name(span, name_words, title, title_span, kind, _sex(words, first, begin), nickname, shown)


def _abbreviation(words: Words, first: int, last: int) -> bool:
    """Whether the run ends in an abbreviated title without a name: ``Sen.``."""
    if words.lower[last].strip(".") in small("name_suffix"):
        return False
    return first < last and words.lower[last].replace(".", "") in titles() and "." in words.texts[last]


def _without_nickname(words: Words, first: int, last: int) -> tuple[tuple[str, ...], str]:
    """The words of a name without its nickname in quotation marks or brackets, and the nickname."""
    name_words, nickname = [words.texts[first]], ""
    number = first + 1
    while number <= last:
        nickname_stop = nickname_end(words, number - 1)
        if nickname_stop is not None and nickname_stop <= last:
            nickname = words.text[words.tokens[number - 1][1] : words.tokens[nickname_stop][0]].strip().strip(_MARKS)
            number = nickname_stop
        name_words.append(words.texts[number])
        number += 1
    return tuple(name_words), nickname


def _sex(words: Words, first: int, begin: int) -> str:
    for number in range(first, begin):
        sex = titles().get(words.lower[number].replace(".", ""), "-")
        if sex != "-":
            return sex
    return "-"
