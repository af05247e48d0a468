"""Which speaker each source means: names by their words, pronouns and descriptions by what stands before them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.speakers.acts import bases
from sayso.speakers.antecedents import Antecedents
from sayso.speakers.entities import PERSONS, Entities, Entity
from sayso.speakers.mentions import Mention, Type, mention
from sayso.speakers.names import names_within
from sayso.speakers.phrases import described
from sayso.speakers.profiles import profile
from sayso.speakers.vocabulary import documents, folded, likeness, pronouns, small
from sayso.speakers.words import Words
from sayso.terms import Article, Attribution, Span, SpeakerKind

CLEAR: Final = 0.35  # the chance from which on the best antecedent is taken; below it a pronoun stays open
_LIMIT: Final = 24
_TAIL: Final = re.compile(r"\s*(?:,(?!\d)|\(|;|\s[–—-]\s|\s(?:who|that|which|whose|whom)\b).*", re.DOTALL)
_BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
_READ: Final = 200

_LIST: Final = re.compile(r"^[^,]{1,60}(?:, [^,]{1,60})*,? and (?!the former|a |an )[^,]{1,60}$")

Scorer = Callable[[list[list[float]], str], list[float]]


@dataclass(slots=True)
class Found:
    """What a source turned out to be: its mention, its entity (None: nobody named), and who else was considered."""

    mention: Mention
    entity: Entity | None
    considered: list[Entity] = field(default_factory=list)
    open: bool = False


class Resolver:
    """Leads the sources of a page to entities, in order of the text."""

    def __init__(self, article: Article, words: Words, entities: Entities, score: Scorer) -> None:
        self.article = article
        self.words = words
        self.entities = entities
        self.antecedents = Antecedents(words, entities)
        self.score = score
        self.said: list[tuple[int, Entity]] = []
        self.last: Attribution | None = None
        self.current = ""
        self.unresolved: set[int] = set()
        self.author: Entity | None = None
        self.reporting: dict[str, Entity] = {}

    def resolve(self, attributions: Sequence[Attribution]) -> dict[str, Found]:
        """The finding for each attribution's id."""
        out: dict[str, Found] = {}
        mentions = {attribution.id: mention(self.words, attribution.source) for attribution in attributions}
        for said in mentions.values():
            self._reporter(said)
        for attribution in sorted(attributions, key=place_of):
            said = mentions[attribution.id]
            self.current = attribution.id
            entity, considered = self._entity(attribution, said, out.get(attribution.inside or ""))
            out[attribution.id] = Found(
                said, entity, considered, entity is not None and entity.number in self.unresolved
            )
            if entity is not None and attribution.source:
                entity.sources += attribution.source
            if entity is not None and not (said.type is Type.PRONOUN and said.pronoun[0] == "first"):
                self.said.append((place_of(attribution), entity))
            self.last = attribution
        return out

    def _entity(
        self, attribution: Attribution, said: Mention, outer: Found | None
    ) -> tuple[Entity | None, list[Entity]]:
        if _suffers(self.words.text, attribution):
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
                return self._description(said), []

    def _letter(self, attribution: Attribution, said: Mention) -> Entity | None:
        """Who ``Q:`` and ``A:`` are in an interview: the page's own voice, and the one it speaks of most."""
        text = self.words.text
        if said.span is None or not attribution.cue or not attribution.cue[0].of(text).strip().startswith((":", ".")):
            return None
        name = said.span.of(text).strip(" .:")
        if name in ("Q", "Question"):
            return self._writer()
        if name not in ("A", "Answer"):
            return None
        people = [entity for entity in self.entities.all if entity.kind in PERSONS and entity.places]
        return max(people, key=lambda entity: (len(entity.places), -entity.number), default=None)

    def _named(self, said: Mention) -> Entity:
        assert said.name is not None
        entity = self.entities.entity(said.name)
        if entity.kind is None:
            entity.kind = SpeakerKind.PERSON
        if entity.kind is SpeakerKind.PERSON and said.name.span.start not in entity.places:
            told = profile(self.words, said.name)
            if told:
                entity.profiles.append(told)
                entity.heads |= told.heads
        return entity

    def _several(self, said: Mention) -> Entity:
        """Several who speak as one: a speaker of its own, named by all of them."""
        members = [self.entities.entity(name) for name in said.names]
        key = "+".join(str(number) for number in sorted(entity.number for entity in members))
        return self._known(key, " and ".join(entity.name for entity in members), SpeakerKind.GROUP, said)

    def _known(self, key: str, name: str, kind: SpeakerKind | None, said: Mention) -> Entity:
        """The entity of a key, made where there is none yet."""
        entity = self.entities.by_description.get(key)
        if entity is not None and not entity.sources:
            entity.name, entity.name_span = name, said.span
        if entity is None:
            entity = self.entities.make(name, kind, said.span)
            entity.plural = said.plural
            entity.heads.add(said.head)
            self.entities.by_description[key] = entity
        return entity

    def _reporter(self, said: Mention) -> None:
        """Note the outlet behind "a report from ABC News", for "the report" elsewhere, be it earlier."""
        if said.type is Type.DESCRIPTION and documents().get(said.head) and said.span is not None:
            for name in names_within(self.words, said.span.start, said.span.end):
                if name.sort is SpeakerKind.OUTLET:
                    self.reporting.setdefault(said.head, self.entities.entity(name)).heads.add(said.head)
                    return

    def _description(self, said: Mention) -> Entity:
        assert said.span is not None
        assert said.core is not None
        if documents().get(said.head):
            outlet = self._outlet(said)
            if outlet is not None:
                return outlet
        owner = self._owner(said)
        if said.kind is SpeakerKind.UNNAMED and said.owner and not said.plural:
            bearer = self._bearer(said, owner)
            if bearer is not None:
                return bearer
        core = described(said.core.of(self.words.text), said.plural)
        if owner is not None and said.kind is SpeakerKind.ORGANIZATION:
            name = said.core.of(self.words.text)
            if said.owner in pronouns():
                name = f"{owner.words[-1] if owner.words else owner.name} {said.head}"
            return self._known(f"{owner.number}|{said.head}", name, said.kind, said)
        if said.definite and not said.owner:
            known = self._anaphor(said)
            if known is not None:
                return known
        single = said.kind is SpeakerKind.UNNAMED and not said.plural and not said.definite
        tail = "" if not said.modified else self.words.text[said.core.end : said.span.end].lower()
        key = f"{owner.number if owner else ''}|{core}{tail}"
        if single:
            key += f"@{said.span.start}"
        default = SpeakerKind.GROUP if said.plural else SpeakerKind.DOCUMENT
        return self._known(key, self._shown(said.span), said.kind or default, said)

    def _bearer(self, said: Mention, owner: Entity | None) -> Entity | None:
        """The person who is told to hold a role with this owner: ``NATO's secretary general``."""
        names = {said.owner.lower().split()[-1], owner.key if owner is not None else ""} - {""}
        for entity in self.entities.bearers.get(said.head, ()):
            if entity is not owner and names & entity.told:
                return entity
        return None

    def _shown(self, span: Span) -> str:
        """A description as a name: on one line, without what hangs after a comma or a relative pronoun."""
        text = span.of(self.words.text)
        cut = text if _LIST.search(text) else _TAIL.sub("", text) or text
        return re.sub(r"['’]s?$", "", " ".join(cut.strip(" ,:;.").split()))

    def _owner(self, said: Mention) -> Entity | None:
        """Whose it is: ``his campaign``, ``Clinton's campaign``, ``the Clinton campaign``."""
        assert said.core is not None
        if said.owner in pronouns():
            _, number, sex = pronouns()[said.owner]
            return self._third(said.core.start, number, sex)[0]
        for name in names_within(self.words, said.core.start, said.core.end):
            if name.sort in PERSONS:
                entity = self.entities.entity(name)
                return entity if entity.kind in PERSONS else None
        return None

    def _outlet(self, said: Mention) -> Entity | None:
        """The outlet whose report it is."""
        assert said.span is not None
        for name in names_within(self.words, said.span.start, said.span.end):
            if name.sort is SpeakerKind.OUTLET:
                return self.entities.entity(name)
        bare = said.span.end - said.span.start <= len(said.head) + 5
        if not (said.definite or bare):
            return None
        for _, entity in reversed(self.said[-_LIMIT:]):
            if said.head in entity.heads:
                return entity
        return self.reporting.get(said.head)

    def _anaphor(self, said: Mention) -> Entity | None:
        """Whom "the governor", "the newspaper", "the officials" takes up."""
        assert said.core is not None
        start = said.core.start
        if said.kind is SpeakerKind.UNNAMED and not said.plural:
            by_role = self._by_head(said, start, PERSONS)
            if by_role is not None:
                return by_role
            by_role = self._by_head(said, start, (SpeakerKind.UNNAMED,))
            if by_role is not None or said.modified:
                return by_role
            return self._third(start, "one", "-")[0]
        if said.kind in _BODIES or said.plural:
            texts = (SpeakerKind.DOCUMENT, SpeakerKind.OUTLET)
            others = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.GROUP, SpeakerKind.UNNAMED)
            found = self._by_head(said, start, texts if said.kind is SpeakerKind.DOCUMENT else others)
            if found is None and said.head in folded("outlet_nouns") and not said.modified:
                return self._latest(start, (SpeakerKind.OUTLET,))
            return found
        return None

    def _by_head(self, said: Mention, start: int, kinds: tuple[SpeakerKind | None, ...]) -> Entity | None:
        """The nearest entity of these kinds that goes by this head noun, speakers first; one told alike wins."""
        last = said.head.split()[-1] if said.head else ""
        heads = {said.head, last, likeness().get(said.head, said.head)} - {""}
        spoken = [entity for _, entity in reversed(self.said[-_LIMIT:])]
        named = [place.entity for place in self.entities.before(start, 2 * _LIMIT) if place.named]
        fitting = [entity for entity in (*spoken, *named) if entity.kind in kinds and self._goes_by(entity, heads)]
        if not fitting:
            return None
        assert said.core is not None
        alike = set(said.core.of(self.words.text).lower().split()[1:-1])
        like = next((entity for entity in fitting if alike & (entity.told | set(entity.name.lower().split()))), None)
        return like if like is not None or (alike and said.kind in _BODIES) else fitting[0]

    def _goes_by(self, entity: Entity, heads: set[str]) -> bool:
        return bool(entity.heads & heads) or any(likeness().get(head) in heads for head in entity.heads)

    def _latest(self, start: int, kinds: tuple[SpeakerKind | None, ...]) -> Entity | None:
        """The nearest named entity of these kinds."""
        for place in self.entities.before(start, _LIMIT):
            if place.entity.kind in kinds and place.named:
                return place.entity
        return None

    def _unsaid(self, attribution: Attribution) -> Entity | None:
        """Who speaks where no source is given: the one before, if the sentence goes on or a quotation follows."""
        text = self.words.text
        if not attribution.cue:
            content = attribution.content[:1]
            return self.said[-1][1] if self.said and content and self.words.quoted[content[0].end - 2] else None
        start = attribution.cue[0].start
        first = attribution.cue[0].of(text).split()[:2]
        if not any(word.endswith("ing") for word in first):
            return None
        sentence = self.words.bounds(self.words.sentence(start))[0]
        near = bool(self.said) and self.words.line(self.said[-1][0]) == self.words.line(start)
        if self.said and self.said[-1][0] >= sentence:
            return self.said[-1][1]
        for place in reversed(self.entities.before(start, _LIMIT)):
            if place.span.start >= sentence and place.entity.kind in PERSONS and place.named:
                return place.entity
        return self.said[-1][1] if near else None

    def _pronoun(self, said: Mention, outer: Found | None) -> tuple[Entity | None, list[Entity]]:
        person, number, sex = said.pronoun
        assert said.span is not None
        start = said.span.start
        if person == "first":
            if outer is not None:
                return outer.entity, []
            if self.words.quoted[start] and self.said:
                return self.said[-1][1], []
            return self._writer(), []
        if person == "relative":
            return self._relative(said, start), []
        if person == "second":
            return self._known("|you", "you", SpeakerKind.GROUP, said), []
        entity, considered = self._third(start, number, sex)
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
        for place in self.entities.before(start, 3):
            gap = text[place.span.end : start]
            if _ASIDE.sub("", gap).strip(" ,—–-") == "" and not (
                place.named and place.entity.name.casefold() in folded("places")
            ):
                return place.entity
        begin = max(self.words.bounds(self.words.sentence(start))[0], start - 90)
        chunk = text[begin:start]
        cut = max(
            (
                m.start() + (0 if m.group().strip().lower() in _OPENERS else len(m.group()))
                for m in _CHUNK.finditer(chunk)
            ),
            default=0,
        )
        numbers = self.words.within(begin + cut, start)
        if not len(numbers):
            return None
        span = Span(self.words.tokens[numbers.start][0], self.words.tokens[numbers.stop - 1][1])
        found = mention(self.words, (span,))
        return (
            self._entity(Attribution("", (span,), (), ()), found, None)[0] if found.type is not Type.PRONOUN else None
        )

    def _writer(self) -> Entity:
        if self.author is None:
            self.author = self.entities.make("the author", SpeakerKind.AUTHOR, None)
        return self.author

    def _third(self, start: int, number: str, sex: str) -> tuple[Entity | None, list[Entity]]:
        """The best candidate for a third-person pronoun, and the best three."""
        candidates = self.antecedents.candidates(start, number, sex, self.said)
        if not candidates:
            return None, []
        scores = self.score([features for _, features in candidates], number)
        order = sorted(range(len(candidates)), key=lambda i: (-scores[i], i))
        best = [candidates[i][0] for i in order[:3]]
        chance = 1 / sum(math.exp(score - scores[order[0]]) for score in scores)
        return (best[0] if chance >= CLEAR else None), best


