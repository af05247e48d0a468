"""What the words of one source say by themselves: a pronoun, a name, a description, or nothing at all."""

from __future__ import annotations

import itertools
import re
from enum import StrEnum
from typing import Final

import msgspec

from sayso.speakers.names import Name, names_within
from sayso.speakers.vocabulary import common_bodies, documents, folded, nouns, pronouns, roles, singular, titles
from sayso.speakers.words import Words
from sayso.terms import Span, SpeakerKind

_STOP: Final = re.compile(r"\s*(?:,|\(|;|:|[–—]|\s-\s|\s(?:(?:this|last|earlier this|late last) (?:week|month|year|summer|fall|winter|spring)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|who|that|which|whose|whom)\b)")
_AFTER_HEAD: Final = frozenset(
    ["of", "from", "for", "at", "with", "in", "on", "by", "near", "to", "against", "close", "familiar", "backing", "involved", "briefed", "among", "across", "around", "about", "including", "like", "opposed", "aligned", "affiliated", "based", "working", "supporting", "under", "over", "inside", "outside", "within", "without", "taken", "done", "released", "published", "conducted", "obtained", "reviewed", "seen", "posted", "written", "made", "issued", "filed", "when", "out", "such", "where", "after", "not", "before", "during", "since", "until", "than", "as", "is", "was", "were", "are", "has", "have", "had"]
)
_DEFINITE: Final = frozenset(["the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your"])
_LEAD: Final = 24
_ARTICLES: Final = frozenset(("the", "a", "an", "this", "some", "many", "his", "her", "their", "its", "one", "two"))
_CONTRACTION: Final = re.compile(r"['’](?:re|ve|m|d|ll|s)$")
_QUANTITY: Final = re.compile(
    r"(?i)(?:(?:only|just|nearly|about|almost|roughly|around|some|approximately|at least|up to|(?:more|less|fewer) than|over)\s+)+"
    r"(?=\d|(?:two|three|four|five|six|seven|eight|nine|ten|half|a (?:third|quarter)|every|all)\b)"
    r"|(?=\d+(?:\.\d+)?(?:%|\spercent)|\w+ (?:in|out of) (?:\d+|three|four|five|ten)\b)\S+\s?"
)
_AND: Final = re.compile(r"(?:,| and| or|, and| &)\s(?:the\s)?")
_LIST: Final = re.compile(r",\s(?:and|or)\s|^[\w\s]+\s(?:and|or)\s")
_AGED: Final = re.compile(r"-year-old$")
_SITE: Final = re.compile(r"[\w-]+\.(?:com|org|net|co\.uk|fr|de|ie|ca|news|info)\b")
_HUMAN: Final = ("ist", "ists", "man", "men", "woman", "women", "ian", "ians")
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
    names: tuple[Name, ...] = ()


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
    known = pronouns().get(_CONTRACTION.sub("", lower[0]))
    quantity = _QUANTITY.match(words.text, span.start, span.end)
    if quantity and quantity.end() < span.end and not known:
        rest = _mention(words, Span(quantity.end(), span.end))
        kind = SpeakerKind.GROUP if rest.kind is not SpeakerKind.DOCUMENT else rest.kind
        return Mention(Type.DESCRIPTION, span, kind, None, rest.head, True, core=span)
    core = _core(words, span, numbers, lower)
    if known and (len(lower) == 1 or (core.end - core.start) <= len(lower[0])):
        return Mention(Type.PRONOUN, span, pronoun=known, head=lower[0], core=core)
    if known and len(lower) > 2 and lower[1] == "and":
        return Mention(Type.DESCRIPTION, span, SpeakerKind.GROUP, plural=True, core=span)
    part = _part(words, span, core, lower)
    if part is not None:
        return part
    names = list(names_within(words, core.start, core.end))
    several = _several(words, span, core, names)
    if several:
        return Mention(Type.SEVERAL, span, kind=SpeakerKind.GROUP, plural=True, core=core, names=several)
    inside = words.within(core.start, core.end)
    last = inside.stop - 1
    owner, owner_span = _owner(words, core, names, lower[0])
    definite = lower[0] in _DEFINITE or bool(owner)
    head_name = next((name for name in names if name.span.end >= words.tokens[last][1]), None) if len(inside) else None
    if head_name is None or _common(words, head_name, core):
        head_name = _apposed(words, span, core, _head(words, inside)[0])
    if head_name is not None:
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
    if _SITE.search(words.text, core.start, core.end):
        return Mention(Type.DESCRIPTION, span, SpeakerKind.OUTLET, head=head, definite=True, core=core)
    modified = bool(words.text[core.end : span.end].strip(" ,.\u00a0"))
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


