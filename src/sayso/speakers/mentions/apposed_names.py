"""Appositions, a name after a description: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.speakers.kinds import PERSONS, meaning
from sayso.speakers.mentions.name_titles import is_honour
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import (
    common_bodies,
    documents,
    first_names,
    folded,
    noun_kinds,
    office,
    roles,
    singular,
    small,
    titles,
)
from sayso.text.words import Words

_NAMED_PHRASE: Final = re.compile(r" named (?=[A-Z])")
_ORIGIN: Final = re.compile(r"(?:of|from|in|at) [A-Z]")
_COUNTRY: Final = re.compile(r"[A-Z]\w+['’]s")
_OF_PLACE: Final = re.compile(r" (?:of|from|in|at|near) [^,]*\b[A-Z][\w’'-]*")
_MEMBER: Final = re.compile(r"(?i:one|another) of [^,]{3,60}, ")
_AGED: Final = re.compile(r"[\w-]+[-‐‑]year[-‐‑]old")
_FIELD: Final = re.compile(
    r" (?:of|for) (?:State for )?(?:(?P<field>(?!the\b)[A-Za-z]+)|the (?P<body>[A-Z]\w+)) (?=[A-Z][\w.'’-]* [A-Z])"
)


def apposed(words: Words, span: Span, core: Span, head: str, plural: bool) -> Name | None:
    """The name in apposition to a description: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""
    is_body = head in common_bodies()
    is_single = " and " not in core.of(words.text)
    is_office = not plural and (head in roles() or head in titles() or (is_single and office(head) in titles()))
    connection = _NAMED_PHRASE.match(words.text, core.end, span.end) or field_of_office(words.text, core.end, span.end)
    connection = connection if is_office else None
    field = (connection.groupdict().get("field") or "state") if connection is not None else ""
    is_client = words.text.startswith(" for ", core.end) and (office(field.lower()) in titles())  # for Governor NAME
    if connection is not None and not is_client and (field.islower() or field.lower() not in first_names()):
        name = next(names_within(words, connection.end(), span.end), None)  # superintendent of police | NAME
        if name is not None and name.begin == connection.end() and name.sort in PERSONS:
            return name
    if plural or core.end >= span.end or not (is_body or is_office or _may_have_name(words, core, head)):
        return None
    comma = words.text.find(",", core.end, span.end)
    if comma < 0 or words.text[core.end] not in ", ":
        return None
    for name in names_within(words, comma, span.end):
        gap = words.text[comma + 1 : name.begin].strip()
        rest = words.text[name.span.end : span.end].strip()
        if (
            (gap in ("", "the") or _is_role(gap) or (head in small("may_be_body") and _COUNTRY.fullmatch(gap)))
            and (rest[:1] in ("", ",", "(", ";") or _ORIGIN.match(rest) or is_honour(rest.strip(" ,.")))
            and name.sort is not SpeakerKind.GROUP
            and (is_body or is_office or _has_known_form(name) or _is_beside(words, core, head, comma))
        ):
            if not is_body and _is_indefinite_of_place(words, core, comma) and not _has_known_form(name):
                return None  # a resident of Tarn, North Marl
            return _as_body(name) if is_body else name if name.sort in PERSONS or head in small("may_be_body") else None
        comma = max(comma, words.text.find(",", comma + 1, span.end))
    return None


def field_of_office(text: str, start: int, end: int) -> re.Match[str] | None:
    """The field or body of an office before a name: ``minister | of roads | NAME``, ``head | of the House | NAME``."""
    field = _FIELD.match(text, start, end)
    is_body = field is None or field["body"] is None or field["body"].lower() in noun_kinds()
    return field if is_body else None


def apposed_member(words: Words, span: Span) -> Name | None:
    """The name in apposition to one of a group: ``One of them, the novelist | NAME,``."""
    member = _MEMBER.match(words.text, span.start, span.end)
    name = next(names_within(words, member.end(), span.end), None) if member is not None else None
    if member is None or name is None or name.sort not in PERSONS:
        return None
    gap = words.text[member.end() : name.begin].strip()
    rest = words.text[name.span.end : span.end].strip()
    is_human = len(name.words) > 1 and any(singular(word) in roles() for word in member.group().split(",")[0].split())
    is_name = _is_role(gap) or (not gap and (is_human or _has_known_form(name)))
    return name if is_name and rest[:1] in ("", ",", "(") else None


def _may_have_name(words: Words, core: Span, head: str) -> bool:
    """Whether a name can be in apposition to a head that no list has: ``the stall-owner, | NAME,``."""
    if head in documents() or head in folded("outlet_nouns") or head in folded("organizations"):
        return False
    lower = [words.lower[number] for number in words.within(core.start, core.end)]
    if "and" in lower:
        return False  # Lund and her co-author, NAME
    first = lower[0]
    return meaning(head) == "person" or first in small("definite") or "-year-old" in head


def _has_known_form(name: Name) -> bool:
    """Whether the form of a name shows a person: a title, or a known first name before a surname."""
    return bool(name.title) or (len(name.words) > 1 and name.words[0].lower() in first_names())


def _is_indefinite_of_place(words: Words, core: Span, comma: int) -> bool:
    """Whether a place can end before the comma of an indefinite phrase: ``a resident of | Tarn, ``."""
    first = words.lower[words.within(core.start, core.end).start]
    return first in small("indefinite") and _OF_PLACE.fullmatch(words.text, core.end, comma) is not None


def _is_beside(words: Words, core: Span, head: str, comma: int) -> bool:
    """Whether nothing but the comma separates the name from a noun for a person."""
    return meaning(head) == "person" and not words.text[core.end : comma].strip()


def _is_role(gap: str) -> bool:
    """Whether a role precedes the name in an apposition: ``the owner, | retired dentist | NAME``."""
    words = gap.removesuffix(" called").removesuffix(" named").split()
    words = words[words[0] in ("a", "an", "the") :] if words else []
    if not words or any(w in small("preposition") or not (w.islower() or _AGED.fullmatch(w)) for w in words):
        return False
    if words[0] in small("once"):
        return True  # retired beekeeper
    return words[-1] in roles() or meaning(words[-1]) == "person" or _AGED.fullmatch(words[-1]) is not None


def _as_body(name: Name) -> Name:
    """The name as the name of a body, if its kind is unknown or a person."""
    if name.title or name.sort not in PERSONS:
        return name
    return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION)
