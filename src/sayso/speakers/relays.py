"""Relays, the outlets whose reports a page passes on: outlets that were told, that reported, or that aired it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sayso.attributions.acts import act_of
from sayso.speakers.coreference.decisions import Decision, place_of
from sayso.speakers.coreference.speech import is_unattributed_question
from sayso.speakers.entities.registry import Entities, Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import Type
from sayso.speakers.platforms import platforms_of_posts
from sayso.speakers.venues import Venue, is_own, named_venues, outside_contents, patterns, plain
from sayso.terms import PUBLISHER, Act, Article, Attribution, Form, SpeakerKind
from sayso.text.words import Words

_SELF_REFERENCE: Final = re.compile(r"(?:that )?(?:it|its)\b")
_MAX_SENTENCE: Final = 600
_MAX_PLACES: Final = 40
_MAX_HEADLINE: Final = 110  # characters of a first line that can be a headline
_OPENING: Final = 700  # characters of a page before the only venue of the page
_REFUSALS: Final = (Act.DENIAL, Act.NON_RESPONSE)
_OWN_ACTS: Final = (*_REFUSALS, Act.QUESTION, Act.INTENTION)
_MAX_GAP: Final = 200
_MAX_VENUES: Final = 8
_LOOKBACK: Final = 80
_OTHER_PERSON: Final = re.compile(r"\bby (?:[A-Z][\w.'’-]*,? ){1,4}(?:in|on|to|with|during)\b")  # by NAME in


class _Page(NamedTuple):
    """Facts about a page: ``venues`` in text order, their ``starts``, venues ``outside`` contents, its ``own`` name."""

    words: Words
    entities: Entities
    decisions: Mapping[str, Decision]
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
    decisions: Mapping[str, Decision],
) -> dict[str, Entity]:
    """The relay of each attribution that comes from the report of another outlet."""
    page = _page(plain(article.publisher or ""), words, entities, attributions, decisions)
    posts = platforms_of_posts(article, entities, attributions)
    relayed = dict(posts)
    reports: dict[str, Entity] = {}  # without the platforms of posts, which relay only the post
    previous: list[Attribution] = []
    by_speaker: dict[Entity | None, list[Attribution]] = {}
    outer = [attribution for attribution in attributions if attribution.inside is None]
    for attribution in sorted(outer, key=place_of):
        entity = relayed.get(attribution.id) or _source_outlet(page, attribution)
        if entity is None and not _is_outlet(page, attribution):
            entity = _venue(page, attribution) or _carried(page, by_speaker, previous[-1:], attribution, reports)
        if entity is not None:
            relayed[attribution.id] = entity
        if entity is not None and attribution.id not in posts:
            reports[attribution.id] = entity
        previous.append(attribution)
        by_speaker.setdefault(decisions[attribution.id].entity, []).append(attribution)
    relayed |= _headline_relays(page, previous, relayed)
    for first, second in pairwise(previous):
        if (
            is_unattributed_question(words.text, first)
            and second.id in relayed
            and _same_sentence(words, first, second)
        ):
            relayed.setdefault(first.id, relayed[second.id])
    inner = [attribution for attribution in attributions if attribution.inside is not None]
    for attribution in sorted(inner, key=_nesting_order):
        entity = _source_outlet(page, attribution) or relayed.get(attribution.inside or "")
        if entity is not None:
            relayed[attribution.id] = entity
    return relayed


def _headline_relays(page: _Page, outer: Sequence[Attribution], relayed: Mapping[str, Entity]) -> dict[str, Entity]:
    """The relays of attributions in the headline: the relay of the first attribution after it, if speakers agree."""
    end = page.words.text.find("\n")
    in_headline = [a for a in outer if place_of(a) < end and a.id not in relayed]
    first = next((attribution for attribution in outer if place_of(attribution) > end), None)
    if not 0 < end <= _MAX_HEADLINE or first is None or first.id not in relayed:
        return {}
    speaker = page.decisions[first.id].entity
    return {a.id: relayed[first.id] for a in in_headline if not a.source or page.decisions[a.id].entity is speaker}


def _same_sentence(words: Words, first: Attribution, second: Attribution) -> bool:
    return words.sentence(place_of(first)) == words.sentence(place_of(second))


def _nesting_order(attribution: Attribution) -> int:
    """Sort key that puts outer attributions first: the negative length of the content."""
    return -sum(span.end - span.start for span in attribution.content)


def _page(
    own: str, words: Words, entities: Entities, attributions: Sequence[Attribution], decisions: Mapping[str, Decision]
) -> _Page:
    """The facts about a page; venues omit the page's own outlet and interviewers."""
    questions = [attribution for attribution in attributions if _is_interview_question(words, attribution)]
    asking = frozenset(_capital_label(words, attribution) for attribution in questions)
    askers = {decisions[attribution.id].entity for attribution in questions}
    labels = {plain(label) for label in asking}
    venues = [
        venue
        for venue in named_venues(words, entities, own)
        if venue.entity not in askers and plain(venue.entity.name) not in labels
    ]
    starts = [venue.span.start for venue in venues]
    return _Page(words, entities, decisions, own, venues, starts, outside_contents(venues, attributions), asking)


