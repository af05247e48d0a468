"""Whom a pronoun means: candidates before it, what speaks for each as numbers, and a linear score."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sayso.speakers.coreference.pairs import pairs
from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.terms import Attribution, Spans, SpeakerKind
from sayso.text.vocabulary import pronouns, small
from sayso.text.words import Words

WINDOW: Final = 40
RECENT: Final = 8
NEAR: Final = 12
_TAIL: Final = 4  # characters before a pronoun in which a quotation ends
_CLOSING: Final = "”\"’'»"
_WORD: Final = 6  # characters
FEATURES: Final = (
    "sentences_log",
    "nearest",
    "second",
    "same_sentence",
    "previous_sentence",
    "opens_sentence",
    "same_line",
    "quoted",
    "possessive",
    "object",
    "named",
    "count_log",
    "spoke_last",
    "spoke_before",
    "is_source",
    "sex_titles",
    "sex_pronouns",
    "person",
    "unnamed",
    "group",
    "body",
    "document",
    "plural_noun",
    "line_opener",
    "subject_here",
    "subject_before",
    "subject_here_spoke",
    "topic_here",
    "spoke_last_here",
    "spoke_last_near",
    "count_near",
    "count_line",
    "new",
    "new_spoke_last",
    "spoke_last_alone",
    "in_content",
    "in_source",
    "source_last",
    "tail_spoke_last",
    "tail_source",
    "tail_count",
    "tail_in_content",
    "tail_line_opener",
    "outside_log",
)
_PLURAL: Final = (SpeakerKind.GROUP, SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
_THING: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)


class Antecedents:
    """The candidates for the pronouns of a page."""

    def __init__(self, words: Words, entities: Entities) -> None:
        self.words = words
        self.entities = entities
        self.contents = bytearray(len(words.text))
        self.sources = bytearray(len(words.text))
        self.pairs = tuple(pairs(words, entities))
        self._pairs_at = [pair.span.start for pair in self.pairs]
        self._count_sexes()

    def mark(self, attributions: Sequence[Attribution]) -> None:
        """Note what is said and who says it: a name in a content is spoken of, one in a source speaks."""
        for attribution in attributions:
            for marks, spans in ((self.contents, attribution.content), (self.sources, attribution.source)):
                for span in spans:
                    marks[span.start : span.end] = b"\x01" * (span.end - span.start)

    def _count_sexes(self) -> None:
        """Note for each person how often "he" and "she" follow it as the nearest name: the page's own evidence."""
        known = pronouns()
        text = self.words.text
        for start, end in self.words.tokens:
            sex = known.get(text[start:end].lower(), ("", "", ""))[2] if end - start <= 3 else ""
            if sex not in ("m", "f") or self.words.quoted[start]:
                continue
            for place in self.entities.before(start, 3):
                if start - place.span.end > 300:
                    break
                if place.named and place.entity.kind in PERSONS:
                    if sex == "m":
                        place.entity.he += 1
                    else:
                        place.entity.she += 1
                    break

    def candidates(
        self, place: int, number: str, sex: str, said: list[tuple[int, Entity]], apart: Spans = ()
    ) -> list[tuple[Entity, list[float]]]:
        """Who a third-person pronoun at this place can mean, each with its features."""
        nearest: dict[int, Place] = {}
        window = self.entities.before(place, WINDOW)
        if number == "many":
            window = self._with_pairs(window, place)
        if apart:
            window = [found for found in window if not any(found.span in span for span in apart)]
        line = self.words.line(place)
        near = Counter(found.entity.number for found in window[:NEAR])
        here = Counter(found.entity.number for found in window if self.words.line(found.span.start) >= line - 1)
        for found in window:
            if agrees(found.entity, number, sex):
                nearest.setdefault(found.entity.number, found)
        recent = [entity for _, entity in said[-RECENT:]][::-1]
        order = list(nearest)
        fresh = (entity for entity in dict.fromkeys(recent) if entity.number not in nearest)
        order += [entity.number for entity in fresh if agrees(entity, number, sex)]
        sources = {start for start, _ in said[-2 * RECENT :]}
        found_ones = [self.entities.all[key] for key in order]
        return [
            (
                entity,
                self._features(place, rank, nearest.get(entity.number), entity, sex, recent, sources)
                + self._counts(entity, place, near, here, recent)
                + self._marked(nearest.get(entity.number), bool(recent) and recent[0] is entity)
                + self._after_quotation(place, nearest.get(entity.number), entity, recent),
            )
            for rank, entity in enumerate(found_ones)
        ]

    def pairs_before(self, place: int) -> tuple[Place, ...]:
        """The last pairs named before a place, the nearest first."""
        end = bisect_left(self._pairs_at, place)
        return self.pairs[max(0, end - NEAR) : end][::-1]

    def _with_pairs(self, window: list[Place], place: int) -> list[Place]:
        """The places before a plural pronoun with the pairs of names among them, the nearest first."""
        first = window[-1].span.start if window else place
        found = self.pairs[bisect_left(self._pairs_at, first) : bisect_left(self._pairs_at, place)]
        return sorted((*window, *found), key=lambda at: at.span.start, reverse=True)

    def _features(
        self,
        place: int,
        rank: int,
        at: Place | None,
        entity: Entity,
        sex: str,
        recent: list[Entity],
        sources: set[int],
    ) -> list[float]:
        words = self.words
        start = at.span.start if at else (entity.sources[-1].start if entity.sources else 0)
        end = at.span.end if at else start
        here, there = words.sentence(place), words.sentence(start)
        far = max(0, here - there)
        before = self._word_before(start)
        matched, other = (entity.he, entity.she) if sex == "m" else (entity.she, entity.he)
        opens = start - words.sentences[there] <= 12
        line = words.lines[words.line(start)]
        last_line = words.line(max(sources)) if sources else -9
        same_line = words.line(start) == words.line(place)
        return [
            math.log1p(far),
            float(rank == 0),
            float(rank == 1),
            float(far == 0),
            float(far == 1),
            float(opens),
            float(same_line),
            float(words.quoted[start]),
            float(words.text[end : end + 1] in ("'", "’")),
            float(before in small("preposition")),
            float(at is not None and at.named),
            math.log1p(bisect_left(entity.places, place)),
            float(bool(recent) and recent[0] is entity),
            float(len(recent) > 1 and recent[1] is entity),
            float(start in sources),
            float(entity.sex == sex) if sex != "-" else 0.0,
            math.log((matched + 0.5) / (other + 0.5)) if sex != "-" else 0.0,
            float(entity.kind is SpeakerKind.PERSON),
            float(entity.kind is SpeakerKind.UNNAMED),
            float(entity.kind is SpeakerKind.GROUP),
            float(entity.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)),
            float(entity.kind is SpeakerKind.DOCUMENT),
            float(entity.plural),
            float(start - line <= 12 and far > 0),
            float(far == 0 and opens),
            float(far == 1 and opens),
            float(far == 0 and opens and bool(recent) and recent[0] is entity),
            float(start - line <= 12 and same_line),
            float(bool(recent) and recent[0] is entity and last_line == words.line(place)),
            float(bool(recent) and recent[0] is entity and 0 < words.line(place) - last_line <= 2),
        ]

    def _counts(
        self, entity: Entity, place: int, near: Counter[int], here: Counter[int], recent: list[Entity]
    ) -> list[float]:
        """How often an entity stands near the pronoun, and whether it is new there."""
        last = bool(recent) and recent[0] is entity
        new = bisect_left(entity.places, place) <= 1
        others = sum(number != entity.number for number in here)
        return [
            math.log1p(near[entity.number]),
            math.log1p(here[entity.number]),
            float(new),
            float(new and last),
            float(last and not others),
        ]

    def _marked(self, at: Place | None, first: bool) -> list[float]:
        """Whether an entity's nearest place is in a content, or in a source."""
        if at is None:
            return [0.0, 0.0, 0.0]
        spoken, speaks = self.contents[at.span.start], self.sources[at.span.start]
        return [float(spoken and not speaks), float(speaks), float(speaks and first)]

    def _after_quotation(self, place: int, at: Place | None, entity: Entity, recent: list[Entity]) -> list[float]:
        """The same once more for a pronoun right after a quotation: ``"...," she said`` goes on with who spoke."""
        last = bool(recent) and recent[0] is entity
        start = at.span.start if at else (entity.sources[-1].start if entity.sources else 0)
        skipped = self._unsaid(start, place)
        if self.words.text[max(0, place - _TAIL) : place].rstrip()[-1:] not in tuple(_CLOSING):
            return [0.0, 0.0, 0.0, 0.0, 0.0, skipped]
        spoken = at is not None and bool(self.contents[start]) and not self.sources[start]
        line = self.words.lines[self.words.line(start)]
        return [
            float(last),
            float(at is not None and bool(self.sources[start])),
            math.log1p(bisect_left(entity.places, place)),
            float(spoken),
            float(start - line <= NEAR and not spoken),
            skipped,
        ]

    def _unsaid(self, start: int, place: int) -> float:
        """How many words of the page's own stand between, as a logarithm: what is said in between does not count."""
        own = self.contents.count(0, start, place) if start < place else 0
        return math.log1p(own / _WORD)

    def _word_before(self, start: int) -> str:
        number = self.words.within(start, start + 1).start
        return self.words.lower[number - 1] if number else ""


def agrees(entity: Entity, number: str, sex: str) -> bool:
    """Whether a third-person pronoun can mean this entity."""
    if number == "one":
        if entity.kind is SpeakerKind.UNNAMED:
            return not entity.plural
        return entity.kind in PERSONS and entity.sex in ("-", sex)
    if number == "many":
        return entity.kind in _PLURAL
    return entity.kind in _THING
