"""What stands beside a name: another name of the same person, he or she, and the state, town or body it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.entity import Entity
from sayso.speakers.mentions.names import Name
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import roles, singular, small, titles
from sayso.text.words import Words

_PROPER: Final = r"(?:[^\W\da-z_][\w.’'-]*\s?){1,4}"
_AFTER: Final = re.compile(rf"(?:’s|'s)?,?\s(?:of|from|for|in)\s(?:the\s)?(?P<of>{_PROPER})")
_BRACKET: Final = re.compile(rf"\s\((?:[A-Z]{{1,3}}-)?(?P<of>{_PROPER})\)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑.][^\W\d_]+)*")


def origin_after(text: str, end: int) -> frozenset[str]:
    """The words of what follows a name or a noun after "of", or in brackets."""
    found = _AFTER.match(text, end, end + 60) or _BRACKET.match(text, end, end + 40)
    return origin_words(found["of"]) if found is not None else frozenset()


def origin_words(said: str) -> frozenset[str]:
    """The words with a capital letter that are no titles, nouns for persons or parties; peoples as their countries."""
    words = (word.removesuffix("’s").removesuffix("'s") for word in _WORD.findall(said) if word[0].isupper())
    return frozenset(_country().get(low, low) for word in words if not _plain(low := word.lower()))


def origin_beside(words: Words, name: Name) -> frozenset[str]:
    """What stands after a name as the place or body that its bearer is of."""
    return origin_after(words.text, name.span.end)


def _plain(word: str) -> bool:
    bare = word.replace(".", "")
    return bare in titles() or singular(bare) in roles() or singular(bare) in small("party") or len(bare) == 1


@cache
def _country() -> dict[str, str]:
    """Each adjective of a people with its country, both in lower case."""
    return {row["term"].lower(): row["place"].lower() for row in lexicon("demonyms") if row["place"] != "-"}


_PERSONS: Final = (None, SpeakerKind.PERSON)
_FAR: Final = 60
_SEX: Final = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b")


def another_name(words: Words, name: Name, other: Name) -> bool:
    """Whether the second of two names is told to be the first one's too: ``Farr, who was born | Lilian Farquhar``."""
    start = (other.title_span or other.span).start
    persons = name.sort in _PERSONS and other.sort in _PERSONS
    return persons and 0 < start - name.span.end < _FAR and bool(_also().fullmatch(words.text, name.span.end, start))


@cache
def _also() -> re.Pattern[str]:
    """What leads from a name to another name of the same person: ``, née``, `` changed his name to``."""
    terms = "|".join(row["term"] for row in lexicon("also_called"))
    return re.compile(rf",? (?:who )?\(?(?:{terms}) [“\"‘']?")


def sex_beside(words: Words, places: Sequence[int]) -> str:
    """``m`` or ``f`` where a pronoun follows a place of the name in its clause, and no other name stands between."""
    for place in places:
        end = words.bounds(words.sentence(place))[1]
        found = _SEX.search(words.text, place, min(end, place + _FAR))
        if found is None:
            continue
        number = words.within(place, place + 1).start + 1
        while number < len(words.texts) and words.texts[number][0].isupper():
            number += 1  # the rest of the name
        between = words.within(words.starts[number], found.start()) if number < len(words.starts) else range(0)
        if not any(words.texts[one][0].isupper() or words.lower[one] in roles() for one in between):
            return "m" if found[1].startswith("hi") or found[1] == "he" else "f"
    return "-"


def of_sex(words: Words, fitting: list[Entity], sex: str) -> list[Entity]:
    """Of several bearers of a surname those whom the page calls he, or she; all where it tells of none."""
    told = {one.number: sex_beside(words, one.places) for one in fitting}
    for one in fitting:
        one.sex = told[one.number] if one.sex == "-" else one.sex
    same = [one for one in fitting if told[one.number] == sex]
    return same or [one for one in fitting if told[one.number] == "-"] or fitting
