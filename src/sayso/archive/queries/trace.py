"""The way back of a statement: its chain, then the reports in the archive that it rests on, to where the trail ends."""

from __future__ import annotations

from typing import Final

import msgspec

from sayso.archive.filters import Filters, condition, outlets
from sayso.archive.queries.query_language import Either, Node, Term, words
from sayso.archive.queries.search import Found, found, found_all, number_of
from sayso.archive.quotations.copies import alike, contents, when
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.lexicons import terms
from sayso.terms import Record

_LIKE: Final = 0.4  # of the words, for a report that may be retold
_SHARED: Final = 0.5  # of the telling words of the shorter one
_DEEPEST: Final = 20
_RANKED: Final = 60


class TraceStep(msgspec.Struct, frozen=True):
    """One station on the way back. ``hops`` is the chain in the record, publisher first.

    ``rests_on`` says by what the next step was found: the report of the outlet it relays, or an earlier wording.
    """

    statement: Found
    hops: tuple[str, ...]
    relayed_from: str | None
    rests_on: str | None = None


class Trail(msgspec.Struct, frozen=True):
    """The way back, the latest first, and where and why it ends; ``outside`` if that is beyond the archive."""

    steps: tuple[TraceStep, ...]
    end: str
    outside: bool


def trace(database: Database, statement: str) -> Trail:
    """The trail of a statement (12.a7). Raises ArchiveError where it is not there or its text was dropped."""
    with database.snapshot():
        steps: list[TraceStep] = []
        number = number_of(database, statement)
        seen = {number}
        while True:
            one = found(database, [number], {})[0]
            step = _step(database, one)
            steps.append(step)
            outlet = step.relayed_from
            if len(steps) >= _DEEPEST:
                return Trail(tuple(steps), f"the trail is longer than {_DEEPEST} steps", False)
            before = _report(database, one, outlet, seen)
            if before is None:
                return Trail(tuple(steps), *_end(database, step))
            number, why = before
            seen.add(number)
            steps[-1] = msgspec.structs.replace(step, rests_on=why)


def _step(database: Database, one: Found) -> TraceStep:
    """The statement with the names of its chain, and the outlet nearest to its source that is not the page's own."""
    record = read_record(database, one.version, corrected=True)
    names = {speaker.id: speaker.name or one.outlet or "the page's outlet" for speaker in record.speakers}
    attribution = next(item for item in record.attributions if item.id == one.id.partition(".")[2])
    return TraceStep(
        one, tuple(names.get(hop, hop) for hop in attribution.chain), _outlet(record, attribution.chain, one)
    )


def _outlet(record: Record, chain: tuple[str, ...], one: Found) -> str | None:
    kinds = {speaker.id: speaker for speaker in record.speakers}
    outlets = [kinds[hop].name for hop in chain[1:] if hop in kinds and kinds[hop].kind == "outlet"]
    relays = [outlet for outlet in outlets if plain(outlet) != plain(one.outlet or "")]
    return relays[-1] if relays else None


def plain(outlet: str) -> str:
    """The name of an outlet for comparing."""
    return " ".join(word for word in words(outlet) if word != "the")


def _report(database: Database, one: Found, outlet: str | None, seen: set[int]) -> tuple[int, str] | None:
    """The statement of an earlier page that this one rests on, and by what it was found."""
    key = when(one.published, one.version)
    if outlet is not None:
        names = _names(database, outlet)
        if not names:
            return None
        candidates = _retold(database, one, Filters(outlet=names), seen)
        best = [(score, number) for score, number, other in candidates if _before(other, one)]
        return (max(best, key=lambda pair: (pair[0], -pair[1]))[1], f"the report of {outlet}") if best else None
    if not one.content:
        return None
    numbers = [number for number in alike(database, one.content) if number not in seen]
    told = [
        (when(other.published, other.version), number, other) for number, other in found_all(database, numbers).items()
    ]
    earlier = [item for item in told if item[0][0] < key[0] and item[2].page != one.page]
    if not earlier:
        return None
    _, number, other = min(earlier, key=lambda item: item[:2])
    return number, f"the same words, earlier, in {other.outlet or other.url or f'page {other.page}'}"


def _before(other: Found, one: Found) -> bool:
    """Whether another statement can have been there before; of two on one day without hours, either can."""
    if other.published and one.published and 10 in (len(other.published), len(one.published)):
        return other.published[:10] <= one.published[:10]
    return when(other.published, 0) <= when(one.published, 0)


def _retold(database: Database, one: Found, filters: Filters, seen: set[int]) -> list[tuple[float, int, Found]]:
    """Statements of an outlet that tell the same, by words or by most of the words that say something."""
    liked = alike(database, one.content, filters, least=_LIKE)
    scores = {number: alignment.likeness + 1 for number, alignment in liked.items() if number not in seen}
    telling = _telling(one.content)
    if len(telling) >= 2:
        where, params = condition(database, filters)
        query: Node = Term((telling[0],))
        for word in telling[1:12]:
            query = Either(query, Term((word,)))
        hits = database.ranked(query, where, params, _RANKED, 0)
        everything = dict(contents(database, [hit.statement for hit in hits], "1 = 1", []))
        for number, content in everything.items():
            other = set(_telling(content))
            shared = len(other & set(telling)) / max(1, min(len(other), len(set(telling))))
            if number not in seen and len(other) >= 2 and shared >= _SHARED:
                scores.setdefault(number, shared)
    numbers = list(scores)
    return [(scores[number], number, other) for number, other in found_all(database, numbers).items()]


def _telling(content: str) -> list[str]:
    """The words of a content that say something."""
    small = terms("function_words")
    return list(dict.fromkeys(word for word in words(content) if word not in small and len(word) > 2))


def _end(database: Database, step: TraceStep) -> tuple[str, bool]:
    """Why the trail ends, and whether that is outside the archive."""
    if step.relayed_from is None:
        source = step.hops[-1] if len(step.hops) > 1 else None
        if source is None:
            return "no source is stated", False
        return f"first-hand in the archive: {source}, in {_page(step.statement)}", False
    if _names(database, step.relayed_from):
        return f"outside the archive: it holds pages of {step.relayed_from}, but none before that says this", True
    return f"outside the archive: it holds no page of {step.relayed_from}", True


def _page(one: Found) -> str:
    """What the page of a statement is called."""
    return one.outlet or one.url or (f"“{one.headline}”" if one.headline else "the page")


def _names(database: Database, outlet: str) -> tuple[str, ...]:
    """The names under which the archive holds pages of an outlet."""
    return tuple(name for name in outlets(database) if plain(name) == plain(outlet))
