"""Appositions, a name after a description: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.speakers.kinds import PERSONS
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, first_names, roles, small, titles
from sayso.text.words import Words

_NAMED_PHRASE: Final = re.compile(r" named (?=[A-Z])")
_ORIGIN: Final = re.compile(r"(?:of|from) [A-Z]")
FIELD: Final = re.compile(
    r" (?:of|for) (?:(?P<field>(?!the\b)[A-Za-z]+)|the (?:House|Senate)) (?=[A-Z][\w.'’-]* [A-Z])"
)


def apposed(words: Words, span: Span, core: Span, head: str, plural: bool) -> Name | None:
    """The name in apposition to a description: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""
    is_body = head in common_bodies()
    is_office = not plural and (head in roles() or head in titles())
    connections = (pattern.match(words.text, core.end, span.end) for pattern in (_NAMED_PHRASE, FIELD))
    connection = next((match for match in connections if match is not None), None) if is_office else None
    field = (connection.groupdict().get("field") or "state") if connection is not None else ""
    if connection is not None and (field.islower() or field.lower() not in first_names()):
        name = next(names_within(words, connection.end(), span.end), None)  # superintendent of police | NAME
        if name is not None and name.begin == connection.end() and name.sort in PERSONS:
            return name
    if plural or not (is_body or head in roles() or head in titles()) or core.end >= span.end:
        return None
    comma = words.text.find(",", core.end, span.end)
    if comma < 0 or words.text[core.end] not in ", ":
        return None
    for name in names_within(words, comma, span.end):
        gap = words.text[comma + 1 : name.begin].strip()
        rest = words.text[name.span.end : span.end].strip()
        if (
            (gap in ("", "the") or _is_role(gap))
            and (rest[:1] in ("", ",", "(", ";") or _ORIGIN.match(rest))
            and name.sort is not SpeakerKind.GROUP
        ):
            return _as_body(name) if is_body else name if name.sort in PERSONS or head in small("may_be_body") else None
        comma = max(comma, words.text.find(",", comma + 1, span.end))
    return None


def _is_role(gap: str) -> bool:
    """Whether a role precedes the name in an apposition: ``the owner, | retired dentist | NAME``."""
    words = gap.removesuffix(" called").removesuffix(" named").split()
    words = words[words[0] in ("a", "an", "the") :] if words else []
    return bool(words) and words[-1] in roles() and not any(w in small("preposition") or not w.islower() for w in words)


def _as_body(name: Name) -> Name:
    """The name as the name of a body, if its kind is unknown or a person."""
    if name.title or name.sort not in PERSONS:
        return name
    return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION)
