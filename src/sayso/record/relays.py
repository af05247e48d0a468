"""Lists the outlets whose reports the page relays; makes the agency or issuer of its text a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from sayso.lexicons import lexicon
from sayso.reading.metadata.origins import agency
from sayso.terms import Article, Attribution, BlockKind, Relay, Span, Speaker, SpeakerKind

_SEEN: Final = frozenset(BlockKind) - {BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.RELATED_LINK}
_MOST: Final = 3


def relayed(attributions: Sequence[Attribution]) -> tuple[Relay, ...]:
    """The relays in the order of their first attribution."""
    outlets: dict[str, list[str]] = {}
    for attribution in attributions:
        if attribution.relay is not None:
            outlets.setdefault(attribution.relay, []).append(attribution.id)
    return tuple(Relay(outlet, tuple(ids)) for outlet, ids in outlets.items())


def with_origin(article: Article, speakers: Sequence[Speaker]) -> tuple[str | None, tuple[Speaker, ...]]:
    """The id of the speaker that is the article's origin, and the speakers with it; None where it has no origin."""
    if article.origin is None:
        return None, tuple(speakers)
    known = agency(article.origin, alone=False)
    for speaker in speakers:
        same = _plain(speaker.name) == _plain(article.origin)
        if speaker.kind in _BODIES and (same or (known and agency(speaker.name, alone=False) == known)):
            return speaker.id, tuple(speakers)
    number = 1 + max((int(one.id[1:]) for one in speakers if re.fullmatch(r"s\d+", one.id)), default=0)
    mentions = _mentions(article, known)
    kind = SpeakerKind.OUTLET if known else SpeakerKind.ORGANIZATION
    made = Speaker(
        f"s{number}", article.origin, kind, mentions=mentions, evidence={"name": mentions[:1]} if mentions else {}
    )
    return made.id, (*speakers, made)


_BODIES: Final = frozenset({SpeakerKind.OUTLET, SpeakerKind.ORGANIZATION})


def relayed_by(attributions: Sequence[Attribution], origin: Speaker | None) -> tuple[Attribution, ...]:
    """The attributions, each relayed from the agency whose text the page is, unless another outlet is nearer."""
    if origin is None or origin.kind is not SpeakerKind.OUTLET:
        return tuple(attributions)
    return tuple(
        one if one.relay is not None or one.speaker == origin.id else replace(one, relay=origin.id)
        for one in attributions
    )


def _mentions(article: Article, known: str | None) -> tuple[Span, ...]:
    """Where the page names its origin: in a byline, a dateline, a credit line."""
    names = [row["term"] for row in lexicon("agencies") if row["name"] == known] if known else []
    pattern = re.compile(
        "|".join(rf"\b{re.escape(name)}\b" for name in sorted({article.origin or "", *names}, key=len, reverse=True))
    )
    blocks = (block.span for block in article.blocks if block.kind in _SEEN)
    found = (Span(*match.span()) for span in blocks for match in pattern.finditer(article.text, span.start, span.end))
    return tuple(span for _, span in zip(range(_MOST), found, strict=False))


def _plain(name: str) -> str:
    """Letters and digits of a name in small letters, without a first article."""
    return "".join(filter(str.isalnum, name.casefold().removeprefix("the ")))
