"""The pronouns of each person, from the evidence of the page: titles, nouns, pronouns; first names come last."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.beside_names import he_and_she, is_object, sex_beside
from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.text.vocabulary import documents, first_names, roles, small
from sayso.text.words import Words

CERTAIN: Final = 4.0
"""Log-odds from a noun: an actress is "she", regardless of other evidence."""
_MAX_ODDS: Final = 6.0
_MAX_NAME_ODDS: Final = 3.0  # maximum log-odds from a first name
_MIN_NAME_ODDS: Final = 1.0  # log-odds of a first name below which it says nothing
_MAX_DISTANCE: Final = 300  # characters between a name and a pronoun
_PRONOUNS_DISTANCE: Final = 120  # characters between a name and its stated pronouns
_MAX_CANDIDATES: Final = 4  # persons per pronoun
_MAX_PLACES: Final = 8  # places of a person that are searched for possessive pronouns
_VOTE_WEIGHT: Final = 1.6
_SEX: Final = {"m": CERTAIN, "f": -CERTAIN, "-": 0.0}
_AS_WHAT: Final = r"(?: (?:who (?:is|was|served as|worked as)|formerly|once|now))?"
_NOUN_AFTER: Final = re.compile(
    rf"(?:,| is| was| became| \(){_AS_WHAT}(?: (?:an?|the|his|her|their|one|whose))?((?: [\w’'-]+){{1,3}})"
)
_NOUN_BEFORE: Final = re.compile(r"(?<![\w’'-])([\w’'-]++),? (?:[A-Z][\w.]*+ )?$")
_PRONOUNS: Final = r"\b(?:pronouns?(?: are| is)?|uses?|goes by) [“\"‘']?they\b"
_THEY_STATED: Final = re.compile(rf"(?i)\bthey(?:/| and )them\b|\bnon-?binary\b|{_PRONOUNS}|\bthemself\b")
_THEIR: Final = re.compile(
    r",?(?: who)? (?:had|has|lost|won|made|published|released|began|started|spent|broke) their\b"
)
_AND: Final = " and "
_MAX_FRONTED: Final = 4  # words from the start of a sentence to a pronoun in a fronted phrase
_MAX_PERSONS: Final = 8  # persons before a pronoun whose sexes are compared
_BEFORE_NAME: Final = (" ", ", ", " “", ' "')
_APPOSITION: Final = re.compile(r"(?:,| is| was| became)(?: (?:an?|the|his|her|its|their))? (?:[\w’'-]+ ){0,3}")


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
        first = min((entity.places[0] for entity in persons if entity.places), default=0)
        for entity in persons:
            stated = {"m": _MAX_ODDS, "f": -_MAX_ODDS}.get(entity.sex, 0.0) or self._certain.get(entity.number, 0.0)
            alone = int(entity.places[:1] == [first])  # "Reed said she ..." may refer to another person before Reed
            stated = stated or _odds_of_nouns(entity) or _SEX[sex_beside(self._words, entity.places[:alone])]
            stated = stated or _SEX[sex_beside(self._words, entity.places[alone:_MAX_PLACES], owned=True)]
            if stated:
                self._certain[entity.number] = self._known[entity.number] = max(-_MAX_ODDS, min(_MAX_ODDS, stated))
            elif statistic and len(entity.words) > 1:
                self._known[entity.number] = name_odds(entity.words[0])
        pronouns = [n for n, word in enumerate(self._words.lower) if word in he_and_she()]
        pronouns = [n for n in pronouns if not self._words.quoted[self._words.starts[n]]]
        self._settle_the_only_ones(pronouns)
        for number in pronouns:
            self._count_pronoun(self._words.starts[number], he_and_she()[self._words.lower[number]])

    def _settle_the_only_ones(self, pronouns: Sequence[int]) -> None:
        """Settle the sex of the only person before a pronoun who can have it, until another person is mentioned."""
        end = next((n for n in range(len(self._words.lower)) if self._is_other_person(n)), len(self._words.lower))
        places = (place for place in self._entities.at if place.named and place.entity.kind in PERSONS)
        persons: dict[int, Entity] = {}
        place = next(places, None)
        for number in pronouns:
            start, sex = self._words.starts[number], he_and_she()[self._words.lower[number]]
            while place is not None and place.span.start < start:
                persons[place.entity.number] = place.entity
                place = next(places, None)
            if number > end or len(persons) > _MAX_PERSONS:
                return
            if is_object(self._words, start):
                continue  # Bell told | him
            possible = [person for person in persons.values() if not self.contradicts(person, sex)]
            if len(possible) == 1 and possible[0].kind is not None and not self._is_fronted(number):
                self.settle(possible[0], sex)

    def _is_fronted(self, number: int) -> bool:
        """Whether a pronoun is in a phrase that starts its sentence: ``In | her | speech, Ann Bell``."""
        words = self._words
        first = words.within(words.bounds(words.sentence(words.starts[number]))[0], words.starts[number] + 1).start
        return number - first <= _MAX_FRONTED and words.lower[first] in small("fronts")

    def _is_other_person(self, number: int) -> bool:
        """Whether a word denotes a person who is not named next to it: ``the girl’s | father``."""
        word, start = self._words.lower[number], self._words.starts[number]
        if word not in roles() or word in documents():
            return False
        end = start + len(word)
        for place in self._entities.before(start + 1, 1):
            if start < place.span.end or (
                place.named and _APPOSITION.fullmatch(self._words.text, place.span.end, start)
            ):
                return False
        following = next(iter(self._entities.following(end, 1)), None)
        gap = self._words.text[end : following.span.start] if following is not None else "."
        return gap not in _BEFORE_NAME

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
        has_their = _THEIR.match(text, place.span.end) and not text.endswith(_AND, 0, place.span.start)
        if has_their or _THEY_STATED.search(text, place.span.end, min(end, place.span.end + _PRONOUNS_DISTANCE)):
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
    odds = first_names().get(first.casefold(), 0.0)
    return max(-_MAX_NAME_ODDS, min(_MAX_NAME_ODDS, odds)) if abs(odds) >= _MIN_NAME_ODDS else 0.0
