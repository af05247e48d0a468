"""The pronouns of each person, from the evidence of the page: titles, nouns, pronouns; first names come last."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.beside_names import he_and_she, sex_beside
from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.text.vocabulary import small
from sayso.text.words import Words

CERTAIN: Final = 4.0
"""Log-odds from a noun: an actress is "she", regardless of other evidence."""
_MAX_ODDS: Final = 6.0
_MAX_NAME_ODDS: Final = 1.0  # maximum log-odds from a first name
_MAX_DISTANCE: Final = 300  # characters between a name and a pronoun
_PRONOUNS_DISTANCE: Final = 120  # characters between a name and its stated pronouns
_MAX_CANDIDATES: Final = 4  # persons per pronoun
_VOTE_WEIGHT: Final = 1.6
_SEX: Final = {"m": CERTAIN, "f": -CERTAIN, "-": 0.0}
_NOUN_AFTER: Final = re.compile(
    r"(?:,| is| was| became| \()(?: (?:an?|the|his|her|their|one|whose))?((?: [\w’'-]+){1,3})"
)
_NOUN_BEFORE: Final = re.compile(r"(?<![\w’'-])([\w’'-]++),? (?:[A-Z][\w.]*+ )?$")
_THEY_STATED: Final = re.compile(r"(?i)\bthey/them\b|\bnon-?binary\b|\bpronouns (?:are|is) they\b")


class Sexes:
    """The log-odds of "he" versus "she" for each person of a page, and the persons with the pronoun "they"."""

    def __init__(self, words: Words, entities: Entities, contents: bytes, statistic: bool = True) -> None:
        self._words = words
        self._entities = entities
        self._contents = contents
        self._known: dict[int, float] = {}
        self._certain: dict[int, float] = {}
        self._they: set[int] = set()
        self._collect(statistic)

    def odds(self, entity: Entity, sex: str) -> float:
        """The log-odds that a person has this sex; 0 without evidence."""
        known = self._known.get(entity.number, 0.0) or _odds_of_nouns(entity)
        return known if sex == "m" else -known

    def contradicts(self, entity: Entity, sex: str) -> bool:
        """Whether the page states that a person has the other sex."""
        odds = self._certain.get(entity.number, 0.0) or _odds_of_nouns(entity)
        return sex in ("m", "f") and ((odds < 0) if sex == "m" else (odds > 0))

    def they(self, entity: Entity, place: int) -> bool:
        """Whether "they" at this position can refer to this person, according to the page."""
        return entity.number in self._they and bool(entity.places) and entity.places[0] < place

    def settle(self, entity: Entity, sex: str) -> None:
        """Record that "he" or "she" was resolved to a person, which excludes the other pronoun."""
        self._known[entity.number] = _MAX_ODDS if sex == "m" else -_MAX_ODDS
        self._certain[entity.number] = self._known[entity.number]

    def _collect(self, statistic: bool) -> None:
        """Collect the evidence: the context of each name, then the pronouns in text order."""
        persons = [entity for entity in self._entities.all if entity.kind in PERSONS and entity.words]
        for place in self._entities.at:
            if place.named and place.entity.kind in PERSONS:
                self._read_context(place)
        for entity in persons:
            stated = {"m": _MAX_ODDS, "f": -_MAX_ODDS}.get(entity.sex, 0.0) or self._certain.get(entity.number, 0.0)
            stated = stated or _odds_of_nouns(entity) or _SEX[sex_beside(self._words, entity.places[:1])]
            if stated:
                self._certain[entity.number] = self._known[entity.number] = max(-_MAX_ODDS, min(_MAX_ODDS, stated))
            elif statistic and len(entity.words) > 1:
                self._known[entity.number] = name_odds(entity.words[0])
        for number, word in enumerate(self._words.lower):
            if word in he_and_she() and not self._words.quoted[self._words.starts[number]]:
                self._count_pronoun(self._words.starts[number], he_and_she()[word])

    def _read_context(self, place: Place) -> None:
        """Record the nouns before or after a name: ``her brother NAME``, ``NAME, a mother of three``."""
        text, number = self._words.text, place.entity.number
        before = _NOUN_BEFORE.search(text, max(0, place.span.start - 40), place.span.start)
        after = _NOUN_AFTER.match(text, place.span.end)
        odds = nouns_of_sex().get(before[1].lower(), 0.0) if before is not None else 0.0
        for word in after[1].lower().split() if after is not None and not odds else ():
            odds = nouns_of_sex().get(word.strip("’'"), 0.0)
            if odds or word in small("preposition"):
                break
        if odds:
            self._certain.setdefault(number, odds)
        end = self._words.bounds(self._words.sentence(place.span.start))[1]
        if _THEY_STATED.search(text, place.span.end, min(end, place.span.end + _PRONOUNS_DISTANCE)):
            self._they.add(number)

    def _count_pronoun(self, start: int, sex: str) -> None:
        """Count a pronoun outside quotation marks as evidence for its candidates, weighted by their probability."""
        candidates = self._candidates(start)
        if not candidates:
            return
        weights = [math.exp(score) / (1 + math.exp(-self.odds(entity, sex))) for entity, score in candidates]
        total = sum(weights) + 0.1
        for (entity, _), weight in zip(candidates, weights, strict=True):
            if entity.number not in self._certain:
                vote = _VOTE_WEIGHT * weight / total * (1 if sex == "m" else -1)
                updated = self._known.get(entity.number, 0.0) + vote
                self._known[entity.number] = max(-CERTAIN, min(CERTAIN, updated))

    def _candidates(self, start: int) -> list[tuple[Entity, float]]:
        """The last persons named before a pronoun, with a score for distance and sentence-initial position."""
        words = self._words
        here = words.sentence(start)
        candidates: dict[int, tuple[Entity, float]] = {}
        for place in self._entities.before(start, 2 * _MAX_CANDIDATES):
            if start - place.span.end > _MAX_DISTANCE or len(candidates) == _MAX_CANDIDATES:
                break
            if not place.named or place.entity.kind not in PERSONS or place.entity.number in candidates:
                continue
            there = words.sentence(place.span.start)
            opens = place.span.start - words.sentences[there] <= 24
            score = 1.2 * opens - 0.8 * (here - there) + 0.5 * (not candidates)
            if self._contents[place.span.start]:
                score -= 1.0
            candidates[place.entity.number] = (place.entity, score)
        return list(candidates.values())


def _odds_of_nouns(entity: Entity) -> float:
    """Log-odds from the head nouns of an entity: ``his widow``, ``the actress``."""
    return sum(nouns_of_sex().get(head, 0.0) for head in entity.heads)


@cache
def nouns_of_sex() -> dict[str, float]:
    """Log-odds of nouns that imply a sex."""
    return {row["term"]: CERTAIN if row["sex"] == "m" else -CERTAIN for row in lexicon("nouns_of_sex")}


@cache
def name_odds(first: str) -> float:
    """Log-odds of a first name in the census, clipped so that any evidence of the page outweighs it."""
    odds = _names().get(first.casefold(), 0.0)
    return max(-_MAX_NAME_ODDS, min(_MAX_NAME_ODDS, odds))


@cache
def _names() -> dict[str, float]:
    return {row["term"]: float(row["odds"]) for row in lexicon("first_names")}
