"""What kind of source a name or a noun is: a person, a body, an outlet, a text, people. All such rules are here."""

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
    folded,
    noun_kinds,
    pronouns,
    roles,
    singular,
    small,
    titles,
)

_PERSON, _BODY, _OUTLET = SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET
_TEXT, _GROUP, _UNNAMED = SpeakerKind.DOCUMENT, SpeakerKind.GROUP, SpeakerKind.UNNAMED

# -- names ------------------------------------------------------------------------------------------------------------

_CAPITALS: Final = re.compile(r"[A-Z]{2,}[a-z]{3,}$")
_SURNAME_OPENS: Final = r"(?!Mac[A-Z]|Mc|De[A-Z]|La[A-Z]|Le[A-Z]|Di[A-Z]|Du[A-Z]|Van[A-Z]|Fitz[A-Z])"
_CAMEL: Final = re.compile(rf"{_SURNAME_OPENS}[A-Z][a-z]+[A-Z]")
_INITIAL: Final = re.compile(r"[^\W\d_]\.")
_NAMED: Final = 5  # words that the name of a person has at most
_ACRONYM: Final = 5  # letters that one has at most


def kind_of_name(found: tuple[str, ...], titled: bool = False) -> SpeakerKind | None:
    """What a name names, as far as its own words say: None for a single word that could be anyone or anything."""
    bare = " ".join(found).casefold().removeprefix("the ")
    last = found[-1].casefold()
    bodies = folded("organizations")
    if "&" in found:
        return _BODY
    if titled and len(found) <= _NAMED - 1 and last not in bodies:
        return _PERSON
    if " ".join(found).casefold() in folded("outlets") or bare in folded("outlets"):
        return _OUTLET
    if bare in bodies or bare in folded("places"):
        return _BODY
    many = len(found) == 1 and last.endswith("s") and last[:-1] in folded("demonyms")  # Saudis
    if bare in folded("groups") or bare in folded("demonyms") or many or last.endswith("-americans"):
        return _GROUP
    return _kind_of_word(found[0], last) if len(found) == 1 else _kind_of_words(found, last)


def _kind_of_word(word: str, last: str) -> SpeakerKind | None:
    """The kind of a single word that no list holds."""
    if last in folded("outlet_nouns") and last not in small("outlet_weak"):
        return _OUTLET
    if singular(last) != last and singular(last) in folded("organizations"):
        return _GROUP
    acronym = _CAPITALS.match(word) or (word.isupper() and 2 <= len(word.replace(".", "")) <= _ACRONYM)
    return _BODY if acronym or _CAMEL.match(word) else None


def _kind_of_words(found: tuple[str, ...], last: str) -> SpeakerKind:
    """The kind of several words: by what the last one says, by small words inside, else a person."""
    if len(found) <= _NAMED - 1 and any(_INITIAL.fullmatch(word) for word in found[1:-1]):
        return _PERSON
    links = any(word in small("name_link") for word in found)
    if links and any(word.casefold() in folded("organizations") for word in found[:-1]):
        return _BODY
    if last in folded("outlet_nouns") or last in small("outlet_end") or found[0] in ("Radio", "Télévision"):
        return _OUTLET
    if last in folded("organizations") and last not in small("group_end"):
        return _BODY
    if (last in folded("groups") and last.endswith("s")) or last in small("group_end"):
        return _GROUP
    if last in small("law") or (last in documents() and not found[-1].isupper()):
        return _TEXT
    if noun_kinds().get(last) in ("body", "place") and last not in also_names():
        return _BODY
    return _BODY if links or last in small("site") or len(found) > _NAMED else _PERSON


# -- nouns ------------------------------------------------------------------------------------------------------------


class Phrase(msgspec.Struct, frozen=True):
    """A noun phrase without a name at its end: its head in the singular, and its words as they stand."""

    head: str
    plural: bool
    core: str
    whole: str


_NUMBER: Final = r"(?:[\d.,]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)"
_PERCENT: Final = r"[\d.,]+\s?%|\w+ (?:in|out of) (?:\d+|three|four|five|ten)"
_SOME: Final = r"(?:the |both |these |those )?(?:two|three|four|five)"
_ABOUT: Final = r"(?:(?:about|nearly|almost|only|just|roughly|some|around) )?"
_SHARE: Final = re.compile(rf"{_ABOUT}(?:{_PERCENT}|{_SOME})", re.IGNORECASE)
_PARTY: Final = re.compile(
    r"\b(?:party|gop|establishment|religious|political|public|top|leading|opposition) figures\b", re.IGNORECASE
)
_LIST: Final = re.compile(r",\s(?:and|or)\s|^[\w\s]+\s(?:and|or)\s")
_CLOSE: Final = r"close to|familiar with|briefed on|knowledge of|involved in|aware of"
_SECRET: Final = r"who asked|who spoke|who declined|who requested|not authorized|anonym\w+|unnamed|unidentified"
_FEW: Final = re.compile(rf"\b(?:{_NUMBER}|one|a|an|another|{_CLOSE}|{_SECRET})\b", re.IGNORECASE)
_COUNTED: Final = re.compile(
    rf"(?:(?:the|these|those|all|at least|about|only|another)\s)*{_NUMBER}\s(?!%|percent)", re.I
)
_MEASURED: Final = re.compile(r"(?i)\b(?:by|from|two|three|four|five|six|seven|both|these|his|her|their|\d+)\b|['’]s\b")
_POSSESSIVE: Final = re.compile(r"['’](?:s|S)?$")
_AGED: Final = re.compile(r"[-‐‑]olds?$")
_HUMAN: Final = re.compile(r"(?:ist|man|woman|person|boy|girl|ian|mother|father|brother|sister|mate|folk)$")
_DOER: Final = re.compile(r"[^\W\d_]{3,}(?:er|or|ant|ee|ster|ess)$")
_WHO: Final = re.compile(r"[^,]{0,40},?\swho(?:se|m)?\b")
_FOLK: Final = ("person", "people")


