"""The kind of a name or a noun: person, organization, outlet, document, group, unnamed. All rules of kinds are here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from sayso.terms import SpeakerKind
from sayso.text.vocabulary import (
    also_names,
    common_bodies,
    documents,
    first_names,
    folded,
    noun_kinds,
    pronouns,
    roles,
    singular,
    small,
    titles,
)

PERSONS: Final = (None, SpeakerKind.PERSON)
"""The kinds of names that may be those of persons; None: an ambiguous single word."""
BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
_PERSON, _BODY, _OUTLET = SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET
_TEXT, _GROUP, _UNNAMED = SpeakerKind.DOCUMENT, SpeakerKind.GROUP, SpeakerKind.UNNAMED

# -- names ------------------------------------------------------------------------------------------------------------

_CAPITALS: Final = re.compile(r"[A-Z]{2,}[a-z]{3,}$")
_SURNAME_OPENS: Final = r"(?!Mac[A-Z]|Mc|De[A-Z]|La[A-Z]|Le[A-Z]|Di[A-Z]|Du[A-Z]|Van[A-Z]|Fitz[A-Z])"
_CAMEL: Final = re.compile(rf"{_SURNAME_OPENS}[A-Z][a-z]+[A-Z]")
_INITIAL: Final = re.compile(r"[^\W\d_]\.")
_MAX_PERSON_WORDS: Final = 5  # words of a person's name
_MAX_ACRONYM: Final = 5  # letters
_MIN_COMPOUND_START: Final = 4  # letters before the noun at the end of a body's name: Northrail


def kind_of_name(words: tuple[str, ...], titled: bool = False) -> SpeakerKind | None:
    """The kind of a name from its own words; None for an ambiguous single word."""
    lower = " ".join(words).casefold().removeprefix("the ")
    last = words[-1].casefold()
    bodies = folded("organizations")
    if "&" in words:
        return _BODY
    if titled and len(words) <= _MAX_PERSON_WORDS - 1 and last not in common_bodies():
        return _PERSON
    if " ".join(words).casefold() in folded("outlets") or lower in folded("outlets"):
        return _OUTLET
    if lower in bodies or lower in folded("places"):
        return _BODY
    is_plural_demonym = len(words) == 1 and last.endswith("s") and last[:-1] in folded("demonyms")  # Saudis
    if lower in folded("groups") or lower in folded("demonyms") or is_plural_demonym or last.endswith("-americans"):
        return _GROUP
    return _kind_of_word(words[0], last) if len(words) == 1 else _kind_of_words(words, last)


def _kind_of_word(word: str, last: str) -> SpeakerKind | None:
    """The kind of a single word that no list contains."""
    if last in folded("outlet_nouns") and last not in small("outlet_weak"):
        return _OUTLET
    if singular(last) != last and singular(last) in folded("organizations"):
        return _GROUP
    acronym = _CAPITALS.match(word) or (word.isupper() and 2 <= len(word.replace(".", "")) <= _MAX_ACRONYM)
    is_compound = any(last[_MIN_COMPOUND_START:].endswith(end) for end in small("body_suffix"))
    return _BODY if acronym or is_compound or _CAMEL.match(word) else None


def _kind_of_words(words: tuple[str, ...], last: str) -> SpeakerKind:
    """The kind of several words, from the last word and from function words inside; a person by default."""
    if len(words) <= _MAX_PERSON_WORDS - 1 and any(_INITIAL.fullmatch(word) for word in words[1:-1]):
        return _PERSON
    links = any(word in small("name_link") for word in words)
    if links and any(word.casefold() in folded("organizations") for word in words[:-1]):
        return _BODY
    if last in folded("outlet_nouns") or last in small("outlet_end") or words[0] in small("outlet_opens"):
        return _OUTLET
    if last in folded("organizations") and last not in small("group_end"):
        return _BODY
    if (last in folded("groups") and last.endswith("s")) or last in small("group_end"):
        return _GROUP
    if last in small("law") or (last in documents() and not words[-1].isupper()):
        return _TEXT
    if noun_kinds().get(last) in ("body", "place") and last not in also_names() and not _has_first_name(words, last):
        return _BODY
    return _BODY if links or last in small("site") | small("firm_end") or len(words) > _MAX_PERSON_WORDS else _PERSON


def _has_first_name(words: tuple[str, ...], last: str) -> bool:
    """Whether a noun is a surname after a first name: ``Bertrand | Lock``."""
    first = words[0].casefold()
    return last in folded("surname_nouns") and first in first_names() and first not in folded("places")


def describes_body(word: str, name: tuple[str, ...] = ()) -> bool:
    """Whether a word describes the body whose name follows, and is never part of the name: ``Chipmaker | Orlo``.

    A maker that no list has is a person before a full name: ``Saddlemaker | Otto Krahl``.
    """
    lower = word.lower()
    unlisted = "person" if len(name) > 1 and name[0].lower() in first_names() else "body"
    return lower in small("describes_body") or (lower.endswith("maker") and noun_kinds().get(lower, unlisted) == "body")


# -- nouns ------------------------------------------------------------------------------------------------------------


class Phrase(msgspec.Struct, frozen=True):
    """A noun phrase without a final name: its head in the singular, its core and its full text."""

    head: str
    plural: bool
    core: str
    whole: str


_NUMBER: Final = r"(?:[\d.,]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)"
RATIO: Final = r"\w+ (?:in|out of) (?:\d+|three|four|five|six|seven|eight|nine|ten)"
"""Pattern of a share of people: ``one in seven``."""
_PERCENT: Final = rf"[\d.,]+(?:\s?%| per ?cent)|{RATIO}"
_SOME: Final = r"(?:the |both |these |those )?(?:two|three|four|five)"
_ABOUT: Final = r"(?:(?:about|nearly|almost|only|just|roughly|some|around) )?"
_SHARE: Final = re.compile(rf"{_ABOUT}(?:{_PERCENT}|{_SOME})", re.IGNORECASE)
_PARTY: Final = re.compile(
    r"\b(?:party|gop|establishment|religious|political|public|top|leading|opposition) figures\b", re.IGNORECASE
)
_LIST: Final = re.compile(r",\s(?:and|or)\s|^[\w\s]+\s(?:and|or)\s")
_PROXIMITY: Final = r"close to|familiar with|briefed on|knowledge of|involved in|aware of"
_ANONYMITY: Final = r"who asked|who spoke|who declined|who requested|not authorized|anonym\w+|unnamed|unidentified"
_FEW: Final = re.compile(rf"\b(?:{_NUMBER}|one|a|an|another)\b", re.IGNORECASE)
_KNOWN_OF: Final = re.compile(rf"\b(?:{_PROXIMITY}|{_ANONYMITY})\b", re.IGNORECASE)
_COUNTED: Final = re.compile(
    rf"(?:(?:the|these|those|all|at least|about|only|another)\s)*{_NUMBER}\s(?!%|percent)", re.I
)
_MEASURED: Final = re.compile(r"(?i)\b(?:by|from|two|three|four|five|six|seven|both|these|his|her|their|\d+)\b|['’]s\b")
POSSESSIVE: Final = re.compile(r"['’](?:s|S)?$")
_AGED: Final = re.compile(r"[-‐‑]olds?$")
_HUMAN_SUFFIX: Final = re.compile(r"(?:ist|man|woman|person|boy|girl|ian|mother|father|brother|sister|mate|folk)$")
_AGENT_NOUN: Final = re.compile(r"[^\W\d_]{3,}(?:er|or|ant|ee|ster|ess)$")
_RELATIVE_CLAUSE: Final = re.compile(r"[^,]{0,40},?\swho(?:se|m)?\b")
_HUMAN_MEANINGS: Final = ("person", "people")


def kind_of_noun(phrase: Phrase) -> SpeakerKind | None:
    """The kind of a description, from its head noun; None for a noun that cannot be a source."""
    head, plural, whole = phrase.head, phrase.plural, phrase.whole
    last = POSSESSIVE.sub("", phrase.core.split()[-1]).lower()
    if last.isdigit() and (head in documents() or head in common_bodies()):
        return _TEXT if head in documents() else _BODY  # Local 88
    if _SHARE.fullmatch(whole.strip(" ,.")) or (head == "figure" and plural and _PARTY.search(whole)):
        return _GROUP
    is_few = _FEW.search(phrase.core) is not None or _KNOWN_OF.search(whole) is not None
    if head == "person" and plural:
        return _UNNAMED if is_few else _GROUP
    is_someone = head in small("someone") and not plural
    is_counted = plural and _COUNTED.match(whole) is not None and _denotes_people(head)
    if (
        last.isdigit()
        or (plural and _LIST.search(whole))
        or (last in folded("groups") and not is_counted and not is_someone)
    ):
        return _GROUP
    kind = _kind_of_listed(phrase, last, is_few)
    return kind if kind is not None else _kind_of_unlisted(phrase, is_few)


def _kind_of_listed(phrase: Phrase, last: str, is_few: bool) -> SpeakerKind | None:
    """The kind of a head noun in one of our lists."""
    head, plural, whole = phrase.head, phrase.plural, phrase.whole
    is_someone = head in small("someone") and not plural
    if head in folded("groups") and not is_someone and not (plural and is_few):
        return _GROUP
    if _is_human(phrase):
        return _kind_of_people(head, plural, is_few)
    if head in small("in_general") and (plural or head == "polling"):
        return _TEXT if _MEASURED.search(whole) else _GROUP
    if head in documents():
        return _TEXT
    if last in folded("organizations"):
        return _BODY
    if plural and is_few and head in folded("outlet_nouns"):
        return _OUTLET
    if plural and (head in folded("organizations") or head in folded("outlet_nouns")):
        return _GROUP
    if head in folded("outlet_nouns") and (head in common_bodies() or noun_kinds().get(head) != "person"):
        return _OUTLET
    return _BODY if head in folded("organizations") else None


def _is_human(phrase: Phrase) -> bool:
    """Whether the head denotes a human being, according to our lists or as an age ("a 60-year-old")."""
    head = phrase.head
    if head in common_bodies() and phrase.whole[:4].lower() == "the ":
        return False
    is_someone = head in small("someone") and not phrase.plural
    is_listed = head in _listed_roles()
    return is_someone or is_listed or head in titles() or _AGED.search(head) is not None


def _kind_of_unlisted(phrase: Phrase, is_few: bool) -> SpeakerKind | None:
    """The kind of a head noun from WordNet or from its form; unknown nouns are unnamed speakers."""
    head, plural = phrase.head, phrase.plural
    kind = meaning(head)
    if kind == "person":
        return _kind_of_people(head, plural, is_few)
    if _RELATIVE_CLAUSE.match(phrase.whole, len(phrase.core)):
        return _kind_of_people(head, plural, is_few)
    if kind == "thing":
        return _GROUP if plural else None
    if kind == "people" or plural:
        return _GROUP if kind != "text" else _TEXT
    kinds = {"body": _BODY, "place": _BODY, "text": _TEXT}
    return kinds.get(kind, _UNNAMED if head.isalpha() or "-" in head else None)


def _kind_of_people(head: str, plural: bool, is_few: bool) -> SpeakerKind:
    """Unnamed for one or a few persons, group for people in general."""
    return _UNNAMED if not plural or is_few or roles().get(head, ("group",))[0] != "group" else _GROUP


@lru_cache(maxsize=20_000)
def meaning(noun: str) -> str:
    """The meaning of a singular noun: from WordNet, from the last part of a compound, or from its form."""
    known = noun_kinds().get(noun)
    if known is not None:
        return known
    tail = re.split(r"[-‐‑\s]", noun)[-1]
    if tail != noun and (kind := meaning(tail)):
        return "person" if kind == "thing" and _AGENT_NOUN.fullmatch(tail) else kind  # zip-liner
    return "person" if _AGENT_NOUN.fullmatch(noun) or is_human_compound(noun) else ""


def is_human_compound(noun: str) -> bool:
    """Whether a singular noun ends in a noun for a person, or in its suffix: ``shop-owner``, ``harpist``."""
    ends = (noun[at:] for at in range(3, len(noun) - 3))
    return _HUMAN_SUFFIX.search(noun) is not None or any(noun_kinds().get(end) == "person" for end in ends)


def _denotes_people(head: str) -> bool:
    return head in roles() or meaning(head) in _HUMAN_MEANINGS


def _listed_roles() -> frozenset[str]:
    return folded("roles")


@lru_cache(maxsize=20_000)
def people_noun(word: str) -> tuple[SpeakerKind | None, bool]:
    """The kind of a noun for people in lower case, and whether it is a plural; None for other words."""
    noun = singular(word)
    if word in pronouns() or word in folded("partitives") or word in small("plural"):
        return None, False
    if word in folded("groups"):
        return _GROUP, True
    if noun != word and noun in roles():
        return (_GROUP if roles()[noun][0] == "group" else _UNNAMED), True
    return None, False
