"""A text cut where marks begin and end: each stretch with the statements whose source, cue or content it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sayso.terms import Attribution, Inconsistency, Span

ROLES: Final = ("source", "cue", "content", "odd")
_MOST: Final = 8  # ids that a stretch names, the innermost first: bounds the page where everything overlaps
_Key = tuple[int, int, str]  # the end of a span with a minus, so that the longer comes first; its start; the id


@dataclass(frozen=True, slots=True)
class Stretch:
    """``[start, end)`` of the text under the same marks throughout; for each role the ids, the innermost first."""

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
    """The stretches that tile a text, cut at ``borders`` too. Spans may nest, break and cross."""
    begins, ends = _events(attributions, inconsistencies)
    cuts = sorted({0, length, *(place for place in borders if 0 <= place <= length), *begins, *ends})
    active: dict[str, dict[_Key, None]] = {role: {} for role in ROLES}
    for start, end in pairwise(cuts):
        if end > length:
            return
        for role, key in ends.get(start, ()):
            active[role].pop(key, None)
        for role, key in sorted(begins.get(start, ())):
            active[role][key] = None
        source, cue, content, odd = (_inner(active[role]) for role in ROLES)
        yield Stretch(start, end, source, cue, content, odd, len(active["content"]))


def _inner(keys: dict[_Key, None]) -> tuple[str, ...]:
    """The ids of the spans that began last, each once."""
    names: dict[str, None] = {}
    for _, _, name in reversed(keys):
        names[name] = None
        if len(names) == _MOST:
            break
    return tuple(names)


def _events(
    attributions: Sequence[Attribution], inconsistencies: Sequence[Inconsistency]
) -> tuple[dict[int, list[tuple[str, _Key]]], dict[int, list[tuple[str, _Key]]]]:
    """What begins and what ends at each place."""
    begins: defaultdict[int, list[tuple[str, _Key]]] = defaultdict(list)
    ends: defaultdict[int, list[tuple[str, _Key]]] = defaultdict(list)
    for span, role, name in _marks(attributions, inconsistencies):
        key = (-span.end, span.start, name)
        begins[span.start].append((role, key))
        ends[span.end].append((role, key))
    return begins, ends


def _marks(
    attributions: Sequence[Attribution], inconsistencies: Sequence[Inconsistency]
) -> Iterator[tuple[Span, str, str]]:
    for one in attributions:
        for role in ROLES[:3]:
            for span in getattr(one, role):
                yield span, role, one.id
    for number, odd in enumerate(inconsistencies, 1):
        for place, span in enumerate(odd.spans, 1):
            yield span, "odd", f"{number}-{place}"


def note_place(one: Attribution) -> int | None:
    """Where the figure of a statement stands: behind its content, or behind its cue or source where it has none."""
    for spans in (one.content, one.cue, one.source):
        if spans:
            return max(span.end for span in spans)
    return None