def kind_of_noun(phrase: Phrase) -> SpeakerKind | None:
    """What a description describes, by its head noun; None for a noun that can be no source."""
    head, plural, whole = phrase.head, phrase.plural, phrase.whole
    last = _POSSESSIVE.sub("", phrase.core.split()[-1]).lower()
    if last.isdigit() and head in documents():
        return _TEXT
    if _SHARE.fullmatch(whole.strip(" ,.")) or (head == "figure" and plural and _PARTY.search(whole)):
        return _GROUP
    few = _FEW.search(whole) is not None
    if head == "person" and plural:
        return _UNNAMED if few else _GROUP
    someone = head in small("someone") and not plural
    counted = plural and _COUNTED.match(whole) is not None and _folk(head)
    if last.isdigit() or (plural and _LIST.search(whole)) or (last in folded("groups") and not counted and not someone):
        return _GROUP
    listed = _listed(phrase, last, few)
    return listed if listed is not None else _unlisted(phrase, few)


def _listed(phrase: Phrase, last: str, few: bool) -> SpeakerKind | None:
    """The kind of a head that a list of ours has."""
    head, plural, whole = phrase.head, phrase.plural, phrase.whole
    one = head in small("someone") and not plural
    if head in folded("groups") and not one and not (plural and few):
        return _GROUP
    if _human(phrase):
        return _people(head, plural, few)
    if head in small("in_general") and (plural or head == "polling"):
        return _TEXT if _MEASURED.search(whole) else _GROUP
    if head in documents():
        return _TEXT
    if last in folded("organizations"):
        return _BODY
    if plural and few and head in folded("outlet_nouns"):
        return _OUTLET
    if plural and (head in folded("organizations") or head in folded("outlet_nouns")):
        return _GROUP
    if head in folded("outlet_nouns") and (head in common_bodies() or noun_kinds().get(head) != "person"):
        return _OUTLET
    return _BODY if head in folded("organizations") else None


def _human(phrase: Phrase) -> bool:
    """Whether our lists, or the form of an age, say that the head is a human being."""
    head = phrase.head
    if head in common_bodies() and phrase.whole[:4].lower() == "the ":
        return False
    someone = head in small("someone") and not phrase.plural
    hand = head in _hand_roles()
    return someone or hand or head in titles() or _AGED.search(head) is not None


def _unlisted(phrase: Phrase, few: bool) -> SpeakerKind | None:
    """The kind of a head that WordNet knows, or whose form tells; who speaks and is unknown is unnamed."""
    head, plural = phrase.head, phrase.plural
    kind = meaning(head)
    if kind == "person":
        return _people(head, plural, few)
    if _WHO.match(phrase.whole, len(phrase.core)):
        return _people(head, plural, few)
    if kind == "thing":
        return _GROUP if plural else None
    if kind == "people" or plural:
        return _GROUP if kind != "text" else _TEXT
    kinds = {"body": _BODY, "place": _BODY, "text": _TEXT}
    return kinds.get(kind, _UNNAMED if head.isalpha() or "-" in head else None)


def _people(head: str, plural: bool, few: bool) -> SpeakerKind:
    """Someone, a few whom the page does not name, or people in the mass."""
    return _UNNAMED if not plural or few or roles().get(head, ("group",))[0] != "group" else _GROUP


@lru_cache(maxsize=20_000)
def meaning(noun: str) -> str:
    """What a noun in the singular means, as WordNet has it; of a compound its last part; else by its form."""
    known = noun_kinds().get(noun)
    if known is not None:
        return known
    tail = re.split(r"[-‐‑\s]", noun)[-1]
    if tail != noun and (kind := meaning(tail)):
        return kind
    if _HUMAN.search(noun) or _DOER.fullmatch(noun):
        return "person"
    ends = (noun[at:] for at in range(3, len(noun) - 3))
    return "person" if any(noun_kinds().get(end) == "person" for end in ends) else ""


def _folk(head: str) -> bool:
    return head in roles() or meaning(head) in _FOLK


def _hand_roles() -> frozenset[str]:
    return folded("roles")


@lru_cache(maxsize=20_000)
def people_noun(word: str) -> tuple[SpeakerKind | None, bool]:
    """What a lower-case word denotes when it is a noun for people: its kind, and whether it is a plural."""
    one = singular(word)
    if word in pronouns() or word in folded("partitives") or word in small("plural"):
        return None, False
    if word in folded("groups"):
        return _GROUP, True
    if one != word and one in roles():
        return (_GROUP if roles()[one][0] == "group" else _UNNAMED), True
    return None, False
