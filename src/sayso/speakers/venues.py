"""Venues: mentions of other outlets as addressee or reporter of a statement."""

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

_LOOKBACK: Final = 90
_POLL: Final = re.compile(
    r"(?:[-/]\w+)*[ \u00a0](?:exit |tracking |national )?(?:polls?|survey|average|data|poll's)\b", re.IGNORECASE
)
_PROGRAMME: Final = re.compile(r"['’]s? [“\"‘']?")
_WORD: Final = r"\b"
_OWNER: Final = r"(?:[Tt]he |an? |[A-Z]\w+['’]s )?"
_ADJECTIVE: Final = r"(?:(?!told|tells|telling|to|by|with|in|on)[\w-]+ )?"
_NAME_OPENS: Final = r"[“”\"']?(?:[Tt]he\s)?(?:[A-Z]\w+['’]s?\s|Sunday )?[“\"']?$"


class Venue(NamedTuple):
    """A mention of an outlet as addressee or reporter."""

    span: Span
    entity: Entity


def plain(name: str) -> str:
    """A name in lower case, without punctuation and leading article."""
    return re.sub(r"^the |[^\w ]", "", name.casefold()).strip()


def is_own(name: str, own: str) -> bool:
    """Whether an outlet is the page's own; ``own`` is its name, normalized by :func:`plain`."""
    plain_name = plain(name)
    is_short_form = plain_name in folded("outlet_nouns") and own.endswith(
        f" {plain_name}"
    )  # "told the Post" on the Harrow Post's page
    return bool(own) and (
        plain_name == own or plain_name.startswith(own) or own.startswith(plain_name) or is_short_form
    )


def named_venues(words: Words, entities: Entities, own: str) -> list[Venue]:
    """The outlets in relay phrases, in text order."""
    venues: list[Venue] = []
    network: dict[int, Entity] = {}  # the network of each programme on the page
    for previous, place in pairwise((None, *entities.at)):
        if place is None:
            continue
        if previous is not None and _PROGRAMME.fullmatch(words.text, previous.span.end, place.span.start):
            network[place.entity.number] = previous.entity
        if place.entity.kind is not SpeakerKind.OUTLET or not place.named or is_own(place.entity.name, own):
            continue
        if is_own(place.span.of(words.text), own):
            continue
        if venues and place.span.start - venues[-1].span.end <= 5:
            continue  # the programme after its network: ABC's This Week
        if _is_relayed(words, place.span):
            entity = network.get(place.entity.number, place.entity)
            venues.append(Venue(place.span, entity if entity.kind is SpeakerKind.OUTLET else place.entity))
    return venues


@cache
def _before_name() -> re.Pattern[str]:
    """The words between a relay phrase and the name: ``told | the trade paper NAME``."""
    media = "|".join(row["term"] for row in lexicon("outlet_context") if row["side"] == "noun")
    return re.compile(rf"\s*(?:\b{_OWNER}{_ADJECTIVE}(?:{media})\s)?{_NAME_OPENS}")


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The phrases of the lexicon, one pattern per side."""
    sides: dict[str, list[str]] = {}
    for row in lexicon("relay_phrases"):
        sides.setdefault(row["side"], []).append(f"(?:{row['term']})")
    ends = {"before": r"\s*$", "interview": r"\s*$", "opening": r"\s*$", "piece": _WORD}
    heads = {"after": r"\s*[,”\"]?\s*", "opening": r"^\W*", "piece": r"['’]?s? (?:\w+ )?"}
    return {
        side: re.compile(f"{heads.get(side, _WORD)}(?:{'|'.join(terms)}){ends.get(side, '')}", re.IGNORECASE)
        for side, terms in sides.items()
    }


def _is_relayed(words: Words, span: Span) -> bool:
    """Whether the context of an outlet's name is a relay phrase."""
    text = words.text
    if _POLL.match(text, span.end):
        return False
    sentence = words.bounds(words.sentence(span.start))[0]
    context = re.sub(r" +", " ", _before_name().sub("", text[max(sentence, span.start - _LOOKBACK) : span.start]))
    phrases = patterns()
    if phrases["before"].search(context) or phrases["after"].match(text, span.end, span.end + 40):
        return True
    if phrases["piece"].match(text, span.end, span.end + 30) and phrases["interview"].search(context):
        return True
    return span.start - sentence < 12 and phrases["opening"].search(context) is not None


def outside_contents(venues: Sequence[Venue], attributions: Sequence[Attribution]) -> list[Venue]:
    """The venues outside contents."""
    contents = sorted(span for attribution in attributions for span in attribution.content)
    outside, content_end, number = [], 0, 0
    for venue in venues:
        while number < len(contents) and contents[number].start <= venue.span.start:
            content_end = max(content_end, contents[number].end)
            number += 1
        if venue.span.start >= content_end:
            outside.append(venue)
    return outside