def _part(words: Words, span: Span, core: Span, lower: list[str]) -> Mention | None:
    """A quantity "of" something, as that something: ``a number of | writers``."""
    after = _OF.match(words.text, core.end, span.end)
    inside = words.within(core.start, core.end)
    if after is None or words.word(inside.stop - 1).lower() not in folded("partitives"):
        return None
    rest = words.within(after.end(), span.end)
    if not len(rest):
        return None
    whole = _mention(words, Span(words.tokens[rest.start][0], span.end))
    one = lower[0] == "one" and whole.kind in (SpeakerKind.UNNAMED, SpeakerKind.GROUP) and whole.head in roles()
    kept = (SpeakerKind.DOCUMENT, SpeakerKind.UNNAMED)
    kind = SpeakerKind.UNNAMED if one else whole.kind if whole.kind in kept else SpeakerKind.GROUP
    end = whole.core.end if whole.core else span.end
    return Mention(Type.DESCRIPTION, span, kind, None, whole.head, not one, core=Span(core.start, end), modified=end < span.end)


_OF: Final = re.compile(r"\s+of\s+")


def _core(words: Words, span: Span, numbers: range, lower: list[str]) -> Span:
    """The noun phrase up to its head: cut at the first comma, bracket, relative, preposition or participle."""
    stop = _STOP.search(words.text, span.start + 1, span.end)
    end = stop.start() if stop else span.end
    for place, number in enumerate(numbers):
        start = words.tokens[number][0]
        if start >= end:
            break
        if place and (
            lower[place] in _REFLEXIVE
            or (lower[place] in _AFTER_HEAD and lower[place - 1] not in _ARTICLES and not _linked(words, number, numbers.stop))
            or (lower[place].endswith(("ed", "ing")) and _noun_before(words, number))
        ):
            end = start
            break
    end = max(end, words.tokens[numbers.start][1])
    core = words.text[span.start : end].rstrip(" ,.:;\u00a0")
    return Span(span.start, span.start + max(1, len(core)))


_REFLEXIVE: Final = frozenset(("himself", "herself", "itself", "themselves"))


def _noun_before(words: Words, number: int) -> bool:
    """Whether the word before a participle is a head already: ``groups | encouraging``, ``delegates | selected``."""
    before = words.word(number - 1).lower()
    return words.word(number)[0].islower() and (singular(before) in nouns() or before in nouns())


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


def _several(words: Words, span: Span, core: Span, names: list[Name]) -> tuple[Name, ...]:
    """The names of a source that names more than one: with "and" between them, or as a list; else empty."""
    text = words.text
    if len(names) > 1 and names[0].span.start - core.start < _LEAD:
        gaps = [text[one.span.end : (two.title_span or two.span).start] for one, two in itertools.pairwise(names)]
        first = len(gaps) - 1
        while first >= 0 and _AND.fullmatch(gaps[first]):
            first -= 1
        if first < len(gaps) - 1 and re.search(r"\b(?:and|or)\b|&", "".join(gaps[first + 1 :])):
            return tuple(names[first + 1 :])
    if not names or names[0].sort not in (None, SpeakerKind.PERSON):
        return ()
    others = [name for name in names_within(words, core.end, span.end) if name.sort in (None, SpeakerKind.PERSON)]
    for other in others:
        before = text[core.end : (other.title_span or other.span).start]
        if re.search(r",? and $", before) and re.search(r"[,;]", before):
            return (names[0], other)
    whole = text[names[0].span.start : span.end].strip()
    if len(others) == 1 and whole == f"{names[0].text}, {others[0].text}" and len(others[0].words) == 1:
        return (names[0], others[0])
    return ()


