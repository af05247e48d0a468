"""Classifies the mention of a source: a pronoun, a name, a description, several names, nobody, or empty."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Final

import msgspec

from sayso.lexicons import lexicon
from sayso.speakers.kinds import Phrase, kind_of_noun
from sayso.speakers.mentions.apposed_names import apposed, apposed_member
from sayso.speakers.mentions.common_nouns import is_common_noun
from sayso.speakers.mentions.coordination import several
from sayso.speakers.mentions.name_titles import is_honour
from sayso.speakers.mentions.names import Name, names_within
from sayso.speakers.mentions.noun_phrases import core_of, head_of
from sayso.speakers.mentions.quantities import after_neither, nobody, quantity_end
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import folded, pronouns, roles, singular, small
from sayso.text.words import Words

_MAX_SOURCE: Final = 500  # characters of a source that are analyzed
_MAX_CLAUSE: Final = 200  # characters of a source in which a clause before its author is searched
_CLAUSE_END: Final = re.compile(r"[.;:\n]")
_CONTRACTION: Final = re.compile(r"['’](?:re|ve|m|d|ll|s)$")
_PREFIX: Final = re.compile(
    r"(?:according to|per|by)\s+(?=\w)|of\s+(?=(?:the|those)\s)|(?:only|just)\s+(?=\d)", re.IGNORECASE
)
_SITE: Final = re.compile(r"(?<![\w-])[\w-]++\.(?:com|org|net|co\.uk|fr|de|ie|ca|news|info)\b")


class Type(StrEnum):
    """The type of a mention."""

    EMPTY = "empty"
    PRONOUN = "pronoun"
    NAME = "name"
    DESCRIPTION = "description"
    SEVERAL = "several"
    NOBODY = "nobody"


class Mention(msgspec.Struct, frozen=True):
    """The mention of a source. ``head`` is its head noun in the singular, in lower case."""

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
    names: tuple[Name, ...] = ()


def mention(words: Words, spans: tuple[Span, ...]) -> Mention:
    """The mention of a source, from its first span that contains a word."""
    for span in spans:
        numbers = words.within(span.start, span.end)
        if len(numbers):
            start = words.tokens[numbers.start][0]
            return _mention(words, Span(start, min(span.end, start + _MAX_SOURCE)))
    return Mention(Type.EMPTY, None)


def _mention(words: Words, span: Span) -> Mention:
    span = _with_compound(words, span)
    prefix = _PREFIX.match(words.text, span.start, span.end)
    author = prefix.end() if prefix else _author(words.text, span)
    if author is not None and author < span.end:
        span = Span(author, span.end)
    numbers = words.within(span.start, span.end)
    lower = [words.lower[number] for number in numbers]
    if nobody(words.text, span):
        return Mention(Type.NOBODY, span, head=lower[0])
    neither = after_neither(words.text, span)
    if neither is not None:
        return _mention(words, Span(neither, span.end))
    pronoun = pronouns().get(_CONTRACTION.sub("", lower[0]))
    begin = quantity_end(words.text, span)
    if begin is not None and not pronoun:
        return _quantity(words, span, begin)
    core = core_of(words, span, numbers, lower)
    if pronoun and (len(lower) == 1 or (core.end - core.start) <= len(lower[0])):
        return Mention(Type.PRONOUN, span, pronoun=pronoun, head=lower[0], core=core)
    if pronoun and len(lower) > 2 and lower[1] == "and":
        return Mention(Type.DESCRIPTION, span, SpeakerKind.GROUP, plural=True, core=span)
    owned = _own_words().match(words.text, span.start, span.end)
    if owned is not None:
        return _mention(words, Span(span.start, owned.start("mark")))  # forecaster | Ada Bell's estimate
    member = apposed_member(words, span)
    if member is not None:
        return Mention(Type.NAME, span, member.sort, member, member.key, core=member.span)
    return _partitive(words, span, core, lower) or _named(words, span, core, lower[0])


def _author(text: str, span: Span) -> int | None:
    """Where the author of a text begins after a clause: ``The inquest heard a statement from | the signaller``."""
    passed_on = _passed_on().search(text, span.start, min(span.end, span.start + _MAX_CLAUSE))
    if passed_on is None or _CLAUSE_END.search(text, span.start, passed_on.start()):
        return None
    return passed_on.end()


@cache
def _passed_on() -> re.Pattern[str]:
    """The end of such a clause: ``heard a statement from``."""
    nouns = "|".join(sorted(row["term"] for row in lexicon("lead_ins") if row["use"] == "carrier"))
    verbs = "|".join(sorted(small("passes_on")))
    return re.compile(rf" (?:{verbs}) (?:an?|the|this) (?:[\w’'-]{{1,30}} ){{0,3}}(?:{nouns}) (?:from|by) (?=\w)")


@cache
def _own_words() -> re.Pattern[str]:
    """A possessor and what is said or thought: ``Ada Bell | 's blunt summing-up``."""
    return re.compile(
        rf"[^,;:'’]{{3,60}}(?P<mark>['’]s?) (?:[a-z-]+ ){{0,2}}(?:{'|'.join(sorted(small('own_words')))})\b"
    )


def _quantity(words: Words, span: Span, begin: int) -> Mention:
    """The mention of a quantity of people, or of a text."""
    rest = _mention(words, Span(begin, span.end))
    if rest.kind is SpeakerKind.DOCUMENT and not rest.plural and rest.span != Span(begin, span.end):
        return rest
    kind = SpeakerKind.GROUP if rest.kind is not SpeakerKind.DOCUMENT else rest.kind
    return Mention(Type.DESCRIPTION, span, kind, None, rest.head, True, core=span)


