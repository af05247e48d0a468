"""Whom a description means: ``the governor``, ``his campaign``, ``a report from ABC News``; and third persons."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final

from sayso.speakers.coreference.introductions import FORMER, introduced, numbered, told_by_place
from sayso.speakers.coreference.pairs import PAIR, means_pair
from sayso.speakers.coreference.pronouns import Antecedents
from sayso.speakers.entities.registry import PERSONS, Entities, Entity
from sayso.speakers.kinds import meaning
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.noun_phrases import described, tells_apart, without_clause
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Span, Spans, SpeakerKind
from sayso.text.vocabulary import alike, documents, folded, likeness, pronouns, small
from sayso.text.words import Words

CLEAR: Final = 0.3  # the chance from which on the best antecedent is taken; below it a pronoun stays open
_LIMIT: Final = 24
_TAIL: Final = re.compile(
    r"\s*(?:,(?!\d)|\(|;|\s(?:[–—]|--?)\s|—|–[^–]*–$|\s(?:who|that|which|whose|whom)\b).*", re.DOTALL
)
_CLAUSE: Final = re.compile(r"\s(?:who|that|which|whose|whom)\b.*", re.DOTALL)
_ASIDE: Final = re.compile(r"(?<=\w)\s[–—]\s.*", re.DOTALL)
_BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
_OTHER: Final = re.compile(r"(?i)the (?:previous|earlier|prior|preceding|other|second|third) ")
_DESCRIBED: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP, SpeakerKind.DOCUMENT)
_REPORTED: Final = re.compile(r"\breport(?:s|ed)\b")
_SHORT: Final = 2
_OF: Final = re.compile(r" of [a-z]+")  # the former secretary | of state
_LIST: Final = re.compile(r"^[^,]{1,60}(?:, [^,]{1,60})*,? and (?!the former|a |an )[^,]{1,60}$")


Scorer = Callable[[list[list[float]], str], list[float]]


class Descriptions:
    """Leads descriptions and third-person pronouns to entities; ``said`` is who spoke so far, with the places."""

    def __init__(self, words: Words, entities: Entities, score: Scorer) -> None:
        self.words = words
        self.entities = entities
        self.antecedents = Antecedents(words, entities)
        self.score = score
        self.said: list[tuple[int, Entity]] = []
        self.reporting: dict[str, Entity] = {}
        self.meant: dict[str, Entity] = {}  # whom a description of two words or more was led to
        self.apart: Spans = ()  # the content of the attribution at hand: nobody names himself in what he says

    def known(self, key: str, name: str, kind: SpeakerKind | None, said: Mention) -> Entity:
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

    def fuller(self, entity: Entity, said: Mention) -> None:
        """Name one that has no proper name by this description, where it says more than the one before."""
        if entity.words or entity.kind not in _DESCRIBED or said.span is None or said.owner in pronouns():
            return
        shown = self._shown(said.span)
        if said.kind is entity.kind and len(shown.split()) > len(entity.name.split()) <= _SHORT:
            entity.name, entity.name_span = shown, said.span

    def note_reporter(self, said: Mention, cue: str = "") -> None:
        """Note the outlet behind "a report from ABC News", or that "reported", for "the report", be it earlier."""
        if said.name is not None and said.name.sort is SpeakerKind.OUTLET and _REPORTED.search(cue):
            self.reporting.setdefault("report", self.entities.entity(said.name)).heads.add("report")
        if said.type is Type.DESCRIPTION and documents().get(said.head) and said.span is not None:
            for name in names_within(self.words, said.span.start, said.span.end):
                if name.sort is SpeakerKind.OUTLET:
                    self.reporting.setdefault(said.head, self.entities.entity(name)).heads.add(said.head)
                    return

    def description(self, said: Mention) -> Entity:
        """The entity that a description means: one taken up again, or a new one."""
        assert said.span is not None
        assert said.core is not None
        if documents().get(said.head):
            outlet = self._outlet(said)
            if outlet is not None:
                return outlet
        pair = self._pair(said) if said.plural or said.head in small("count") else None
        if pair is not None:
            return pair
        listed = self._listed(said) if said.core.start == said.span.start else None
        if listed is not None:
            return listed
        owner = self._owner(said)
        if said.kind is SpeakerKind.UNNAMED and said.owner and not said.plural:
            bearer = self._bearer(said, owner)
            if bearer is not None:
                return bearer
        text = self._known_text(said, owner) if owner is not None and said.kind is SpeakerKind.DOCUMENT else None
        if text is not None:
            return text
        core = described(said.core.of(self.words.text), said.plural)
        if owner is not None and said.kind is SpeakerKind.ORGANIZATION:
            name = said.core.of(self.words.text)
            if said.owner in pronouns():
                name = f"{owner.words[-1] if owner.words else owner.name} {said.head}"
            return self.known(f"{owner.number}|{alike(said.head)}", name, said.kind, said)
        if said.definite and not said.owner and not _OTHER.match(said.core.of(self.words.text)):
            known = self.meant.get(core) or self._anaphor(said)
            if known is not None and known.words and " " in core and not said.plural:
                self.meant[core] = known
            if known is not None:
                return known
        single = (
            not said.plural
            and not said.definite
            and (said.kind is SpeakerKind.UNNAMED or tells_apart(self.words, said.span))
        )
        tail = "" if not said.modified else self.words.text[said.core.end : said.span.end].lower()
        key = f"{owner.number if owner else ''}|{core}{tail}"
        first = introduced(self.words, said) if said.definite and not said.owner and core == said.head else None
        first = first or numbered(self.words, said)
        if first is not None:
            return self.known(key, first.of(self.words.text), said.kind, said)
        if single:
            key += f"@{said.span.start}"
        several = said.plural or " and " in said.core.of(self.words.text)
        default = SpeakerKind.GROUP if several else SpeakerKind.DOCUMENT
        return self.known(key, self._shown(said.span), said.kind or default, said)

    def _listed(self, said: Mention) -> Entity | None:
        """Several of whom the first is a pronoun or a known person: ``she and | the ministers``, under his name."""
        assert said.span is not None
        shown = self._shown(said.span)
        first, _, rest = shown.partition(" and ")
        if not rest or not first or "," in first:
            return None
        opening = first.lower().split()
        known = pronouns().get(opening[0])
        if known and known[0] == "third":
            one = self.third(said.span.start, known[1], known[2])[0]
        elif rest.split()[0] in pronouns() and opening[0] in small("definite"):
            one = self._of(Span(said.span.start, said.span.start + len(first)))
        else:
            return None
        if one is None or not one.words:
            return None
        owned = f"’s {' '.join(first.split()[1:])}" if known and len(opening) > 1 else ""
        name = f"{one.words[-1]}{owned} and {rest}"
        return self.known("|" + name.lower(), name, SpeakerKind.GROUP, said)

    def _of(self, span: Span) -> Entity | None:
        """The entity of a part of a source, where it is a description."""
        part = mention(self.words, (span,))
        return self.description(part) if part.type is Type.DESCRIPTION else None

    def _pair(self, said: Mention) -> Entity | None:
        """The two whom "both women" or "the two countries" takes up: the pair named last."""
        assert said.core is not None
        core = said.core.of(self.words.text)
        last = self.said[-1][1] if self.said else None
        unknown = said.definite and not said.modified and said.kind in (None, SpeakerKind.GROUP)
        new = self.words.counts[self.words.texts[self.words.within(said.core.start, said.core.end).stop - 1]] == 1
        listed = said.head in folded("roles") or meaning(said.head) not in ("", "person")
        if unknown and last is not None and last.key == PAIR and new and not listed:
            return last  # two spoke last, and "the heavyweights" go on
        for _, entity, _ in self.antecedents.pairs_before(said.core.start):
            if means_pair(core, said.head, entity.kind or SpeakerKind.GROUP):
                return entity
        return None

    def _bearer(self, said: Mention, owner: Entity | None) -> Entity | None:
        """The person who is told to hold a role with this owner: ``NATO's secretary general``."""
        names = {said.owner.lower().split()[-1], owner.key if owner is not None else ""} - {""}
        for head in dict.fromkeys((said.head, alike(said.head))):
            for entity in self.entities.bearers.get(head, ()):
                if entity is not owner and names & entity.told:
                    return entity
        return None

    def _shown(self, span: Span) -> str:
        """A description as a name: on one line, without what hangs after a comma or a relative pronoun."""
        text = span.of(self.words.text)
        head = _ASIDE.sub("", _CLAUSE.sub("", text)) or text
        cut = head if _LIST.search(head) else _TAIL.sub("", text) or text
        cut = without_clause(cut)
        return re.sub(r"(?<!')['’]s?$", "", " ".join(cut.strip(" ,:;.").split()))

    def _owner(self, said: Mention) -> Entity | None:
        """Whose it is: ``his campaign``, ``Clinton's campaign``, ``the Clinton campaign``."""
        assert said.core is not None
        if said.owner in pronouns():
            _, number, sex = pronouns()[said.owner]
            return self.third(said.core.start, number, sex)[0]
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
            aged = "year-old" in said.core.of(self.words.text)
            tail = _OF.fullmatch(self.words.text, said.core.end, said.span.end) if said.span is not None else None
            if by_role is not None or (said.modified and not aged and tail is None):
                return by_role
            known_by = {*said.head.split()} & small("epithet") or told_by_place(self.words, said)
            return self.third(start, "one", "-")[0] if known_by else None
        if said.kind in _BODIES or said.plural:
            texts = (SpeakerKind.DOCUMENT, SpeakerKind.OUTLET)
            others = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.GROUP, SpeakerKind.UNNAMED)
            found = self._by_head(said, start, texts if said.kind is SpeakerKind.DOCUMENT else others)
            if found is None and said.head in folded("outlet_nouns") and not said.modified:
                return self._latest(start, (SpeakerKind.OUTLET,))
            if found is None and said.head in small("any_body") and not said.modified and not said.plural:
                return self._latest(start, (SpeakerKind.ORGANIZATION,))
            return found
        return None

    def _known_text(self, said: Mention, owner: Entity) -> Entity | None:
        """The text told of before that is by this owner: ``Reed's suit`` for the suit that Reed filed."""
        if not owner.words or said.plural:
            return None
        name = owner.words[-1].lower()
        nouns = {said.head, likeness().get(said.head, said.head)}
        for _, entity in reversed(self.said[-_LIMIT:]):
            if entity.kind is SpeakerKind.DOCUMENT and self._goes_by(entity, nouns) and entity.name_span:
                return entity if name in entity.name_span.of(self.words.text).lower() else None
        return None

    def _by_head(self, said: Mention, start: int, kinds: tuple[SpeakerKind | None, ...]) -> Entity | None:
        """The nearest entity of these kinds that goes by this head noun, speakers first; one told alike wins."""
        last = said.head.split()[-1] if said.head else ""
        heads = {said.head, last, likeness().get(said.head, said.head)} - {""}
        spoken = [entity for _, entity in reversed(self.said[-_LIMIT:])]
        named = [place.entity for place in self.entities.before(start, 2 * _LIMIT) if place.named]
        fitting = [entity for entity in (*spoken, *named) if entity.kind in kinds and self._goes_by(entity, heads)]
        if said.plural:
            fitting = [entity for entity in fitting if entity.plural or entity.kind is not SpeakerKind.ORGANIZATION]
        assert said.core is not None
        if not FORMER.match(said.core.of(self.words.text)):
            fitting.sort(key=lambda entity: "former" in entity.told)
        else:
            fitting = [entity for entity in fitting if "former" in entity.told or not entity.words]
        if not fitting:
            return None
        fitting.sort(key=lambda entity: said.head not in entity.heads and last not in entity.heads)
        shared = set(said.core.of(self.words.text).lower().split()[1:-1])
        like = next((entity for entity in fitting if shared & (entity.told | set(entity.name.lower().split()))), None)
        return like if like is not None or (shared and said.kind in _BODIES) else fitting[0]

    def _goes_by(self, entity: Entity, heads: set[str]) -> bool:
        if entity.heads & heads or any(likeness().get(head) in heads for head in entity.heads):
            return True
        return bool({alike(head) for head in entity.heads} & {alike(head) for head in heads})

    def _latest(self, start: int, kinds: tuple[SpeakerKind | None, ...]) -> Entity | None:
        """The nearest named entity of these kinds."""
        for place in self.entities.before(start, _LIMIT):
            if place.entity.kind in kinds and place.named and place.entity.name.casefold() not in folded("places"):
                return place.entity
        return None

    def third(self, start: int, number: str, sex: str) -> tuple[Entity | None, list[Entity]]:
        """The best candidate for a third-person pronoun, and the best three."""
        candidates = self.antecedents.candidates(start, number, sex, self.said, self.apart)
        if not candidates:
            return None, []
        scores = self.score([features for _, features in candidates], number)
        order = sorted(range(len(candidates)), key=lambda i: (-scores[i], i))
        best = [candidates[i][0] for i in order[:3]]
        chance = 1 / sum(math.exp(score - scores[order[0]]) for score in scores)
        return (best[0] if chance >= CLEAR else None), best
