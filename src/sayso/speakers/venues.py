"""The places of a page's text where another outlet is named as the one that was told or that reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.speakers.entities.registry import Entities, Entity
from sayso.terms import Attribution, Span, SpeakerKind
from sayso.text.vocabulary import folded
from sayso.text.words import Words

_BACK: Final = 90
_FIGURES: Final = re.compile(
    r"(?:[-/]\w+)*[ \u00a0](?:exit |tracking |national )?(?:polls?|survey|average|data|poll's)\b", re.IGNORECASE
)
_PROGRAMME: Final = re.compile(r"['’]s? [“\"‘']?")
_WORD: Final = r"\b"


class Venue(NamedTuple):
    """An outlet that is named as the one that was told, or that reports."""

    span: Span
    entity: Entity


def plain(name: str) -> str:
    """A name without case, marks and a leading article."""
    return re.sub(r"^the |[^\w ]", "", name.casefold()).strip()


def is_own(name: str, own: str) -> bool:
    """Whether an outlet is the page's own, whose name comes as :func:`plain` gives it."""
    bare = plain(name)
    short = bare in folded("outlet_nouns") and own.endswith(f" {bare}")  # "told the Post" on the Harrow Post's page
    return bool(own) and (bare == own or bare.startswith(own) or own.startswith(bare) or short)


def named_venues(words: Words, entities: Entities, own: str) -> list[Venue]:
    """The outlets of the text that stand in a phrase of relaying, in order."""
    out: list[Venue] = []
    network: dict[int, Entity] = {}  # the network that the page names with a programme
    for before, place in pairwise((None, *entities.at)):
        if place is None:
            continue
        if before is not None and _PROGRAMME.fullmatch(words.text, before.span.end, place.span.start):
            network[place.entity.number] = before.entity
        if place.entity.kind is not SpeakerKind.OUTLET or not place.named or is_own(place.entity.name, own):
            continue
        if is_own(place.span.of(words.text), own):
            continue
        if out and place.span.start - out[-1].span.end <= 5:
            continue  # the programme after its network: ABC's This Week
        if _relayed(words, place.span):
            entity = network.get(place.entity.number, place.entity)
            out.append(Venue(place.span, entity if entity.kind is SpeakerKind.OUTLET else place.entity))
    return out


@cache
def _before_name() -> re.Pattern[str]:
    """What stands between a phrase of relaying and the name: ``told | the trade paper NAME``."""
    media = "|".join(row["term"] for row in lexicon("outlet_context") if row["side"] == "noun")
    return re.compile(
        rf"\s*(?:\b(?:[Tt]he |an? |[A-Z]\w+['’]s )?(?:(?!told|tells|telling|to|by|with|in|on)[\w-]+ )?(?:{media})\s)?"
        r"[“”\"']?(?:[Tt]he\s)?(?:[A-Z]\w+['’]s?\s|Sunday )?[“\"']?$"
    )


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The phrases of the lexicon by side, each side as one pattern."""
    sides: dict[str, list[str]] = {}
    for row in lexicon("relay_phrases"):
        sides.setdefault(row["side"], []).append(f"(?:{row['term']})")
    ends = {"before": r"\s*$", "interview": r"\s*$", "opening": r"\s*$"}
    heads = {"after": r"\s*[,”\"]?\s*", "opening": r"^\W*"}
    return {
        side: re.compile(f"{heads.get(side, _WORD)}(?:{'|'.join(terms)}){ends.get(side, '')}", re.IGNORECASE)
        for side, terms in sides.items()
    }


def _relayed(words: Words, span: Span) -> bool:
    """Whether the words around an outlet's name make it the one whose report is passed on."""
    text = words.text
    if _FIGURES.match(text, span.end):
        return False
    sentence = words.bounds(words.sentence(span.start))[0]
    before = re.sub(r" +", " ", _before_name().sub("", text[max(sentence, span.start - _BACK) : span.start]))
    phrases = patterns()
    if phrases["before"].search(before) or phrases["after"].match(text, span.end, span.end + 40):
        return True
    interview = re.match(
        r"['’]?s? (?:\w+ )?(?:interview|town hall|segment|essay|op-ed|article|report|story|column|investigation)\b",
        text[span.end : span.end + 30],
    )
    if interview and phrases["interview"].search(before):
        return True
    return span.start - sentence < 12 and phrases["opening"].search(before) is not None


def outside_contents(venues: Sequence[Venue], attributions: Sequence[Attribution]) -> list[Venue]:
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