def _is_outlet(page: _Page, attribution: Attribution) -> bool:
    """Whether the speaker is an outlet, which needs no relay."""
    entity = page.decisions[attribution.id].entity
    return entity is not None and (entity.kind is SpeakerKind.OUTLET or entity.key == PUBLISHER)


def _source_outlet(page: _Page, attribution: Attribution) -> Entity | None:
    """The outlet that is the source, unless it speaks about itself or asks the questions of an interview."""
    entity = _speaking_outlet(page.decisions[attribution.id], page.own)
    entity = entity or _reporter(page.words, page.entities, attribution, page.own)
    if entity is None or _capital_label(page.words, attribution) in page.asking:
        return None  # COURIER: What next? (an interviewer)
    if attribution.content and _SELF_REFERENCE.match(page.words.text, attribution.content[0].start):
        return None
    return None if _act(page.words, attribution) in _OWN_ACTS else entity


def _act(words: Words, attribution: Attribution) -> Act:
    """The act of an attribution, from its cue and the start of its content."""
    cue = " ".join(span.of(words.text) for span in attribution.cue)
    content = " ".join(span.of(words.text) for span in attribution.content[:1])
    return act_of(cue, content[:_MAX_SENTENCE])


def _venue(page: _Page, attribution: Attribution) -> Entity | None:
    """The venue of an attribution: the outlet that its sentence names or refers to."""
    return (
        _named(page.words, attribution, page.venues, page.starts)
        or _referred_to(page, attribution)
        or _transcript_venue(page.words, attribution, page.outside)
        or _introduced_venue(page, attribution)
    )


def _speaking_outlet(decision: Decision, own: str) -> Entity | None:
    """The outlet as speaker: ``CNN reported``."""
    entity = decision.entity
    is_outlet = entity is not None and entity.kind is SpeakerKind.OUTLET
    is_common = entity is not None and entity.name.lower().startswith(("a ", "an "))  # "a courier" is no newspaper
    return entity if entity is not None and is_outlet and not is_common and not is_own(entity.name, own) else None


def _reporter(words: Words, entities: Entities, attribution: Attribution, own: str) -> Entity | None:
    """The outlet of an unnamed reporter: ``a Ledger reporter noted``."""
    for span in attribution.source:
        inside = words.within(span.start, span.end)
        if len(inside) and words.lower[inside.stop - 1] in ("reporter", "correspondent"):
            name = next(names_within(words, span.start, span.end), None)
            is_other_outlet = name is not None and name.sort is SpeakerKind.OUTLET and not is_own(name.text, own)
            return entities.entity(name) if name is not None and is_other_outlet else None
    return None


def _is_interview_question(words: Words, attribution: Attribution) -> bool:
    """Whether an attribution is a question of the page's own interview: ``COURIER: What next?``."""
    ends_in_question = attribution.content and attribution.content[-1].of(words.text).rstrip("”\"' ").endswith("?")
    return bool(ends_in_question) and _capital_label(words, attribution) != ""


def _capital_label(words: Words, attribution: Attribution) -> str:
    """The label in capitals before the colon of a turn; empty for other attributions."""
    if not attribution.source or not attribution.cue or attribution.cue[0].of(words.text).strip() != ":":
        return ""
    label = attribution.source[0].of(words.text)
    return label if label.isupper() else ""


def _named(words: Words, attribution: Attribution, venues: Sequence[Venue], starts: Sequence[int]) -> Entity | None:
    """The venue in the sentence of source and cue, outside the content."""
    spans = (*attribution.source, *attribution.cue) or attribution.content
    if not spans:
        return None
    first = words.bounds(words.sentence(min(span.start for span in spans)))[0]
    last = words.bounds(words.sentence(max(span.end for span in spans) - 1))[1]
    spans_end = max(span.end for span in spans)
    begin = bisect_left(starts, max(first, place_of(attribution) - _MAX_SENTENCE))
    for venue in venues[begin : min(bisect_left(starts, last), begin + _MAX_VENUES)]:
        other_person = _OTHER_PERSON.search(words.text, max(spans_end, venue.span.start - _LOOKBACK), venue.span.start)
        if not other_person and not any(venue.span in span for span in attribution.content):
            return venue.entity
    return None


