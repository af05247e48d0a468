"""The name that a description of a source goes on to: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.speakers.mentions.coordination import PERSONS
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, roles, small, titles
from sayso.text.words import Words

_NAMED: Final = re.compile(r" named (?=[A-Z])")
_HOME: Final = re.compile(r"(?:of|from) [A-Z]")
FIELD: Final = re.compile(r" of (?:(?P<field>(?!the\b)[A-Za-z]+)|the (?:House|Senate)) (?=[A-Z][\w.'’-]* [A-Z])")


def apposed(words: Words, span: Span, core: Span, head: str, plural: bool) -> Name | None:
    """The name after a description and a comma: ``Her campaign manager, | NAME,``, ``The insurer, | NAME,``."""
    body = head in common_bodies()
    office = not plural and (head in roles() or head in titles())
    led = (pattern.match(words.text, core.end, span.end) for pattern in (_NAMED, FIELD))
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
