"""Nesting: links each attribution to the attribution whose content contains it, and numbers ids in text order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from sayso.terms import Attribution, Span, Spans

_MAX_OPEN_CONTENTS: Final = 64  # contents compared at once: bounds the time on adversarial pages


def whole(attribution: Attribution) -> Spans:
    """All spans of an attribution, in text order."""
    return tuple(sorted((*attribution.source, *attribution.cue, *attribution.content)))


def place(attribution: Attribution) -> tuple[int, int]:
    """Sort key of an attribution: its first character, then the longer extent first."""
    spans = whole(attribution)
    return (spans[0].start, -max(span.end for span in spans)) if spans else (0, 0)


def ordered(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in text order with ids a1, a2, ...; ``inside`` and ``repeats`` are updated."""
    in_text_order = sorted(attributions, key=place)
    new_ids = {attribution.id: f"a{number}" for number, attribution in enumerate(in_text_order, 1)}
    return tuple(
        msgspec.structs.replace(
            a, id=new_ids[a.id], inside=new_ids.get(a.inside or ""), repeats=new_ids.get(a.repeats or "")
        )
        for a in in_text_order
    )


def nest(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Each attribution with ``inside`` set to the attribution with the shortest content that contains it."""
    contents = sorted(
        ((span, attribution) for attribution in attributions for span in attribution.content),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    nested_attributions = []
    next_content = 0
    open_: list[tuple[Span, Attribution]] = []
    for attribution in sorted(attributions, key=place):
        first, last = _reach(attribution)
        while next_content < len(contents) and contents[next_content][0].start <= first:
            open_.append(contents[next_content])
            next_content += 1
        open_ = [pair for pair in open_ if pair[0].end > first][-_MAX_OPEN_CONTENTS:]
        holders = [
            (span.end - span.start, holder.id)
            for span, holder in open_
            if holder is not attribution and last <= span.end and not _same_content(holder, attribution)
        ]
        inside = min(holders)[1] if holders else None
        nested_attributions.append(msgspec.structs.replace(attribution, inside=inside or attribution.inside))
    return tuple(nested_attributions)


def _reach(attribution: Attribution) -> tuple[int, int]:
    """The first and last character of an attribution."""
    spans = whole(attribution)
    return (spans[0].start, max(span.end for span in spans)) if spans else (0, 0)


def _same_content(holder: Attribution, attribution: Attribution) -> bool:
    """Whether two attributions have the same content, so that neither contains the other."""
    return holder.content == attribution.content or not attribution.cue
