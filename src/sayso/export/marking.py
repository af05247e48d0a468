"""Splits a text at the borders of marks: each stretch has the ids of its sources, cues and contents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from sayso.terms import Attribution, Inconsistency, Span

ROLES: Final = ("source", "cue", "content", "odd")
_MAX_IDS: Final = 8  # ids per stretch and role, innermost first; bounds the size of the page with many overlaps
_Key = tuple[int, int, str]  # negative end of a span (so that longer spans come first), start, id


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range ``[start, end)`` of the text with constant marks. Each role has its ids, innermost first."""

    start: int
    end: int
    source: tuple[str, ...] = ()
    cue: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    depth: int = 0


def stretches(
    length: int,
    borders: Iterable[int],
    attributions: Sequence[Attribution],
    inconsistencies: Sequence[Inconsistency] = (),
) -> Iterator[Stretch]:
    """Split a text of ``length`` at marks and ``borders``. Spans can be nested, discontinuous or crossing."""
    starts, ends = _events(attributions, inconsistencies)
    cuts = sorted({0, length, *(border for border in borders if 0 <= border <= length), *starts, *ends})
    active: dict[str, dict[_Key, None]] = {role: {} for role in ROLES}
    for start, end in pairwise(cuts):
        if end > length:
            return
        for role, key in ends.get(start, ()):
            active[role].pop(key, None)
        for role, key in sorted(starts.get(start, ())):
            active[role][key] = None
        source, cue, content, odd = (_innermost(active[role]) for role in ROLES)
        yield Stretch(start, end, source, cue, content, odd, len(active["content"]))


def _innermost(keys: dict[_Key, None]) -> tuple[str, ...]:
    """The distinct ids of the active spans, latest start first."""
    if not keys:  # most stretches have no mark of most roles
        return ()
    return tuple(islice(dict.fromkeys(name for _, _, name in reversed(keys)), _MAX_IDS))


def _events(
    attributions: Sequence[Attribution], inconsistencies: Sequence[Inconsistency]
) -> tuple[dict[int, list[tuple[str, _Key]]], dict[int, list[tuple[str, _Key]]]]:
    """The marks that start and end at each offset."""
    starts: defaultdict[int, list[tuple[str, _Key]]] = defaultdict(list)
    ends: defaultdict[int, list[tuple[str, _Key]]] = defaultdict(list)
    for span, role, name in _marks(attributions, inconsistencies):
        key = (-span.end, span.start, name)
        starts[span.start].append((role, key))
        ends[span.end].append((role, key))
    return starts, ends


def _marks(
    attributions: Sequence[Attribution], inconsistencies: Sequence[Inconsistency]
) -> Iterator[tuple[Span, str, str]]:
    """All marked spans with role and id."""
    for attribution in attributions:
        for role in ROLES[:3]:
            for span in getattr(attribution, role):
                yield span, role, attribution.id
    for number, inconsistency in enumerate(inconsistencies, 1):
        for place, span in enumerate(inconsistency.spans, 1):
            yield span, "odd", f"{number}-{place}"


def note_place(attribution: Attribution) -> int | None:
    """The offset for the number of a statement: the end of its content, else of its cue or source."""
    for spans in (attribution.content, attribution.cue, attribution.source):
        if spans:
            return max(span.end for span in spans)
    return None
