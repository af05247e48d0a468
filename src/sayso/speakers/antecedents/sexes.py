"""Who is "he", "she" or "they" on a page, by the page's own evidence: titles, nouns, pronouns; first names last."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.beside_names import sex_beside
from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.text.vocabulary import pronouns, small
from sayso.text.words import Words

CERTAIN: Final = 4.0
"""The log-odds that a title or a noun gives: an actress is she, whatever else the page has."""
_MOST: Final = 6.0
_NAME: Final = 1.0  # the most that a first name may say
_FAR: Final = 300
_NEAR: Final = 120
_RIVALS: Final = 4
_VOTE: Final = 1.6
_SEX: Final = {"m": CERTAIN, "f": -CERTAIN, "-": 0.0}
_SINGULAR: Final = frozenset(("he", "she", "his", "her", "hers", "him", "himself", "herself"))
_AFTER: Final = re.compile(r"(?:,| is| was| became| \()(?: (?:an?|the|his|her|their|one|whose))?((?: [\w’'-]+){1,3})")
_BEFORE: Final = re.compile(r"(?<![\w’'-])([\w’'-]++),? (?:[A-Z][\w.]*+ )?$")
_THEY: Final = re.compile(r"(?i)\bthey/them\b|\bnon-?binary\b|\bpronouns (?:are|is) they\b")


class Sexes:
    """For each person of a page the log-odds of "he" to "she", and who is "they"."""

    def __init__(self, words: Words, entities: Entities, contents: bytes, statistic: bool = True) -> None:
        self._words = words
        self._entities = entities
        self._contents = contents
        self._known: dict[int, float] = {}
        self._told: dict[int, float] = {}
        self._they: set[int] = set()
        self._read(statistic)

    def odds(self, entity: Entity, sex: str) -> float:
        """The log-odds that a person is of this sex, 0 where nothing tells."""
        known = self._known.get(entity.number, 0.0) or _told_by_noun(entity)
        return known if sex == "m" else -known

    def contradicts(self, entity: Entity, sex: str) -> bool:
        """Whether the page tells that a person is not of this sex."""
        told = self._told.get(entity.number, 0.0) or _told_by_noun(entity)
        return sex in ("m", "f") and ((told < 0) if sex == "m" else (told > 0))

    def they(self, entity: Entity, place: int) -> bool:
        """Whether "they" at this place can mean one person: the page says so of him."""
        return entity.number in self._they and bool(entity.places) and entity.places[0] < place

    def settle(self, entity: Entity, sex: str) -> None:
        """Note that a source with "he" or "she" was led to a person: the other pronoun is now another's."""
        self._known[entity.number] = _MOST if sex == "m" else -_MOST
        self._told[entity.number] = self._known[entity.number]

    def _read(self, statistic: bool) -> None:
        """Gather the evidence: what stands beside each name, then the pronouns in order."""
        people = [one for one in self._entities.all if one.kind in PERSONS and one.words]
        for place in self._entities.at:
            if place.named and place.entity.kind in PERSONS:
                self._beside(place)
        for entity in people:
            told = {"m": _MOST, "f": -_MOST}.get(entity.sex, 0.0) or self._told.get(entity.number, 0.0)
            told = told or _told_by_noun(entity) or _SEX[sex_beside(self._words, entity.places[:1])]
            if told:
                self._told[entity.number] = self._known[entity.number] = max(-_MOST, min(_MOST, told))
            elif statistic and len(entity.words) > 1:
                self._known[entity.number] = name_odds(entity.words[0])
        for number, word in enumerate(self._words.lower):
            if word in _SINGULAR and not self._words.quoted[self._words.starts[number]]:
                self._vote(self._words.starts[number], pronouns()[word][2])

    def _beside(self, place: Place) -> None:
        """Note what stands before or after a name: ``her brother NAME``, ``NAME, a mother of three``."""
        text, number = self._words.text, place.entity.number
        before = _BEFORE.search(text, max(0, place.span.start - 40), place.span.start)
        after = _AFTER.match(text, place.span.end)
        found = nouns_of_sex().get(before[1].lower(), 0.0) if before is not None else 0.0
        for word in after[1].lower().split() if after is not None and not found else ():
            found = nouns_of_sex().get(word.strip("’'"), 0.0)
            if found or word in small("preposition"):
                break
        if found:
            self._told.setdefault(number, found)
        end = self._words.bounds(self._words.sentence(place.span.start))[1]
        if _THEY.search(text, place.span.end, min(end, place.span.end + _NEAR)):
            self._they.add(number)

    def _vote(self, start: int, sex: str) -> None:
        """Let one pronoun outside quotation marks speak for those whom it can mean, each by his chance."""
        rivals = self._rivals(start)
        if not rivals:
            return
        chances = [math.exp(score) / (1 + math.exp(-self.odds(entity, sex))) for entity, score in rivals]
        total = sum(chances) + 0.1
        for (entity, _), chance in zip(rivals, chances, strict=True):
            if entity.number not in self._told:
                vote = _VOTE * chance / total * (1 if sex == "m" else -1)
                known = self._known.get(entity.number, 0.0) + vote
                self._known[entity.number] = max(-CERTAIN, min(CERTAIN, known))

    def _rivals(self, start: int) -> list[tuple[Entity, float]]:
        """The persons named last before a pronoun, each with a score: near, and at the beginning of a sentence."""
        words = self._words
        here = words.sentence(start)
        found: dict[int, tuple[Entity, float]] = {}
        for place in self._entities.before(start, 2 * _RIVALS):
            if start - place.span.end > _FAR or len(found) == _RIVALS:
                break
            if not place.named or place.entity.kind not in PERSONS or place.entity.number in found:
                continue
            there = words.sentence(place.span.start)
            opens = place.span.start - words.sentences[there] <= 24
            score = 1.2 * opens - 0.8 * (here - there) + 0.5 * (not found)
            if self._contents[place.span.start]:
                score -= 1.0
            found[place.entity.number] = (place.entity, score)
        return list(found.values())


def _told_by_noun(entity: Entity) -> float:
    """What the nouns say by which the page calls somebody: ``his widow``, ``the actress``."""
    return sum(nouns_of_sex().get(head, 0.0) for head in entity.heads)


@cache
def nouns_of_sex() -> dict[str, float]:
    """Nouns that say whether somebody is he or she, as log-odds."""
    return {row["term"]: CERTAIN if row["sex"] == "m" else -CERTAIN for row in lexicon("nouns_of_sex")}


@cache
def name_odds(first: str) -> float:
    """What a first name says in the census, bounded, so that anything that the page tells goes before it."""
    odds = _names().get(first.casefold(), 0.0)
    return max(-_NAME, min(_NAME, odds))


@cache
def _names() -> dict[str, float]:
    return {row["term"]: float(row["odds"]) for row in lexicon("first_names")}
