"""What the words of one source say by themselves: a pronoun, a name, a description, or nothing at all."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import msgspec

from sayso.speakers.kinds import Phrase, kind_of_noun
from sayso.speakers.mentions.coordination import PERSONS, several
from sayso.speakers.mentions.names import Name, names_within, native
from sayso.speakers.mentions.noun_phrases import core_of, head_of
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, documents, folded, pronouns, roles, singular, small, titles
from sayso.text.words import Words

_LONGEST: Final = 500  # characters of a source that are looked at
_CONTRACTION: Final = re.compile(r"['’](?:re|ve|m|d|ll|s)$")
_QUANTITY: Final = re.compile(
    r"(?i)(?:(?:only|just|nearly|about|almost|roughly|around|some|approximately|at least|up to"
    r"|(?:more|less|fewer) than|over)\s+)+"
    r"(?=\d|(?:two|three|four|five|six|seven|eight|nine|ten|half|a (?:third|quarter)|every|all)\b)"
    r"|(?=\d+(?:\.\d+)?(?:%|\spercent)|\w+ (?:in|out of) (?:\d+|three|four|five|ten)\b)\S+\s?"
)
_LEADING: Final = re.compile(
    r"(?:according to|per|by)\s+(?=\w)|of\s+(?=(?:the|those)\s)|(?:only|just)\s+(?=\d)", re.IGNORECASE
)
_SITE: Final = re.compile(r"[\w-]+\.(?:com|org|net|co\.uk|fr|de|ie|ca|news|info)\b")


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
            start = words.tokens[numbers.start][0]
            return _mention(words, Span(start, min(span.end, start + _LONGEST)))
    return Mention(Type.EMPTY, None)


def _mention(words: Words, span: Span) -> Mention:
    span = _whole(words, span)
    lead = _LEADING.match(words.text, span.start, span.end)
    if lead is not None and lead.end() < span.end:
        span = Span(lead.end(), span.end)
    numbers = words.within(span.start, span.end)
    lower = [words.lower[number] for number in numbers]
    known = pronouns().get(_CONTRACTION.sub("", lower[0]))
    quantity = _QUANTITY.match(words.text, span.start, span.end)
    if quantity and quantity.end() < span.end and not known:
        rest = _mention(words, Span(quantity.end(), span.end))
        if rest.kind is SpeakerKind.DOCUMENT and not rest.plural and rest.span != Span(quantity.end(), span.end):
            return rest
        kind = SpeakerKind.GROUP if rest.kind is not SpeakerKind.DOCUMENT else rest.kind
        return Mention(Type.DESCRIPTION, span, kind, None, rest.head, True, core=span)
    core = core_of(words, span, numbers, lower)
    if known and (len(lower) == 1 or (core.end - core.start) <= len(lower[0])):
        return Mention(Type.PRONOUN, span, pronoun=known, head=lower[0], core=core)
    if known and len(lower) > 2 and lower[1] == "and":
        return Mention(Type.DESCRIPTION, span, SpeakerKind.GROUP, plural=True, core=span)
    part = _part(words, span, core, lower)
    if part is not None:
        return part
    names = list(names_within(words, core.start, core.end))
    found = several(words, span, core, names)
    if found:
        return Mention(Type.SEVERAL, span, kind=SpeakerKind.GROUP, plural=True, core=core, names=found)
    inside = words.within(core.start, core.end)
    last = inside.stop - 1
    owner, owner_span = _owner(words, core, names, lower[0])
    definite = lower[0] in small("definite") or bool(owner)
    head_name = next((name for name in names if name.span.end >= words.tokens[last][1]), None) if len(inside) else None
    if head_name is None or _common(words, head_name, core):
        head_name = _apposed(words, span, core, *head_of(words, inside))
    if head_name is not None:
        return Mention(
            Type.NAME,
            span,
            head_name.sort,
            head_name,
            head_name.key,
            definite=definite,
            owner=owner,
            owner_span=owner_span,
            core=core,
        )
    head, plural = head_of(words, inside)
    definite = definite or (
        not plural and bool({*head.split()} & small("epithet")) and lower[0] not in small("indefinite")
    )
    if _SITE.search(words.text, core.start, core.end):
        return Mention(Type.DESCRIPTION, span, SpeakerKind.OUTLET, head=head, definite=True, core=core)
    modified = bool(words.text[core.end : span.end].strip(" ,.\u00a0"))
    return Mention(
        Type.DESCRIPTION,
        span,
        kind_of_noun(Phrase(head, plural, core.of(words.text), span.of(words.text))),
        None,
        head,
        plural,
        definite,
        owner=owner,
        owner_span=owner_span,
        core=core,
        modified=modified,
    )


def _whole(words: Words, span: Span) -> Span:
    """The span, one that ends within a compound led on to its noun: ``self | -described young voters``."""
    if not _COMPOUND.match(words.text, span.end):
        return span
    for number in words.within(span.end, span.end + _NEAR):
        low = words.lower[number]
        if low in folded("groups") or (singular(low) != low and singular(low) in roles()):
            return Span(span.start, words.tokens[number][1])
    return span


_COMPOUND: Final = re.compile(r"-[a-z]")
_NEAR: Final = 60


def _part(words: Words, span: Span, core: Span, lower: list[str]) -> Mention | None:
    """A quantity "of" something, as that something: ``a number of | writers``."""
    few = _SOME_OF.fullmatch(words.text, span.start, span.end)
    if few is not None:
        return Mention(Type.DESCRIPTION, span, SpeakerKind.UNNAMED, head=lower[0], plural=lower[0] != "one", core=span)
    after = _OF.match(words.text, core.end, span.end)
    inside = words.within(core.start, core.end)
    if after is None or words.lower[inside.stop - 1] not in folded("partitives"):
        return None
    rest = words.within(after.end(), span.end)
    begin = words.tokens[inside.start][1]
    if not len(rest) or next(names_within(words, begin, core.end), None) is not None:
        return None  # the Harbour Gazette average of polls
    whole = _mention(words, Span(words.tokens[rest.start][0], span.end))
    if (
        whole.kind is SpeakerKind.DOCUMENT
        and not whole.plural
        and words.lower[inside.stop - 1] in ("half", "most", "much")
    ):
        return whole  # much of the address is the address
    people = whole.head in roles() or (whole.type is Type.PRONOUN and whole.pronoun[1] == "many")
    one = lower[0] in ("one", "another") and whole.kind in (None, *_FOLK) and people
    kept = (SpeakerKind.DOCUMENT, SpeakerKind.UNNAMED)
    counted = lower[0] in small("count") and words.lower[inside.stop - 1] in ("members", "employees", "leaders")
    kind = SpeakerKind.UNNAMED if one or counted else whole.kind if whole.kind in kept else SpeakerKind.GROUP
    end = whole.core.end if whole.core else span.end
    return Mention(
        Type.DESCRIPTION, span, kind, None, whole.head, not one, core=Span(core.start, end), modified=end < span.end
    )


_SOME_OF: Final = re.compile(r"(?i)(?:one|two|three|four|five|another|a few) of (?:them|us|these|those)")
_FOLK: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP)
_NAMED: Final = re.compile(r" named (?=[A-Z])")
_HOME: Final = re.compile(r"(?:of|from) [A-Z]")
_FIELD: Final = re.compile(r" of (?:(?P<field>(?!the\b)[A-Za-z]+)|the (?:House|Senate)) (?=[A-Z][\w.'’-]* [A-Z])")
_OFFICE: Final = re.compile(r" (?:for|of|by) ")
_OF: Final = re.compile(r"\s+of\s+")


def _apposed(words: Words, span: Span, core: Span, head: str, plural: bool) -> Name | None:
    """The name after a description and a comma: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""
    body = head in common_bodies()
    office = not plural and (head in roles() or head in titles())
    led = (pattern.match(words.text, core.end, span.end) for pattern in (_NAMED, _FIELD))
    after = next((match for match in led if match is not None), None) if office else None
    field = (after.groupdict().get("field") or "state") if after is not None else ""
    if after is not None and (field.islower() or field.lower() in small("department")):
        name = next(names_within(words, after.end(), span.end), None)  # superintendent of police | NAME
        begin = (name.title_span or name.span).start if name is not None else -1
        if name is not None and begin == after.end() and name.sort in PERSONS:
            return name
    if plural or not (body or head in roles() or head in titles()) or core.end >= span.end:
        return None
    comma = words.text.find(",", core.end, span.end)
    if comma < 0 or words.text[core.end] not in ", ":
        return None
    for name in names_within(words, comma, span.end):
        gap = words.text[comma + 1 : (name.title_span or name.span).start].strip()
        rest = words.text[name.span.end : span.end].strip()
        if (
            gap in ("", "the")
            and (rest[:1] in ("", ",", "(", ";") or _HOME.match(rest))
            and name.sort is not SpeakerKind.GROUP
        ):
            return _as_body(name) if body else name if name.sort in PERSONS or head in small("may_be_body") else None
        comma = max(comma, words.text.find(",", comma + 1, span.end))
    return None


