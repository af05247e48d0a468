"""What a proper name names, by its own words: a person, a body, an outlet, a group, a text."""

from __future__ import annotations

import re
from typing import Final

from sayso.terms import SpeakerKind
from sayso.text.vocabulary import documents, folded, singular, small

_CAPITALS: Final = re.compile(r"[A-Z]{2,}[a-z]{3,}$")
_CAMEL: Final = re.compile(
    r"(?!Mac[A-Z]|Mc|De[A-Z]|La[A-Z]|Le[A-Z]|Di[A-Z]|Du[A-Z]|Van[A-Z]|Fitz[A-Z])[A-Z][a-z]+[A-Z]"
)


def sort_of(found: tuple[str, ...], titled: bool = False) -> SpeakerKind | None:
    """What a name names, as far as its own words say: None for a single word that could be anyone or anything."""
    bare = " ".join(found).casefold().removeprefix("the ")
    last = found[-1].casefold()
    bodies = folded("organizations")
    if "&" in found:
        return SpeakerKind.ORGANIZATION
    if titled and len(found) <= 4 and last not in bodies:
        return SpeakerKind.PERSON
    if " ".join(found).casefold() in folded("outlets") or bare in folded("outlets"):
        return SpeakerKind.OUTLET
    if bare in bodies or bare in folded("places"):
        return SpeakerKind.ORGANIZATION
    many = len(found) == 1 and last.endswith("s") and last[:-1] in folded("demonyms")  # Saudis
    if bare in folded("groups") or bare in folded("demonyms") or many or last.endswith("-americans"):
        return SpeakerKind.GROUP
    return _sort_of_one(found[0], last) if len(found) == 1 else _sort_of_more(found, last)


def _sort_of_one(word: str, last: str) -> SpeakerKind | None:
    """The sort of a single word that no list holds."""
    if last in folded("outlet_nouns") and last not in small("outlet_weak"):
        return SpeakerKind.OUTLET
    if singular(last) != last and singular(last) in folded("organizations"):
        return SpeakerKind.GROUP
    acronym = _CAPITALS.match(word) or (word.isupper() and 2 <= len(word.replace(".", "")) <= 5)
    return SpeakerKind.ORGANIZATION if acronym or _CAMEL.match(word) else None


def _sort_of_more(found: tuple[str, ...], last: str) -> SpeakerKind:
    """The sort of several words: by what the last one says, by small words inside, else a person."""
    if len(found) <= 4 and any(_INITIAL.fullmatch(word) for word in found[1:-1]):
        return SpeakerKind.PERSON
    links = any(word in small("name_link") for word in found)
    if links and any(word.casefold() in folded("organizations") for word in found[:-1]):
        return SpeakerKind.ORGANIZATION
    if last in folded("outlet_nouns") or last in small("outlet_end") or found[0] in ("Radio", "Télévision"):
        return SpeakerKind.OUTLET
    if last in folded("organizations") and last not in small("group_end"):
        return SpeakerKind.ORGANIZATION
    if (last in folded("groups") and last.endswith("s")) or last in small("group_end"):
        return SpeakerKind.GROUP
    if last in small("law") or (last in documents() and not found[-1].isupper()):
        return SpeakerKind.DOCUMENT
    site = last in small("site")
    return SpeakerKind.ORGANIZATION if links or site or len(found) > _NAMED else SpeakerKind.PERSON


_INITIAL: Final = re.compile(r"[^\W\d_]\.")
_NAMED: Final = 5  # words that the name of a person has at most
