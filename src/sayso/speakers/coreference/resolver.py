"""Which speaker each source means: names by their words, pronouns and descriptions by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.speakers.coreference.addressees import suffers
from sayso.speakers.coreference.cataphora import Found, Later, place_of
from sayso.speakers.coreference.cataphoric_pronouns import named_ahead, named_beside
from sayso.speakers.coreference.descriptions import Scorer
from sayso.speakers.coreference.letter_signatures import Letters
from sayso.speakers.coreference.pairs import together
from sayso.speakers.coreference.relative_clauses import (
    FROM,
    PREPOSITION,
    QUANTITY,
    first_clause,
    joined_before,
    noun_before,
)
from sayso.speakers.entities.name_matching import compatible
from sayso.speakers.entities.profiles import profile
from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.speakers.mentions.names import Name
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Article, Attribution, Span, Spans, SpeakerKind
from sayso.text.vocabulary import folded
from sayso.text.words import Words

_LIMIT: Final = 24


class Resolver(Later):
    """Leads the sources of a page to entities, in order of the text."""

    def __init__(self, article: Article, words: Words, entities: Entities, score: Scorer) -> None:
        super().__init__(words, entities, score)
        self.article = article
        self.last: Attribution | None = None
        self.current = ""
        self.unresolved: set[int] = set()
        self.author: Entity | None = None
        self.letters = Letters(words)
        self.outer: list[tuple[int, Entity]] = []  # who spoke to the page: whom contents quote does not go on there
        self.every: list[tuple[int, Entity]] = []

    def resolve(self, attributions: Sequence[Attribution]) -> dict[str, Found]:
        """The finding for each attribution's id."""
        out: dict[str, Found] = {}
        shared: dict[Spans, Entity] = {}
        self.antecedents.mark(attributions)
        mentions = {attribution.id: mention(self.words, attribution.source) for attribution in attributions}
        for attribution in attributions:
            cue = " ".join(span.of(self.words.text) for span in attribution.cue)
            self.note_reporter(mentions[attribution.id], cue)
        for attribution in sorted(attributions, key=place_of):
            said = mentions[attribution.id]
            self.current = attribution.id
            self.apart = attribution.content
            self.said = self.outer if attribution.inside is None else self.every
            entity, considered = self._entity(attribution, said, out.get(attribution.inside or ""))
            if attribution.source and attribution.source in shared:
                entity, considered = shared[attribution.source], []  # a second verb of the same subject
            elif attribution.source and entity is not None:
                shared[attribution.source] = entity
            out[attribution.id] = Found(
                said, entity, considered, entity is not None and entity.number in self.unresolved
            )
            if entity is not None and said.type is Type.DESCRIPTION and entity.sources:
                self.fuller(entity, said)
            if entity is not None and attribution.source:
                entity.sources += attribution.source
            if entity is not None and not (said.type is Type.PRONOUN and said.pronoun[0] == "first"):
                self.every.append((place_of(attribution), entity))
                if attribution.inside is None:
                    self.outer.append(self.every[-1])
            self.last = attribution
        self.said = self.every
        self.explain(self.article, attributions, out)
        return out

    def _entity(
        self, attribution: Attribution, said: Mention, outer: Found | None
    ) -> tuple[Entity | None, list[Entity]]:
        if said.type is Type.NOBODY or suffers(self.words.text, attribution):
            return None, []
        letter = self._letter(attribution, said)
        if letter is not None:
            return letter, []
        match said.type:
            case Type.EMPTY:
                return self._unsaid(attribution), []
            case Type.NAME:
                return self._named(said), []
            case Type.PRONOUN:
                return self._pronoun(said, outer)
            case Type.SEVERAL:
                return self._several(said), []
            case _:
                return self.description(said), []

    def _letter(self, attribution: Attribution, said: Mention) -> Entity | None:
        """Who ``Q:`` and ``A:`` are in an interview: the page's own voice, and the one it speaks of most."""
        text = self.words.text
        if said.span is None or not attribution.cue or not attribution.cue[0].of(text).strip().startswith((":", ".")):
            return None
        name = said.span.of(text).strip(" .:")
        if name in ("Q", "Question"):
            return self._writer()
        if name.isupper() and 2 <= len(name) <= _INITIALS:
            return next((one for one in self.entities.all if _initials(one) == name), None)
        if name not in ("A", "Answer"):
            return None
        people = [entity for entity in self.entities.all if entity.kind in PERSONS and entity.places]
        return max(people, key=lambda entity: (len(entity.places), -entity.number), default=None)

    def _named(self, said: Mention) -> Entity:
        assert said.name is not None
        entity = self.entities.entity(said.name)
        namesake = self._namesake(said.name)
        if namesake is not None and namesake is not entity:
            entity = namesake
            self.entities.move(said.name.span.start, entity)
        if entity.kind is None:
            entity.kind = SpeakerKind.PERSON
        if entity.kind is SpeakerKind.PERSON and said.name.span.start not in entity.places:
            told = profile(self.words, said.name)
            if told:
                entity.profiles.append(told)
                entity.heads |= told.heads
        return entity

    def _namesake(self, name: Name) -> Entity | None:
        """The one who spoke last, where he has this surname and a first name of his own."""
        near = self.said[-_STEPS:] if len(name.words) == 1 else []
        spoke = (one for place, one in reversed(near) if one.kind in PERSONS and name.span.start - place < _GOES_ON)
        last = next(spoke, None)
        if last is None:
            return None
        same = last.key == name.key and len(last.words) > 1
        return last if same and compatible(last.words, last.key, last.sex, name) else None

    def _several(self, said: Mention) -> Entity:
        """Several who speak as one: a speaker of its own, named by all of them."""
        members = [self.entities.entity(name) for name in said.names]
        return together(self.entities, members, said.span)

    def _unsaid(self, attribution: Attribution) -> Entity | None:
        """Who speaks where no source is given: the one before, if the sentence goes on or a quotation follows."""
        text = self.words.text
        if not attribution.cue:
            content = attribution.content[:1]
            return self.said[-1][1] if self.said and content and self.words.quoted[content[0].end - 2] else None
        start = attribution.cue[0].start
        asker = self._asker(attribution)
        if asker is not None:
            return asker
        first = attribution.cue[0].of(text).split()[:2]
        sentence = self.words.bounds(self.words.sentence(start))[0]
        if _JOINED.search(text, max(sentence, start - _LIMIT), start) and self.said and self.said[-1][0] >= sentence:
            return self.said[-1][1]
        if not any(word.endswith("ing") for word in first):
            return None
        near = bool(self.said) and self.words.line(self.said[-1][0]) == self.words.line(start)
        if self.said and self.said[-1][0] >= sentence:
            return self.said[-1][1]
        for place in reversed(self.entities.before(start, _LIMIT)):
            if place.span.start >= sentence and place.entity.kind in PERSONS and place.named:
                return place.entity
        return self.said[-1][1] if near else None

    def _asker(self, attribution: Attribution) -> Entity | None:
        """The outlet that asks where somebody is "asked on" it, and nobody else is said to ask."""
        text = self.words.text
        cue = attribution.cue[-1]
        if not _ASKED.match(cue.of(text)):
            return None
        on = _ON.search(text, cue.start, cue.end + _LIMIT)
        place = next(iter(self.entities.following(on.end(), 1)), None) if on is not None else None
        begins = place is not None and on is not None and place.named and place.span.start - on.end() <= len("the ")
        return place.entity if place is not None and begins and place.entity.kind is SpeakerKind.OUTLET else None

    def _pronoun(self, said: Mention, outer: Found | None) -> tuple[Entity | None, list[Entity]]:
        person, number, sex = said.pronoun
        assert said.span is not None
        start = said.span.start
        if person == "first":
            if outer is not None:
                return outer.entity, []
            if self.words.quoted[start] and self.said:
                return self.said[-1][1], []
            return self._writer(start, number == "many"), []
        if person == "relative":
            return self._relative(said, start), []
        if person == "second":
            return self.known("|you", "you", SpeakerKind.GROUP, said), []
        ahead = named_ahead(self.words, self.entities, start, sex) if number == "one" else None
        if ahead is None and number == "one" and said.head in ("his", "her"):
            ahead = named_beside(self.words, self.entities, start, sex)
        if ahead is not None:
            return ahead, []
        entity, considered = self.third(start, number, sex)
        if entity is None and number != "thing":
            entity = self._open(said, number)
        return entity, considered

    def _open(self, said: Mention, number: str) -> Entity:
        """A speaker of its own for a pronoun that nothing before it explains."""
        assert said.span is not None
        kind = SpeakerKind.UNNAMED if number == "one" else SpeakerKind.GROUP
        entity = self.entities.make(said.span.of(self.words.text).strip(), kind, said.span)
        self.unresolved.add(entity.number)
        return entity

    def _relative(self, said: Mention, start: int) -> Entity | None:
        """What stands right before "who": the name or the noun phrase."""
        text = self.words.text
        start = first_clause(self.words, start)
        list_ = joined_before(self.words, start)
        for place in self.entities.before(start, 3) if list_ is None else ():
            gap = text[place.span.end : start]
            if not place.named and QUANTITY.search(text, max(0, place.span.start - _LIMIT), place.span.start):
                break  # a quantity belongs to the name: "some economists who"
            if _ASIDE.sub("", gap).strip(" ,—–-") == "" and not self._where(place):
                return self._head(said, place)
        span = list_ or self._whom(said, start)
        if span is None:
            return None
        found = mention(self.words, (span,))
        return (
            self._entity(Attribution("", (span,), (), ()), found, None)[0] if found.type is not Type.PRONOUN else None
        )

    def _head(self, said: Mention, place: Place) -> Entity:
        """Who is meant where "who" follows the name of a body: ``Ivo Marr, the head of the Harbour Fund, | who``."""
        text = self.words.text
        body = place.named and place.entity.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
        if (
            said.head != "who"
            or not body
            or not PREPOSITION.search(text, max(0, place.span.start - 8), place.span.start)
        ):
            return place.entity
        for before in self.entities.before(place.span.start, 3):
            between = text[before.span.end : place.span.start]
            if before.named and before.entity.kind is SpeakerKind.PERSON and _OFFICE.fullmatch(between):
                return before.entity
        return place.entity

    def _where(self, place: Place) -> bool:
        """Whether a name is where somebody is or comes from, so that "who" is not said of it."""
        if not place.named:
            return False
        alone = len(place.entity.words) == 1 and place.entity.kind in PERSONS and not place.entity.heads
        from_ = alone and FROM.search(self.words.text, max(0, place.span.start - _LIMIT), place.span.start)
        return bool(from_) or place.entity.name.casefold() in folded("places")

    def _whom(self, said: Mention, start: int) -> Span | None:
        """The noun phrase that "who" takes up: of several with "of" or "in" between them the last that is human."""
        near = span = noun_before(self.words, start)
        for _ in range(_STEPS if said.head in ("who", "whom") else 0):
            if span is None:
                break
            found = mention(self.words, (span,))
            where = FROM.search(self.words.text, max(0, span.start - _LIMIT), span.start)
            if found.kind in _HUMAN or (found.type is Type.NAME and found.kind in PERSONS and where is None):
                return span
            before = PREPOSITION.search(self.words.text, max(0, span.start - _LIMIT), span.start)
            span = noun_before(self.words, before.start() + 1) if before is not None else None
        return near

    def _writer(self, place: int | None = None, several: bool = False) -> Entity:
        """Who writes at this place: on a page of letters the one who signs, else the page's author."""
        signer = self.letters.writer(place, several) if place is not None else None
        if signer is not None:
            return self.entities.entity(signer)
        if self.author is None:
            self.author = self.entities.make("the author", SpeakerKind.AUTHOR, None)
        return self.author


_INITIALS: Final = 3
_ASKED: Final = re.compile(r"(?i)(?:when |later )?(?:asked|pressed|questioned)\b")
_ON: Final = re.compile(r"\b(?:on|in an interview (?:on|with)|during an interview (?:on|with))\s")
_STEPS: Final = 3
_GOES_ON: Final = 1000  # characters after which another of the name may speak
_HUMAN: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP)


def _initials(entity: Entity) -> str:
    """The initials of a person's name; empty for others."""
    return "".join(word[0] for word in entity.words) if entity.kind in PERSONS and len(entity.words) > 1 else ""


_JOINED: Final = re.compile(r"\b(?:and|but|or)(?: \w+){0,2} $")
_OFFICE: Final = re.compile(r", (?:(?:an?|the|its|their) )?[\w' ’-]{3,60} ")
_ASIDE: Final = re.compile(r"\([^)]*\)|\b\d{1,3}\b|\b(?:of|from|in) (?:[A-Z][\w.]*[ ,]*)+")