def _as_body(name: Name) -> Name:
    """The name of a body, where its own words do not say so."""
    if name.title or name.sort not in PERSONS:
        return name
    return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION)


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
    last = name.words[-1].lower()
    one = singular(last)
    if one in titles() and len(name.words) == 1 and _FIELD.match(words.text, name.span.end):
        return True  # Deputy Secretary of State NAME
    if (name.title and name.sort is SpeakerKind.PERSON) or name.sort is SpeakerKind.OUTLET:
        return False
    inside = words.within(core.start, core.end)
    first = words.lower[inside.start]
    if len(name.words) == 1:
        alone = len(inside) == 1 and one == last and not _OFFICE.match(words.text, name.span.end)  # "Baker said"
        plain = one in roles() or last in common_bodies() or (one in titles() and not name.title)
        office = one in titles() or one in roles()
        initials = name.text.isupper() and office and one not in folded("organizations")  # the town's MP, the CEO
        if name.sort is None and not name.title and _ordinary(words, name):
            return True
        if not name.title and last in small("never_name") and not _led(words, name):
            return True  # Senator: ..., as no surname is
        if plain and (initials or words.text[name.span.end : name.span.end + 1] == ":"):  # Reporter:
            return True
        return last in folded("groups") or one in documents() or (plain and not alone and not _led(words, name))
    if name.sort is SpeakerKind.ORGANIZATION:
        return False
    if name.sort is SpeakerKind.DOCUMENT:
        return _OFFICE.match(words.text, name.span.end) is not None  # the Harbour Act of 1909
    if one in documents():
        return True
    human = one in roles() or last in folded("groups")
    if native(name):
        return True
    between = words.within(words.tokens[inside.start][1], name.span.start)
    held = any(words.lower[number] in roles() for number in between)  # Former governor | Jan Brewer
    return human and (
        one != last
        or (not held and (first in small("opens_phrase") or first == "former"))
        or name.words[0].lower() in titles().keys() - small("given_name")
    )


def _ordinary(words: Words, name: Name) -> bool:
    """Whether a lone word has its capital only from the sentence that it opens: ``Close | to 50 interviews``."""
    start = name.span.start
    opens = start - words.bounds(words.sentence(start))[0] <= 1
    if not opens or not _GOES_ON.match(words.text, name.span.end):
        return False
    number = words.within(start, start + 1).start
    return words.counts[words.texts[number]] == 1


_GOES_ON: Final = re.compile(r" (?:to|for|by|with|about|on) [a-z\d]")


def _led(words: Words, name: Name) -> bool:
    """Whether a capitalised noun for a body stands at the end of a possessive name: New York's 19th District."""
    return words.text[max(0, name.span.start - 2) : name.span.start] in ("s ", "’ ", "' ")
