"""Whose report the page passes on: an outlet that was told, that reported, or on which somebody spoke."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sayso.attributions.acts import act_of
from sayso.speakers.coreference.decisions import Decision, place_of
from sayso.speakers.coreference.speech import asked_by_nobody
from sayso.speakers.entities.registry import Entities, Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import Type
from sayso.speakers.platforms import posted
from sayso.speakers.venues import Venue, is_own, named_venues, outside_contents, patterns, plain
from sayso.terms import PUBLISHER, Act, Article, Attribution, Form, SpeakerKind
from sayso.text.words import Words

_ITSELF: Final = re.compile(r"(?:that )?(?:it|its)\b")
_NEAR: Final = 600
_FEW: Final = 8
_BACK: Final = 80
_BY: Final = re.compile(
    r"\bby (?:[A-Z][\w.'’-]*,? ){1,4}(?:in|on|to|with|during)\b"
)  # mentioned by NAME in an interview


class _Page(NamedTuple):
    """What the steps share about one page: ``venues`` in order with ``starts``, those ``outside`` contents, ``own``."""

    words: Words
    entities: Entities
    found: Mapping[str, Decision]
    own: str
    venues: Sequence[Venue]
    starts: Sequence[int]
    outside: Sequence[Venue]
    asking: frozenset[str]


def relays(
    article: Article,
    words: Words,
    entities: Entities,
    attributions: Sequence[Attribution],
    found: Mapping[str, Decision],
) -> dict[str, Entity]:
    """For each attribution that comes from another outlet's report, that outlet; the outer ones come first."""
    page = _page(plain(article.publisher or ""), words, entities, attributions, found)
    posts = posted(article, entities, attributions)
    out = dict(posts)
    reports: dict[str, Entity] = {}  # without the platforms of posts, which pass on nothing but the post
    before: list[Attribution] = []
    by_speaker: dict[Entity | None, list[Attribution]] = {}
    outer = [attribution for attribution in attributions if attribution.inside is None]
    for attribution in sorted(outer, key=place_of):
        entity = out.get(attribution.id) or _itself(page, attribution)
        if entity is None and not _is_outlet(page, attribution):
            entity = _venue(page, attribution) or _carried(page, by_speaker, before[-1:], attribution, reports)
        if entity is not None:
            out[attribution.id] = entity
        if entity is not None and attribution.id not in posts:
            reports[attribution.id] = entity
        before.append(attribution)
        by_speaker.setdefault(found[attribution.id].entity, []).append(attribution)
    out |= _headline(page, before, out)
    for one, following in pairwise(before):
        if asked_by_nobody(words.text, one) and following.id in out and _same_sentence(words, one, following):
            out.setdefault(one.id, out[following.id])
    inner = [attribution for attribution in attributions if attribution.inside is not None]
    for attribution in sorted(inner, key=_reach):
        entity = _itself(page, attribution) or out.get(attribution.inside or "")
        if entity is not None:
            out[attribution.id] = entity
    return out


def _headline(page: _Page, outer: Sequence[Attribution], out: Mapping[str, Entity]) -> dict[str, Entity]:
    """The outlet of the first attribution after the headline for one in it of the same speaker, or of nobody named."""
    end = page.words.text.find("\n")
    heads = [attribution for attribution in outer if place_of(attribution) < end and attribution.id not in out]
    first = next((attribution for attribution in outer if place_of(attribution) > end), None)
    if not 0 < end <= _HEADLINE or first is None or first.id not in out:
        return {}
    speaker = page.found[first.id].entity
    return {one.id: out[first.id] for one in heads if not one.source or page.found[one.id].entity is speaker}


def _same_sentence(words: Words, one: Attribution, other: Attribution) -> bool:
    return words.sentence(place_of(one)) == words.sentence(place_of(other))


def _reach(attribution: Attribution) -> int:
    """What orders an attribution before those inside it: the length of its content, negative."""
    return -sum(span.end - span.start for span in attribution.content)


def _page(
    own: str, words: Words, entities: Entities, attributions: Sequence[Attribution], found: Mapping[str, Decision]
) -> _Page:
    """The venues of a page, without the page's own outlet and those who ask the questions of an interview."""
    asked = [attribution for attribution in attributions if _asks(words, attribution)]
    asking = frozenset(_label(words, attribution) for attribution in asked)
    askers = {found[attribution.id].entity for attribution in asked}
    labels = {plain(label) for label in asking}
    venues = [
        venue
        for venue in named_venues(words, entities, own)
        if venue.entity not in askers and plain(venue.entity.name) not in labels
    ]
    starts = [venue.span.start for venue in venues]
    return _Page(words, entities, found, own, venues, starts, outside_contents(venues, attributions), asking)


