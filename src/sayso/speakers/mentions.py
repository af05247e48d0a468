"""What the words of one source say by themselves: a pronoun, a name, a description, or nothing at all."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import msgspec

from sayso.speakers.names import Name, names_within
from sayso.speakers.vocabulary import documents, folded, pronouns, roles, singular
from sayso.speakers.words import Words
from sayso.terms import Span, SpeakerKind

_STOP: Final = re.compile(r"\s*(?:,|\(|;|:|[–—]|\s-\s|\s(?:who|that|which|whose|whom)\b)")
_AFTER_HEAD: Final = frozenset(
    ["of", "from", "for", "at", "with", "in", "on", "by", "near", "to", "against", "close", "familiar", "backing", "involved", "briefed", "among", "across", "around", "about", "including", "like", "opposed", "aligned", "affiliated", "based", "working", "supporting", "under", "over", "inside", "outside", "within", "without", "taken", "done", "released", "published", "conducted", "obtained", "reviewed", "seen", "posted", "written", "made", "issued", "filed", "when", "where", "after", "before", "during", "since", "until", "than", "as", "is", "was", "were", "are", "has", "have", "had"]
)
_DEFINITE: Final = frozenset(["the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your"])
_POSSESSIVE: Final = re.compile(r"['’](?:s|S)?$")
_DETERMINER: Final = re.compile(
    r"(?i)(?:the|a|an|this|that|these|those|his|her|their|its|our|my|your|some|many|most|several|multiple|two|three|four"
    r"|five|six|one|another|other|any|both|all|no|few|more|numerous|various|certain|dozens of|hundreds of)\s+"
)


class Type(StrEnum):
    """How a source refers."""

    EMPTY = "empty"
    PRONOUN = "pronoun"
    NAME = "name"
    DESCRIPTION = "description"
    SEVERAL = "several"


class Mention(msgspec.Struct, frozen=True):
    """A source as its own words tell it. ``head`` is its head noun in the singular, in lower case."""

    type: Type
    span: Span | None
    kind: SpeakerKind | None = None
    name: Name | None = None
    head: str = ""
    plural: bool = False
    definite: bool = False
    pronoun: tuple[str, str, str] = ("", "", "")
    owner: str = ""
    owner_span: Span | None = None
    core: Span | None = None
    modified: bool = False


def mention(words: Words, spans: tuple[Span, ...]) -> Mention:
    """The mention that the spans of a source make; the first span with a word in it decides."""
    for span in spans:
        numbers = words.within(span.start, span.end)
        if len(numbers):
            return _mention(words, Span(words.tokens[numbers.start][0], span.end))
    return Mention(Type.EMPTY, None)


def _mention(words: Words, span: Span) -> Mention:
    text = words.text
    numbers = words.within(span.start, span.end)
    lower = [words.word(number).lower() for number in numbers]
    known = pronouns().get(lower[0])
    core = _core(words, span, numbers, lower)
    if known and (len(lower) == 1 or (core.end - core.start) <= len(lower[0])):
        return Mention(Type.PRONOUN, span, pronoun=known, head=lower[0], core=core)
    names = list(names_within(words, core.start, core.end))
    if _several(words, core, names):
        return Mention(Type.SEVERAL, span, kind=SpeakerKind.GROUP, plural=True, core=core)
    inside = words.within(core.start, core.end)
    last = inside.stop - 1
    owner, owner_span = _owner(words, core, names, lower[0])
    definite = lower[0] in _DEFINITE or bool(owner)
    head_name = next((name for name in names if name.span.end >= words.tokens[last][1]), None) if len(inside) else None
    if head_name is not None and not _common(words, head_name):
        kind = head_name.sort
        return Mention(
            Type.NAME,
            span,
            kind,
            head_name,
            head_name.key,
            definite=definite,
            owner=owner,
            owner_span=owner_span,
            core=core,
        )
    head, plural = _head(words, inside)
    modified = core.end < span.end
    return Mention(
        Type.DESCRIPTION,
        span,
        _kind(head, plural, words, span, core),
        None,
        head,
        plural,
        definite,
        owner=owner,
        owner_span=owner_span,
        core=core,
        modified=modified,
    )


def _core(words: Words, span: Span, numbers: range, lower: list[str]) -> Span:
    """The noun phrase up to its head: cut at the first comma, bracket, relative, preposition or participle."""
    stop = _STOP.search(words.text, span.start + 1, span.end)
    end = stop.start() if stop else span.end
    for place, number in enumerate(numbers):
        start = words.tokens[number][0]
        if start >= end:
            break
        if place and lower[place] in _AFTER_HEAD and not _linked(words, number, numbers.stop):
            end = start
            break
    end = max(end, words.tokens[numbers.start][1])
    core = words.text[span.start : end].rstrip(" ,.:;\u00a0")
    return Span(span.start, span.start + max(1, len(core)))


def _linked(words: Words, number: int, stop: int) -> bool:
    """Whether a small word stands inside a proper name: Department of Justice."""
    before, after = words.word(number - 1), words.word(number + 1) if number + 1 < stop else ""
    if words.word(number) not in ("of", "for", "on"):
        return False
    return (
        before[0].isupper()
        and (after[:1].isupper() or after == "the")
        and singular(before.lower())
        in folded("organizations")
        | {
            "department",
            "university",
            "ministry",
            "office",
            "board",
            "committee",
            "citizens",
            "americans",
            "people",
            "meet",
            "state",
        }
    )


def _several(words: Words, core: Span, names: list[Name]) -> bool:
    """Whether the core names more than one: two names with "and" or a comma between them."""
    if len(names) < 2:
        return False
    between = words.text[names[0].span.end : names[-1].span.start]
    return re.search(r"\band\b|\bor\b|&", between) is not None and core.start <= names[0].span.start


def _owner(words: Words, core: Span, names: list[Name], first: str) -> tuple[str, Span | None]:
    """A possessor at the start of the core: ``CNN's | Jake Tapper``, ``his | sources``."""
    for name in names:
        after = words.text[name.span.end : name.span.end + 2]
        if after[:1] in ("'", "’") and name.span.end + 2 < core.end:
            return name.text, name.span
    known = pronouns().get(first)
    if known and first in ("his", "her", "their", "its", "our", "my", "your"):
        return first, Span(core.start, core.start + len(first))
    return "", None


