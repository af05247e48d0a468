"""What lies inside what: each attribution within another one's content, and ids in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from sayso.terms import Attribution, Span, Spans

_OPEN: Final = 64  # contents that are looked back at: bounds the time on a page made to be slow


def whole(attribution: Attribution) -> Spans:
    """All spans of an attribution, in order of the text."""
    return tuple(sorted((*attribution.source, *attribution.cue, *attribution.content)))


def place(attribution: Attribution) -> tuple[int, int]:
    """Where an attribution stands: its first character, and the wider one first."""
    spans = whole(attribution)
    return (spans[0].start, -max(span.end for span in spans)) if spans else (0, 0)


def ordered(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in order of the text, with ids a1, a2, ... and ``inside`` led along."""
    standing = sorted(attributions, key=place)
    names = {attribution.id: f"a{number}" for number, attribution in enumerate(standing, 1)}
    return tuple(
        msgspec.structs.replace(a, id=names[a.id], inside=names.get(a.inside or ""), repeats=names.get(a.repeats or ""))
        for a in standing
    )


def nest(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Each attribution with ``inside`` set to the one whose content holds its cue and content most closely."""
    contents = sorted(
        ((span, attribution) for attribution in attributions for span in attribution.content),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    out = []
    begin = 0
    open_: list[tuple[Span, Attribution]] = []
    for attribution in sorted(attributions, key=place):
        first, last = _reach(attribution)
        while begin < len(contents) and contents[begin][0].start <= first:
            open_.append(contents[begin])
            begin += 1
        open_ = [pair for pair in open_ if pair[0].end > first][-_OPEN:]
        holders = [
            (span.end - span.start, holder.id)
            for span, holder in open_
            if holder is not attribution and last <= span.end and not _reads_within(holder, attribution)
        ]
        inside = min(holders)[1] if holders else None
        out.append(msgspec.structs.replace(attribution, inside=inside or attribution.inside))
    return tuple(out)


def _reach(attribution: Attribution) -> tuple[int, int]:
    """From the first to the last character of an attribution."""
    spans = whole(attribution)
    return (spans[0].start, max(span.end for span in spans)) if spans else (0, 0)


def _reads_within(holder: Attribution, attribution: Attribution) -> bool:
    """Whether the two only share their words, so that neither holds the other."""
    return holder.content == attribution.content or not attribution.cue
