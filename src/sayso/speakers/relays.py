"""Whose report the page passes on: an outlet that was told, that reported, or on which somebody spoke."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.speakers.coreference.decisions import Decision, place_of
from sayso.speakers.entities.registry import Entities, Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import Type
from sayso.terms import Article, Attribution, Form, Span, SpeakerKind
from sayso.text.vocabulary import folded
from sayso.text.words import Words

_BACK: Final = 90
_FIGURES: Final = re.compile(
    r"(?:[-/]\w+)*[ \u00a0](?:exit |tracking |national )?(?:polls?|survey|average|data|poll's)\b", re.IGNORECASE
)
_ITSELF: Final = re.compile(r"(?:that )?(?:it|its)\b")
_NEAR: Final = 600
_FEW: Final = 8
_THE: Final = re.compile(
    r"\s*(?:\b(?:(?:[A-Z]\w+['’]s )?(?:[\w-]+ ){0,2})?"
    r"(?:network|newspaper|magazine|broadcaster|channel|programme|paper|site)\s)?"
    r"[“”\"']?(?:[Tt]he\s)?(?:[A-Z]\w+['’]s?\s)?[“\"']?$"
)
_ELSEWHERE: Final = re.compile(
    r"(?i)\bin (?:a|an|his|her|their) (?:\w+ )?(?:statement|email|speech|tweet|letter|news conference|address|post)\b"
    r"|\b(?:at|during) (?:a|an|his|her) (?:\w+ )?(?:rally|event|news conference|fundraiser|meeting)\b"
    r"|\btweeted\b|\bon (?:Twitter|Facebook)\b"
)


class Venue(NamedTuple):
    """An outlet that is named as the one that was told, or that reports."""

    span: Span
    entity: Entity


def relays(
    article: Article,
    words: Words,
    entities: Entities,
    attributions: Sequence[Attribution],
    found: Mapping[str, Decision],
) -> dict[str, Entity]:
    """For each attribution that comes from another outlet's report, that outlet."""
    own = plain(article.publisher or "")
    asked = [attribution for attribution in attributions if _asks(words, attribution)]
    asking = {_label(words, attribution) for attribution in asked}
    askers = {found[attribution.id].entity for attribution in asked}
    venues = [venue for venue in _venues(words, entities, own) if venue.entity not in askers]
    outside = _outside(venues, attributions)
    starts = [venue.span.start for venue in venues]
    out: dict[str, Entity] = {}
    before: Attribution | None = None
    for attribution in sorted(attributions, key=place_of):
        finding = found[attribution.id]
        entity = _spoken(finding, own) or _reporter(words, entities, attribution, own)
        if entity is not None and _label(words, attribution) in asking:
            entity = None  # COURIER: What next? It is the page's own
        if entity is not None and attribution.content and _ITSELF.match(words.text, attribution.content[0].start):
            entity = None  # an outlet that speaks of itself reports nothing
        if entity is None and attribution.inside in out:
            entity = out[attribution.inside or ""]
        elif entity is None and attribution.inside is None:
            entity = (
                _named(words, attribution, venues, starts)
                or _told_it(words, entities, attribution, own)
                or _broadcast(words, attribution, outside)
            )
            if entity is None and before is not None and before.id in out:
                entity = _carried(words, before, attribution, found, out[before.id])
        if entity is not None:
            out[attribution.id] = entity
        if attribution.inside is None:
            before = attribution
    return out


def plain(name: str) -> str:
    """A name without case, marks and a leading article."""
    return re.sub(r"^the |[^\w ]", "", name.casefold()).strip()


def _spoken(finding: Decision, own: str) -> Entity | None:
    """The outlet that speaks itself: ``CNN reported``."""
    entity = finding.entity
    if entity is None or entity.kind is not SpeakerKind.OUTLET or is_own(entity.name, own):
        return None
    return entity


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


def is_own(name: str, own: str) -> bool:
    """Whether an outlet is the page's own, whose name comes as :func:`plain` gives it."""
    bare = plain(name)
    short = bare in folded("outlet_nouns") and own.endswith(f" {bare}")  # "told the Post" on the Harrow Post's page
    return bool(own) and (bare == own or bare.startswith(own) or own.startswith(bare) or short)