def _named(words: Words, span: Span, core: Span, first: str) -> Mention:
    """The mention of a name, of several names, or else of a description."""
    names = list(names_within(words, core.start, core.end))
    coordinated = several(words, span, core, names)
    if coordinated:
        return Mention(Type.SEVERAL, span, kind=SpeakerKind.GROUP, plural=True, core=core, names=coordinated)
    inside = words.within(core.start, core.end)
    final = inside.stop - 1
    while final > inside.start and is_honour(words.texts[final]):
        final -= 1
    end = words.tokens[final][1]
    owner, owner_span = _owner(words, core, names, first)
    definite = first in small("definite") or bool(owner)
    name = next((name for name in names if name.span.end >= end), None) if len(inside) else None
    if name is None or is_common_noun(words, name, core):
        name = apposed(words, span, core, *head_of(words, inside))
    if name is None:
        described = _description(words, span, core, first)
        return msgspec.structs.replace(
            described, definite=described.definite or definite, owner=owner, owner_span=owner_span
        )
    return Mention(
        Type.NAME, span, name.sort, name, name.key, definite=definite, owner=owner, owner_span=owner_span, core=core
    )


def _description(words: Words, span: Span, core: Span, first: str) -> Mention:
    """The mention of a noun phrase that does not end in a name."""
    head, plural = head_of(words, words.within(core.start, core.end))
    if _SITE.search(words.text, core.start, core.end):
        return Mention(Type.DESCRIPTION, span, SpeakerKind.OUTLET, head=head, definite=True, core=core)
    epithet = not plural and bool({*head.split()} & small("epithet")) and first not in small("indefinite")
    modified = bool(words.text[core.end : span.end].strip(" ,.\u00a0"))
    kind = kind_of_noun(Phrase(head, plural, core.of(words.text), span.of(words.text)))
    return Mention(
        Type.DESCRIPTION, span, kind, head=head, plural=plural, definite=epithet, core=core, modified=modified
    )


def _with_compound(words: Words, span: Span) -> Span:
    """The span, extended to the noun if it ends inside a compound: ``self | -described young voters``."""
    if not _COMPOUND.match(words.text, span.end):
        return span
    for number in words.within(span.end, span.end + _COMPOUND_DISTANCE):
        lower = words.lower[number]
        if lower in folded("groups") or (singular(lower) != lower and singular(lower) in roles()):
            return Span(span.start, words.tokens[number][1])
    return span


_COMPOUND: Final = re.compile(r"-[a-z]")
_COMPOUND_DISTANCE: Final = 60


def _partitive(words: Words, span: Span, core: Span, lower: list[str]) -> Mention | None:
    """The mention of a partitive: ``a number of | writers``."""
    some_of = _SOME_OF.fullmatch(words.text, span.start, span.end)
    if some_of is not None:
        return Mention(Type.DESCRIPTION, span, SpeakerKind.UNNAMED, head=lower[0], plural=lower[0] != "one", core=span)
    preposition = _OF.match(words.text, core.end, span.end)
    inside = words.within(core.start, core.end)
    if preposition is None or words.lower[inside.stop - 1] not in folded("partitives"):
        return None
    rest = words.within(preposition.end(), span.end)
    begin = words.tokens[inside.start][1]
    if not len(rest) or next(names_within(words, begin, core.end), None) is not None:
        return None  # the Harbour Gazette average of polls
    whole = _mention(words, Span(words.tokens[rest.start][0], span.end))
    if (
        whole.kind is SpeakerKind.DOCUMENT
        and not whole.plural
        and words.lower[inside.stop - 1] in ("half", "most", "much")
    ):
        return whole  # "much of the address" refers to the address
    people = whole.head in roles() or (whole.type is Type.PRONOUN and whole.pronoun[1] == "many")
    is_one = lower[0] in ("one", "another") and whole.kind in (None, *_PEOPLE_KINDS) and people
    kept = (SpeakerKind.DOCUMENT, SpeakerKind.UNNAMED)
    is_counted = lower[0] in small("count") and words.lower[inside.stop - 1] in ("members", "employees", "leaders")
    kind = SpeakerKind.UNNAMED if is_one or is_counted else whole.kind if whole.kind in kept else SpeakerKind.GROUP
    end = whole.core.end if whole.core else span.end
    return Mention(
        Type.DESCRIPTION, span, kind, None, whole.head, not is_one, core=Span(core.start, end), modified=end < span.end
    )


_SOME_OF: Final = re.compile(r"(?i)(?:one|two|three|four|five|another|a few) of (?:them|us|these|those)")
_PEOPLE_KINDS: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP)
_OF: Final = re.compile(r"\s+of\s+")


def _owner(words: Words, core: Span, names: list[Name], first: str) -> tuple[str, Span | None]:
    """The possessor at the start of the core: ``CNN's | Jake Tapper``, ``his | sources``."""
    for name in names:
        after = words.text[name.span.end : name.span.end + 2]
        if after[:1] in ("'", "’") and name.span.end + 2 < core.end:
            return name.text, name.span
    pronoun = pronouns().get(first)
    if pronoun and first in ("his", "her", "their", "its", "our", "my", "your"):
        return first, Span(core.start, core.start + len(first))
    return "", None
