"""The proper names of a page: runs of capitalised words, split from their titles, and of what kind they are."""

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
    """A proper name at its place: its words without titles, the words before them, and its kind (None: unclear).

    ``nickname`` is what stands in quotation marks or brackets inside it; ``words`` go without it. ``told`` is whether
    the page, not the name itself, says that it is a body's.
    """

    span: Span
    words: tuple[str, ...]
    title: str
    title_span: Span | None
    sort: SpeakerKind | None
    sex: str = "-"
    nickname: str = ""
    shown: str = ""
    told: bool = False

    @property
    def text(self) -> str:
        """The name in normal spacing."""
        return self.shown or " ".join(self.words)

    @property
    def key(self) -> str:
        """The last word of the name that is no suffix, folded: what short forms of a person's name share."""
        for word in reversed(self.words):
            if word.lower().strip(".") not in small("name_suffix"):
                return fold(word)
        return fold(self.words[-1])


def fold(word: str) -> str:
    """A word as it is compared: lower case, apostrophes and hyphens of one form each."""
    return word.translate(_FOLD).lower()


def native(name: Name) -> bool:
    """Whether it describes who is of a party at a place, and names nobody: Ohio | Republican."""
    if len(name.words) == 1 or singular(name.words[-1].lower()) not in small("party"):
        return False
    return " ".join(name.words[:-1]).casefold() in folded("places")


def names_within(words: Words, start: int, end: int) -> Iterator[Name]:
    """The names that lie in ``[start, end)``, in order."""
    for first, last in runs(words, words.within(start, end)):
        name = _name(words, first, last)
        if name is not None:
            yield name


def _name(words: Words, first: int, last: int) -> Name | None:
    """The name of a run: function words cut from its start, titles split off; None where nothing is left."""
    last = last_of_name(words, first, last)
    first = first_of_name(words, first, last)
    if first > last or _abbreviation(words, first, last):
        return None
    begin = after_title(words, first, last)
    title_span = Span(words.tokens[first][0], words.tokens[begin - 1][1]) if begin > first else None
    aside = nickname_end(words, begin - 1) if begin > first else None  # Brigadier (retd) | Ola Tell
    begin = aside if aside is not None and aside <= last else begin
    title = title_span.of(words.text) if title_span is not None else ""
    span = Span(words.tokens[begin][0], words.tokens[last][1])
    whole = span.of(words.text)
    if " & " in whole or ", " in whole:  # a firm: Harrow & Pike; the fields of a committee: no tokens
        found = tuple(whole.split())
        return Name(span, found, title, title_span, kind_of_name(found, bool(title)), _sex(words, first, begin))
    found, nickname = _without_nickname(words, begin, last)
    kind = SpeakerKind.PERSON if nickname and len(found) > 1 else kind_of_name(found, bool(title))
    shown = " ".join(whole.split()) if nickname else ""
    return Name(span, found, title, title_span, kind, _sex(words, first, begin), nickname, shown)


def _abbreviation(words: Words, first: int, last: int) -> bool:
    """Whether the run is a title whose name is cut off: ``Sen.``."""
    if words.lower[last].strip(".") in small("name_suffix"):
        return False
    return first < last and words.lower[last].replace(".", "") in titles() and "." in words.texts[last]


def _without_nickname(words: Words, first: int, last: int) -> tuple[tuple[str, ...], str]:
    """The words of a name without a nickname in quotation marks or brackets, and that nickname."""
    found, nickname = [words.texts[first]], ""
    number = first + 1
    while number <= last:
        after = nickname_end(words, number - 1)
        if after is not None and after <= last:
            nickname = words.text[words.tokens[number - 1][1] : words.tokens[after][0]].strip().strip(_MARKS)
            number = after
        found.append(words.texts[number])
        number += 1
    return tuple(found), nickname


def _sex(words: Words, first: int, begin: int) -> str:
    for number in range(first, begin):
        sex = titles().get(words.lower[number].replace(".", ""), "-")
        if sex != "-":
            return sex
    return "-"