def _apposed(words: Words, span: Span, core: Span, head: str) -> Name | None:
    """The name after a description and a comma: ``Her campaign manager, | NAME,``."""
    if head not in roles() or words.text[core.end : core.end + 1] not in (",", " ") or core.end >= span.end:
        return None
    comma = words.text.find(",", core.end, span.end)
    if comma < 0:
        return None
    for name in names_within(words, comma, span.end):
        begin = (name.title_span or name.span).start
        rest = words.text[name.span.end : span.end].strip()
        if begin <= comma + 2 and name.sort in (None, SpeakerKind.PERSON) and rest[:1] in ("", ",", "(", ";"):
            return name
        comma = max(comma, words.text.find(",", comma + 1, span.end))
    return None


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


def _common(words: Words, name: Name, core: Span) -> bool:
    """Whether a capitalised head is a common noun after all: ``Report:``, ``Critics say``, ``A Trump Aide``."""
    if name.title and name.sort is SpeakerKind.PERSON:
        return False
    last = name.words[-1].lower()
    human = singular(last) in roles() or last in folded("groups") or singular(last) in documents()
    if len(name.words) == 1:
        return human or (last in common_bodies() and not _led(words, name))
    if not human or name.sort is SpeakerKind.OUTLET:
        return False
    first = words.word(words.within(core.start, core.end).start).lower()
    return singular(last) != last or first in _ARTICLES or name.words[0].lower() in titles() or singular(last) in documents()


def _led(words: Words, name: Name) -> bool:
    """Whether a capitalised noun for a body stands at the end of a possessive name: New York's 19th District."""
    return words.text[max(0, name.span.start - 2) : name.span.start] in ("s ", "’ ", "' ")


def _head(words: Words, inside: range) -> tuple[str, bool]:
    """The head noun in the singular, two words where the lexicons know them so, and whether it is a plural."""
    if not len(inside):
        return "", False
    last = words.word(inside.stop - 1).lower()
    if last.isdigit() and len(inside) > 1 or last in ("itself", "himself", "herself", "themselves"):
        return _head(words, inside[:-1])
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
    if last.isdigit() and head in documents():
        return SpeakerKind.DOCUMENT
    whole = span.of(words.text)
    few = _FEW.search(whole) is not None
    if head == "person" and plural:
        return SpeakerKind.UNNAMED if few else SpeakerKind.GROUP
    if last in folded("groups") or head in folded("groups") or last.isdigit() or (plural and _LIST.search(whole)):
        return SpeakerKind.GROUP
    human = head in roles() or head in titles() or _AGED.search(head) is not None or (head.endswith(_HUMAN) and head not in folded("organizations") and head not in documents())
    if human:
        return SpeakerKind.UNNAMED if not plural or few or roles().get(head, ("group",))[0] != "group" else SpeakerKind.GROUP
    if head in ("poll", "survey", "polling") and (plural or head == "polling"):
        return SpeakerKind.DOCUMENT if re.search(r"\b(?:by|from|of|two|three|four|five)\b|['’]s\b", whole) else SpeakerKind.GROUP
    if head in documents():
        return SpeakerKind.DOCUMENT
    if last in folded("organizations"):
        return SpeakerKind.ORGANIZATION
    if plural:
        return SpeakerKind.GROUP
    if head in folded("outlet_nouns"):
        return SpeakerKind.OUTLET
    return SpeakerKind.ORGANIZATION if head in folded("organizations") else None


_FEW: Final = re.compile(
    r"(?i)\b(?:two|three|four|five|six|one|a|an|another|close to|familiar with|briefed on|knowledge of|involved in|aware of"
    r"|who asked|who spoke|who declined|who requested|not authorized|anonym\w+|unnamed|unidentified)\b"
)


def described(text: str, plural: bool = False) -> str:
    """A description as equal descriptions share it: lower case, single spaces, no determiner (a quantity stays)."""
    bare = _POSSESSIVE.sub("", text.strip(" ,.:"))
    return " ".join((_ARTICLE if plural else _DETERMINER).sub("", bare).lower().split())


_ARTICLE: Final = re.compile(r"(?i)(?:the|these|those)\s+")