_ASIDE: Final = re.compile(r"\([^)]*\)|\b(?:of|from|in) (?:[A-Z][\w.]*[ ,]*)+")
_OPENERS: Final = frozenset(
    ["the", "a", "an", "some", "many", "most", "several", "those", "these", "his", "her", "their", "its"]
)
_CHUNK: Final = re.compile(
    r"(?i)[,;:(–—]\s*|\b(?:the|a|an|some|many|most|several|those|these|his|her|their|its)\s"
    r"|\b(?:of|to|for|with|by|from|about|against|on|at|in|and|is|are|was|were|that|than|as|but|or)\s"
)


def place_of(attribution: Attribution) -> int:
    """Where an attribution is told: at its source, else its cue, else its content."""
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def _suffers(text: str, attribution: Attribution) -> bool:
    """Whether the source is the one addressed, not the one who speaks: ``he had been accused``, ``she was told``."""
    if not attribution.cue or not attribution.source or attribution.source[0].start > attribution.cue[0].start:
        return False
    cue = attribution.cue[0].of(text)[:_READ].lower().split()
    words = bases(" ".join(cue))
    if len(words) != len(cue):
        return False
    verbs = [
        n for n, word in enumerate(words) if word in small("patient_verb") and cue[n].endswith(("ed", "told", "said"))
    ]
    return any(n and small("be") & set(cue[max(0, n - 2) : n]) for n in verbs)