def _is_outlet(page: _Page, attribution: Attribution) -> bool:
    """Whether an outlet speaks, so that no other one is asked for."""
    entity = page.found[attribution.id].entity
    return entity is not None and (entity.kind is SpeakerKind.OUTLET or entity.key == PUBLISHER)


def _itself(page: _Page, attribution: Attribution) -> Entity | None:
    """The outlet that speaks in the attribution, unless it speaks of itself or asks the page's own questions."""
    entity = _spoken(page.found[attribution.id], page.own)
    entity = entity or _reporter(page.words, page.entities, attribution, page.own)
    if entity is None or _label(page.words, attribution) in page.asking:
        return None  # COURIER: What next? It is the page's own
    if attribution.content and _ITSELF.match(page.words.text, attribution.content[0].start):
        return None
    return None if _act(page.words, attribution) in _OWN_ACTS else entity


def _act(words: Words, attribution: Attribution) -> Act:
    """What an attribution does by its cue and the beginning of its content."""
    cue = " ".join(span.of(words.text) for span in attribution.cue)
    content = " ".join(span.of(words.text) for span in attribution.content[:1])
    return act_of(cue, content[:_NEAR])


def _venue(page: _Page, attribution: Attribution) -> Entity | None:
    """The outlet that the sentence names as the place of the saying, or refers to."""
    return (
        _named(page.words, attribution, page.venues, page.starts)
        or _referred_to(page, attribution)
        or _broadcast(page.words, attribution, page.outside)
        or _introduced(page, attribution)
    )


def _spoken(finding: Decision, own: str) -> Entity | None:
    """The outlet that speaks itself: ``CNN reported``."""
    entity = finding.entity
    outlet = entity is not None and entity.kind is SpeakerKind.OUTLET
    indefinite = entity is not None and entity.name.lower().startswith(("a ", "an "))  # a courier is no paper
    return entity if entity is not None and outlet and not indefinite and not is_own(entity.name, own) else None


def _reporter(words: Words, entities: Entities, attribution: Attribution, own: str) -> Entity | None:
    """The outlet of a reporter who is not named: ``a Ledger reporter noted``."""
    for span in attribution.source:
        inside = words.within(span.start, span.end)
        if len(inside) and words.lower[inside.stop - 1] in ("reporter", "correspondent"):
            named = next(names_within(words, span.start, span.end), None)
            other = named is not None and named.sort is SpeakerKind.OUTLET and not is_own(named.text, own)
            return entities.entity(named) if named is not None and other else None
    return None


def _asks(words: Words, attribution: Attribution) -> bool:
    """Whether this is a question of an interview, which the page's own outlet puts: ``COURIER: What next?``."""
    asked = attribution.content and attribution.content[-1].of(words.text).rstrip("”\"' ").endswith("?")
    return bool(asked) and _label(words, attribution) != ""


def _label(words: Words, attribution: Attribution) -> str:
    """The words in capitals before the colon of a turn; empty elsewhere."""
    if not attribution.source or not attribution.cue or attribution.cue[0].of(words.text).strip() != ":":
        return ""
    label = attribution.source[0].of(words.text)
    return label if label.isupper() else ""


def _named(words: Words, attribution: Attribution, venues: Sequence[Venue], starts: Sequence[int]) -> Entity | None:
    """The venue in the sentence of the attribution's source and cue, outside its content."""
    told = (*attribution.source, *attribution.cue) or attribution.content
    if not told:
        return None
    first = words.bounds(words.sentence(min(span.start for span in told)))[0]
    last = words.bounds(words.sentence(max(span.end for span in told) - 1))[1]
    told_to = max(span.end for span in told)
    begin = bisect_left(starts, max(first, place_of(attribution) - _NEAR))
    for venue in venues[begin : min(bisect_left(starts, last), begin + _FEW)]:
        others = _BY.search(words.text, max(told_to, venue.span.start - _BACK), venue.span.start)
        if not others and not any(venue.span in span for span in attribution.content):
            return venue.entity
    return None


def _referred_to(page: _Page, attribution: Attribution) -> Entity | None:
    """The outlet named last, where the sentence has "told the magazine", "the paper wrote", "in the interview"."""
    told = (*attribution.source, *attribution.cue)
    if not told:
        return None
    words = page.words
    first = words.bounds(words.sentence(told[0].start))[0]
    last = words.bounds(words.sentence(told[-1].end - 1))[1]
    for reference in patterns()["reference"].finditer(words.text, first, min(last, first + _NEAR)):
        if any(span.start <= reference.start() < span.end for span in attribution.content):
            continue
        for place in page.entities.before(reference.start(), _FAR):
            if place.named and place.entity.kind is SpeakerKind.OUTLET:
                return None if is_own(place.entity.name, page.own) else place.entity
    return None