def _common(words: Words, name: Name) -> bool:
    """Whether a capitalised head is a common noun after all: ``Report:``, ``Critics say``, ``Trump Aide``."""
    last = name.words[-1]
    lower = singular(last.lower())
    if name.sort in (SpeakerKind.PERSON,) and name.title:
        return False
    human = lower in roles() or last.lower() in folded("groups") or lower in documents()
    if len(name.words) == 1:
        return human or name.text.lower() in folded("groups")
    return human and last.lower() != "times" and name.sort is not SpeakerKind.OUTLET


def _head(words: Words, inside: range) -> tuple[str, bool]:
    """The head noun in the singular, two words where the lexicons know them so, and whether it is a plural."""
    if not len(inside):
        return "", False
    last = words.word(inside.stop - 1).lower()
    one = singular(last)
    plural = one != last or last in _PLURALS
    if len(inside) > 1:
        two = f"{words.word(inside.stop - 2).lower()} {one}"
        if two in roles() or two in folded("organizations") or two in documents() or two in folded("outlet_nouns"):
            return two, plural
    return one, plural


_PLURALS: Final = frozenset(["people", "many", "some", "others", "most", "few", "several", "both", "all", "majority", "staff", "percent", "data"])


def _kind(head: str, plural: bool, words: Words, span: Span, core: Span) -> SpeakerKind | None:
    """What a description describes, by its head noun."""
    last = _POSSESSIVE.sub("", words.text[core.start : core.end].split()[-1]).lower()
    if head == "person" and plural:
        return SpeakerKind.UNNAMED if _FEW.search(span.of(words.text)) else SpeakerKind.GROUP
    if last in folded("groups") or head in folded("groups") or last.isdigit():
        return SpeakerKind.GROUP
    if head in roles():
        if not plural:
            return SpeakerKind.UNNAMED
        if _FEW.search(span.of(words.text)):
            return SpeakerKind.UNNAMED
        return SpeakerKind.GROUP if roles()[head][0] == "group" else SpeakerKind.UNNAMED
    if head in documents():
        return SpeakerKind.DOCUMENT
    if head in folded("outlet_nouns") or last in folded("outlet_nouns"):
        return SpeakerKind.OUTLET
    if head in folded("organizations") or last in folded("organizations"):
        return SpeakerKind.ORGANIZATION
    return SpeakerKind.GROUP if plural else None


_FEW: Final = re.compile(
    r"(?i)\b(?:two|three|four|five|six|one|a|an|another|close to|familiar with|briefed on|knowledge of|involved in|aware of"
    r"|who asked|who spoke|who declined|who requested|not authorized|anonym\w+|unnamed|unidentified)\b"
)


def described(text: str) -> str:
    """A description without its determiner, in lower case and single spaces: what equal descriptions share."""
    return " ".join(_DETERMINER.sub("", _POSSESSIVE.sub("", text.strip(" ,.:"))).lower().split())
