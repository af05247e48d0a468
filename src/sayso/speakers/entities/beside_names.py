"""The context of a name: aliases of the same person, the sex from pronouns, and the place or body of origin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.entity import Entity
from sayso.speakers.kinds import PERSONS
from sayso.speakers.mentions.names import Name
from sayso.text.vocabulary import folded, pronouns, roles, saying, singular, small, titles
from sayso.text.words import Words

_PROPER: Final = r"(?:[^\W\da-z_][\w.’'-]*+\s?+){1,4}+"
_PREPOSITION_AFTER: Final = re.compile(rf"(?:’s|'s)?,?\s(?:of|from|for|in)\s(?:the\s)?(?P<of>{_PROPER})")
_BRACKET_AFTER: Final = re.compile(rf"\s\((?:[A-Z]{{1,3}}-)?(?P<of>{_PROPER})\)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑.][^\W\d_]+)*")


def origin_after(text: str, end: int) -> frozenset[str]:
    """The origin words after a name or noun: after "of" and similar prepositions, or in brackets."""
    match = _PREPOSITION_AFTER.match(text, end, end + 60) or _BRACKET_AFTER.match(text, end, end + 40)
    return origin_words(match["of"]) if match is not None else frozenset()


def origin_words(phrase: str) -> frozenset[str]:
    """The capitalized words of a phrase, without titles, roles and parties; demonyms become their countries."""
    words = (word.removesuffix("’s").removesuffix("'s") for word in _WORD.findall(phrase) if word[0].isupper())
    return frozenset(
        _country_of_demonym().get(lower, lower) for word in words if not _is_no_origin(lower := word.lower())
    )


def _is_no_origin(word: str) -> bool:
    bare = word.replace(".", "")
    return bare in titles() or singular(bare) in roles() or singular(bare) in small("party") or len(bare) == 1


@cache
def _country_of_demonym() -> dict[str, str]:
    """The country of each demonym, in lower case."""
    return {row["term"].lower(): row["place"].lower() for row in lexicon("demonyms") if row["place"] != "-"}


_MAX_DISTANCE: Final = 60


def another_name(words: Words, name: Name, other: Name) -> bool:
    """Whether the second name is an alias of the first: ``Farr, who was born | Lilian Farquhar``."""
    persons = name.sort in PERSONS and other.sort in PERSONS
    return (
        persons
        and 0 < other.begin - name.span.end < _MAX_DISTANCE
        and bool(_alias_phrase().fullmatch(words.text, name.span.end, other.begin))
    )


@cache
def _alias_phrase() -> re.Pattern[str]:
    """The phrase between a name and its alias: ``, née``, `` changed his name to``."""
    terms = "|".join(row["term"] for row in lexicon("also_called"))
    return re.compile(rf",? (?:who )?\(?(?:{terms}) [“\"‘']?")


@cache
def he_and_she() -> dict[str, str]:
    """The sex, ``m`` or ``f``, of each pronoun of a man or a woman."""
    return {word: sex for word, (_, _, sex) in pronouns().items() if sex != "-"}


@cache
def _pronoun() -> re.Pattern[str]:
    """A pronoun of a man or a woman: ``he``, ``her``."""
    return re.compile(rf"\b({'|'.join(he_and_she())})\b")


def sex_beside(words: Words, places: Sequence[int], owned: bool = False) -> str:
    """``m`` or ``f`` from a pronoun after the name in its sentence, without another name between; else ``-``.

    With ``owned``, only possessive and reflexive pronouns of the clause count: ``Reed read it in | his | voice``.
    """
    for place in places:
        end = words.bounds(words.sentence(place))[1]
        pronoun = _pronoun().search(words.text, place, min(end, place + _MAX_DISTANCE))
        if pronoun is None or is_object(words, pronoun.start(1)) or (owned and pronoun[1] in ("he", "she")):
            continue
        number = words.within(place, place + 1).start + 1
        while number < len(words.texts) and words.texts[number][0].isupper():
            number += 1  # the rest of the name
        between = words.within(words.starts[number], pronoun.start()) if number < len(words.starts) else range(0)
        if not any(words.texts[token][0].isupper() or words.lower[token] in roles() for token in between) and not (
            owned and any(saying(words.lower[token]) for token in between)
        ):
            return he_and_she()[pronoun[1]]
    return "-"


def is_object(words: Words, start: int) -> bool:
    """Whether the pronoun that starts here is the object of its clause, and so not its subject: ``told | him``."""
    number = words.within(start, start + 1).start
    if words.lower[number] != "her":
        return words.lower[number] == "him"
    is_last = number + 1 == len(words.tokens) or words.text[words.tokens[number][1] : words.starts[number + 1]] != " "
    return is_last or words.lower[number + 1] in folded("function_words")


def of_sex(words: Words, fitting: list[Entity], sex: str) -> list[Entity]:
    """The bearers of a surname with this sex according to pronouns; all of them if no pronoun decides."""
    sex_of = {entity.number: sex_beside(words, entity.places) for entity in fitting}
    for entity in fitting:
        entity.sex = sex_of[entity.number] if entity.sex == "-" else entity.sex
    same = [entity for entity in fitting if sex_of[entity.number] == sex]
    return same or [entity for entity in fitting if sex_of[entity.number] == "-"] or fitting