def _referred_to(page: _Page, attribution: Attribution) -> Entity | None:
    """The last outlet named, if the sentence has "told the magazine", "the paper wrote" or "in the interview"."""
    spans = (*attribution.source, *attribution.cue)
    if not spans:
        return None
    words = page.words
    first = words.bounds(words.sentence(spans[0].start))[0]
    last = words.bounds(words.sentence(spans[-1].end - 1))[1]
    for reference in patterns()["reference"].finditer(words.text, first, min(last, first + _MAX_SENTENCE)):
        if any(span.start <= reference.start() < span.end for span in attribution.content):
            continue
        for place in page.entities.before(reference.start(), _MAX_PLACES):
            if place.named and place.entity.kind is SpeakerKind.OUTLET:
                return None if is_own(place.entity.name, page.own) else place.entity
    return None


def _introduced_venue(page: _Page, attribution: Attribution) -> Entity | None:
    """The venue in a previous sentence about this speaker: ``Quill spoke to the Lantern. "…," she said``."""
    speaker, start = page.decisions[attribution.id].entity, place_of(attribution)
    if speaker is not None and _in_interview(page, speaker, start) and not _other_venue(page.words, attribution):
        return next((venue.entity for venue in reversed(page.outside) if venue.span.end < start), None)
    number = bisect_left(page.outside, start, key=lambda venue: venue.span.start) - 1
    if speaker is None or number < 0 or start - page.outside[number].span.end > _MAX_GAP:
        return None
    venue = page.outside[number]
    first, last = page.words.bounds(page.words.sentence(venue.span.start))
    text = page.words.text
    is_interview = patterns()["spoke"].search(text, first, last) is not None and "\n" not in text[last:start].strip()
    names_speaker = is_interview and any(first <= place < last for place in speaker.places)
    return venue.entity if names_speaker and not _other_venue(page.words, attribution) else None


def _in_interview(page: _Page, speaker: Entity, start: int) -> bool:
    """Whether the previous sentence mentions the speaker and an earlier interview: ``in the interview``."""
    number = page.words.sentence(start) - 1
    begin, end = page.words.bounds(number) if number >= 0 else (0, 0)
    same_paragraph = begin < end and page.words.line(begin) == page.words.line(start)
    names_speaker = same_paragraph and any(begin <= place < end for place in speaker.places)
    return names_speaker and patterns()["interviewed"].search(page.words.text, begin, end) is not None


def _transcript_venue(words: Words, attribution: Attribution, venues: Sequence[Venue]) -> Entity | None:
    """The venue of a transcript: ``CALDER: ...`` after a venue."""
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
    last: Sequence[Attribution],
    attribution: Attribution,
    relayed: Mapping[str, Entity],
) -> Entity | None:
    """The relay of the previous attribution of the same speaker, until another venue is named.

    If the page has only one venue, the relay applies to the end of the page; else to the same paragraph and the next.
    """
    decision = page.decisions[attribution.id]
    earlier = by_speaker.get(decision.entity, ())
    if not earlier or decision.entity is None or decision.mention.type is Type.EMPTY:
        return None
    if earlier[-1].id not in relayed or _other_venue(page.words, attribution):
        return None
    outlet = relayed[earlier[-1].id]
    is_only = {venue.entity for venue in page.outside} == {outlet} and page.outside[0].span.start <= _OPENING
    if is_only and earlier[0].id in relayed and _act(page.words, attribution) not in _REFUSALS:
        return outlet
    is_near = earlier[-1] is last[-1] and _paragraph_ends(page.words.text, earlier[-1], attribution) <= 1
    return outlet if is_near and attribution.form is not Form.INDIRECT else None


def _other_venue(words: Words, attribution: Attribution) -> bool:
    """Whether the line of an attribution names another venue: a speech, a rally, the page's own interview."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    line = words.text[min(span.start for span in spans) : max(span.end for span in spans) + 80]
    line = line.split("\n", 1)[0]
    return patterns()["elsewhere"].search(line) is not None or patterns()["own"].search(line) is not None


def _paragraph_ends(text: str, before: Attribution, attribution: Attribution) -> int:
    """The number of paragraph ends between two attributions."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    between = text[place_of(before) : min(span.start for span in spans)]
    return between.count("\n\n") or between.count("\n")