def _venues(words: Words, entities: Entities, own: str) -> list[Venue]:
    """The outlets of the text that stand in a phrase of relaying, in order."""
    out: list[Venue] = []
    for place in entities.at:
        if place.entity.kind is not SpeakerKind.OUTLET or not place.named or is_own(place.entity.name, own):
            continue
        if is_own(place.span.of(words.text), own):
            continue
        if out and place.span.start - out[-1].span.end <= 5:
            continue  # the programme after its network: ABC's This Week
        if _relayed(words, place.span):
            out.append(Venue(place.span, place.entity))
    return out


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The phrases of the lexicon by side, each side as one pattern."""
    sides: dict[str, list[str]] = {}
    for row in lexicon("relay_phrases"):
        sides.setdefault(row["side"], []).append(f"(?:{row['term']})")
    ends = {"before": r"\s*$", "after": "", "interview": r"\s*$", "opening": r"\s*$"}
    heads = {"before": r"(?i)\b", "after": r"(?i)\s*[,”\"]?\s*", "interview": r"(?i)\b", "opening": r"(?i)^\W*"}
    return {side: re.compile(f"{heads[side]}(?:{'|'.join(terms)}){ends[side]}") for side, terms in sides.items()}


def _relayed(words: Words, span: Span) -> bool:
    """Whether the words around an outlet's name make it the one whose report is passed on."""
    text = words.text
    if _FIGURES.match(text, span.end):
        return False
    sentence = words.bounds(words.sentence(span.start))[0]
    before = _THE.sub("", text[max(sentence, span.start - _BACK) : span.start])
    patterns = _patterns()
    if patterns["before"].search(before) or patterns["after"].match(text, span.end, span.end + 40):
        return True
    interview = re.match(
        r"['’]?s? (?:\w+ )?(?:interview|town hall|segment|essay|op-ed|article|report|story|column|investigation)\b",
        text[span.end : span.end + 30],
    )
    if interview and patterns["interview"].search(before):
        return True
    return span.start - sentence < 12 and patterns["opening"].search(before) is not None


def _named(words: Words, attribution: Attribution, venues: Sequence[Venue], starts: Sequence[int]) -> Entity | None:
    """The venue in the sentence of the attribution's source and cue, outside its content."""
    told = (*attribution.source, *attribution.cue) or attribution.content
    if not told:
        return None
    first = words.bounds(words.sentence(min(span.start for span in told)))[0]
    last = words.bounds(words.sentence(max(span.end for span in told) - 1))[1]
    begin = bisect_left(starts, max(first, place_of(attribution) - _NEAR))
    for venue in venues[begin : min(bisect_left(starts, last), begin + _FEW)]:
        if not any(venue.span in span for span in attribution.content):
            return venue.entity
    return None


def _told_it(words: Words, entities: Entities, attribution: Attribution, own: str) -> Entity | None:
    """The outlet named last, where somebody "told the magazine"."""
    if not attribution.cue:
        return None
    found = _IT.search(words.text, attribution.cue[0].start, attribution.cue[-1].end + _REACH)
    if found is None or any(span.start <= found.start() < span.end for span in attribution.content):
        return None
    for place in entities.before(found.start(), _FAR):
        if place.named and place.entity.kind is SpeakerKind.OUTLET:
            return None if is_own(place.entity.name, own) else place.entity
    return None


_IT: Final = re.compile(
    r"\b(?:told|tells?|telling) the (?:newspaper|magazine|paper|network|station|site|broadcaster|program(?:me)?)\b"
)
_REACH: Final = 20
_FAR: Final = 40


def _outside(venues: Sequence[Venue], attributions: Sequence[Attribution]) -> list[Venue]:
    """The venues that the page itself names, not somebody in what he says."""
    said = sorted(span for attribution in attributions for span in attribution.content)
    out, reach, number = [], 0, 0
    for venue in venues:
        while number < len(said) and said[number].start <= venue.span.start:
            reach = max(reach, said[number].end)
            number += 1
        if venue.span.start >= reach:
            out.append(venue)
    return out


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
    words: Words, before: Attribution, attribution: Attribution, found: Mapping[str, Decision], outlet: Entity
) -> Entity | None:
    """The outlet of the attribution before, where the same speaker goes on in the same paragraph or the next."""
    one, other = found[before.id], found[attribution.id]
    if one.entity is None or one.entity is not other.entity or other.mention.type is Type.EMPTY:
        return None
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    start, end = place_of(before), max(span.end for span in spans)
    between = words.text[start : min(span.start for span in spans)]
    line = words.text[min(span.start for span in spans) : end + 80]
    if between.count("\n\n") + (0 if "\n\n" in between else between.count("\n")) > 1 or _ELSEWHERE.search(
        line.split("\n", 1)[0]
    ):
        return None
    return outlet if attribution.form is not Form.INDIRECT else None