_FAR: Final = 40
_HEADLINE: Final = 110  # characters of the first line of a page that may be its headline
_OPENING: Final = 700  # characters of a page in which the outlet is named that all of it comes from
_REFUSALS: Final = (Act.DENIAL, Act.NON_RESPONSE)
_OWN_ACTS: Final = (*_REFUSALS, Act.QUESTION, Act.INTENTION)


def _introduced(page: _Page, attribution: Attribution) -> Entity | None:
    """The outlet that a sentence just before names with this speaker: ``Quill spoke to the Lantern. "…," she said``."""
    speaker, start = page.found[attribution.id].entity, place_of(attribution)
    if speaker is not None and _taken_up(page, speaker, start) and not _elsewhere(page.words, attribution):
        return next((one.entity for one in reversed(page.outside) if one.span.end < start), None)
    number = bisect_left(page.outside, start, key=lambda venue: venue.span.start) - 1
    if speaker is None or number < 0 or start - page.outside[number].span.end > _INTRODUCED:
        return None
    venue = page.outside[number]
    first, last = page.words.bounds(page.words.sentence(venue.span.start))
    text = page.words.text
    spoke = patterns()["spoke"].search(text, first, last) is not None and "\n" not in text[last:start].strip()
    there = spoke and any(first <= place < last for place in speaker.places)
    return venue.entity if there and not _elsewhere(page.words, attribution) else None


def _taken_up(page: _Page, speaker: Entity, start: int) -> bool:
    """Whether the sentence before says that this speaker spoke in an interview named earlier: ``in the interview``."""
    number = page.words.sentence(start) - 1
    begin, end = page.words.bounds(number) if number >= 0 else (0, 0)
    same = begin < end and page.words.line(begin) == page.words.line(start)
    there = same and any(begin <= place < end for place in speaker.places)
    return there and patterns()["interviewed"].search(page.words.text, begin, end) is not None


_INTRODUCED: Final = 200


def _broadcast(words: Words, attribution: Attribution, venues: Sequence[Venue]) -> Entity | None:
    """The outlet whose transcript this line is from: ``CALDER: ...`` after an outlet was named as the place of it."""
    if not attribution.source or not attribution.cue or attribution.cue[0].of(words.text).strip() != ":":
        return None
    start = attribution.source[0].start
    if start and words.text[max(0, start - 2) : start].lstrip("\n").strip("“\"'‘"):
        return None
    earlier = bisect_left(venues, start, key=lambda venue: venue.span.start)
    return venues[earlier - 1].entity if earlier else None


def _carried(
    page: _Page,
    by_speaker: Mapping[Entity | None, Sequence[Attribution]],
    before: Sequence[Attribution],
    attribution: Attribution,
    out: Mapping[str, Entity],
) -> Entity | None:
    """The outlet of an earlier attribution of the same speaker, until another venue is named.

    Where the page passes on one outlet alone it holds to the end; else in the same paragraph or the next.
    """
    other = page.found[attribution.id]
    earlier = by_speaker.get(other.entity, ())
    if not earlier or other.entity is None or other.mention.type is Type.EMPTY:
        return None
    if earlier[-1].id not in out or _elsewhere(page.words, attribution):
        return None
    outlet = out[earlier[-1].id]
    alone = {venue.entity for venue in page.outside} == {outlet} and page.outside[0].span.start <= _OPENING
    if alone and earlier[0].id in out and _act(page.words, attribution) not in _REFUSALS:
        return outlet
    near = earlier[-1] is before[-1] and _paragraphs(page.words.text, earlier[-1], attribution) <= 1
    return outlet if near and attribution.form is not Form.INDIRECT else None


def _elsewhere(words: Words, attribution: Attribution) -> bool:
    """Whether the line of an attribution names another occasion of the saying: a speech, a rally, the page's own."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    line = words.text[min(span.start for span in spans) : max(span.end for span in spans) + 80]
    line = line.split("\n", 1)[0]
    return patterns()["elsewhere"].search(line) is not None or patterns()["own"].search(line) is not None


def _paragraphs(text: str, before: Attribution, attribution: Attribution) -> int:
    """How many paragraphs end between the beginnings of two attributions."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    between = text[place_of(before) : min(span.start for span in spans)]
    return between.count("\n\n") or between.count("\n")
