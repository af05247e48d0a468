"""Traces a statement back through the archive: its chain, then the earlier reports that it relays or repeats."""

from __future__ import annotations

from typing import Final

import msgspec

from sayso.archive.filters import Filters, condition, outlets
from sayso.archive.queries.query_language import Node, Or, Term
from sayso.archive.queries.search import ArchivedStatement, load_existing, load_statements, row_id
from sayso.archive.quotations.copies import contents, similar_statements, when
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.lexicons import terms
from sayso.terms import Record
from sayso.text.searchable import words

_MIN_LIKENESS: Final = 0.4  # of the words, for a reworded report
_MIN_SHARED: Final = 0.5  # of the significant words of the shorter content
_MAX_STEPS: Final = 20
_MAX_RANKED: Final = 60
_MAX_QUERY_WORDS: Final = 12


class TraceStep(msgspec.Struct, frozen=True):
    """A statement on the trail. ``hops`` is its chain by name, publisher first.

    ``rests_on`` says how the next step was found: the report of the relayed outlet, or the same words on an earlier
    page.
    """

    statement: ArchivedStatement
    hops: tuple[str, ...]
    relayed_from: str | None
    rests_on: str | None = None


class Trail(msgspec.Struct, frozen=True):
    """The steps of a trace, the latest statement first, and why it ends.

    ``outside`` says that the statement comes from a report that is not in the archive.
    """

    steps: tuple[TraceStep, ...]
    end: str
    outside: bool


class TraceRow(msgspec.Struct, frozen=True):
    """A step of a trail as a row. Only the last row has ``end`` and ``outside``."""

    step: int
    id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    speaker: str | None
    source: str
    cue: str
    content: str
    hops: tuple[str, ...]
    relayed_from: str | None
    rests_on: str | None
    end: str | None
    outside: bool | None


def trace_rows(trail: Trail) -> list[TraceRow]:
    """Return the steps of a trail as rows."""
    last = len(trail.steps)
    return [
        TraceRow(
            n, row.id, row.outlet, row.published, row.url, row.headline, row.speaker, row.source, row.cue, row.content,
            step.hops, step.relayed_from, step.rests_on,
            trail.end if n == last else None, trail.outside if n == last else None,
        )
        for n, step in enumerate(trail.steps, 1) for row in [step.statement]
    ]  # fmt: skip


def trace(database: Database, statement: str) -> Trail:
    """Return the trail of a statement (12.a7). Raises MissingError if the statement or its text is not there."""
    with database.snapshot():
        steps: list[TraceStep] = []
        number = row_id(database, statement)
        visited = {number}
        while True:
            current = load_statements(database, [number])[0]
            step = _step(database, current)
            steps.append(step)
            if len(steps) >= _MAX_STEPS:
                return Trail(tuple(steps), f"the trail is longer than {_MAX_STEPS} steps", False)
            earlier = _earlier_report(database, current, step.relayed_from, visited)
            if earlier is None:
                return Trail(tuple(steps), *_end(database, step))
            number, reason = earlier
            visited.add(number)
            steps[-1] = msgspec.structs.replace(step, rests_on=reason)


def _step(database: Database, statement: ArchivedStatement) -> TraceStep:
    """Return the step of a statement, with the names of its chain and the outlet that it relays."""
    record = read_record(database, statement.version, corrected=True)
    names = {speaker.id: speaker.name or statement.outlet or "the page's outlet" for speaker in record.speakers}
    name = statement.id.partition(".")[2]
    chain = next(attribution for attribution in record.attributions if attribution.id == name).chain
    return TraceStep(statement, tuple(names.get(hop, hop) for hop in chain), _relayed_outlet(record, chain, statement))


def _relayed_outlet(record: Record, chain: tuple[str, ...], statement: ArchivedStatement) -> str | None:
    """Return the outlet in the chain that is nearest to the source and is not the outlet of the page, or None."""
    speakers = {speaker.id: speaker for speaker in record.speakers}
    names = [speakers[hop].name for hop in chain[1:] if hop in speakers and speakers[hop].kind == "outlet"]
    relayed = [name for name in names if _normalized(name) != _normalized(statement.outlet or "")]
    return relayed[-1] if relayed else None


def _normalized(outlet: str) -> str:
    """Return the name of an outlet for comparisons."""
    return " ".join(word for word in words(outlet) if word != "the")


def _earlier_report(
    database: Database, statement: ArchivedStatement, outlet: str | None, visited: set[int]
) -> tuple[int, str] | None:
    """Return the row id of the earlier statement that this one relays or repeats, and how it was found."""
    if outlet is not None:
        names = _archived_names(database, outlet)
        if not names:
            return None
        candidates = [
            (score, -number)
            for score, number, other in _retellings(database, statement, Filters(outlet=names), visited)
            if _not_later(other, statement)
        ]
        return (-max(candidates)[1], f"the report of {outlet}") if candidates else None
    if not statement.content:
        return None
    published = when(statement.published, statement.version)[0]
    numbers = [number for number in similar_statements(database, statement.content) if number not in visited]
    earlier = [
        (when(other.published, other.version), number, other)
        for number, other in load_existing(database, numbers).items()
        if when(other.published, other.version)[0] < published and other.page != statement.page
    ]
    if not earlier:
        return None
    _, number, other = min(earlier, key=lambda item: item[:2])
    return number, f"the same words, earlier, in {other.outlet or other.url or f'page {other.page}'}"


def _not_later(other: ArchivedStatement, statement: ArchivedStatement) -> bool:
    """Return whether another statement may be earlier. Dates without a time of day are compared as dates."""
    if other.published and statement.published and 10 in (len(other.published), len(statement.published)):
        return other.published[:10] <= statement.published[:10]
    return when(other.published, 0) <= when(statement.published, 0)


def _retellings(
    database: Database, statement: ArchivedStatement, filters: Filters, visited: set[int]
) -> list[tuple[float, int, ArchivedStatement]]:
    """Return the matching statements with similar words, or with half of their significant words in common."""
    similar = similar_statements(database, statement.content, filters, least=_MIN_LIKENESS)
    scores = {number: alignment.likeness + 1 for number, alignment in similar.items() if number not in visited}
    significant = _significant_words(statement.content)
    if len(significant) >= 2:
        where, params = condition(database, filters)
        query: Node = Term((significant[0],))
        for word in significant[1:_MAX_QUERY_WORDS]:
            query = Or(query, Term((word,)))
        hits = database.ranked(query, where, params, _MAX_RANKED, 0)
        for number, content in contents(database, [hit.statement for hit in hits], "1 = 1", []):
            other = set(_significant_words(content))
            shared = len(other & set(significant)) / max(1, min(len(other), len(significant)))
            if number not in visited and len(other) >= 2 and shared >= _MIN_SHARED:
                scores.setdefault(number, shared)
    statements = load_existing(database, list(scores))
    return [(scores[number], number, other) for number, other in statements.items()]


def _significant_words(content: str) -> list[str]:
    """Return the distinct words of more than two letters that are not function words, in order."""
    function_words = terms("function_words")
    return list(dict.fromkeys(word for word in words(content) if word not in function_words and len(word) > 2))


def _end(database: Database, step: TraceStep) -> tuple[str, bool]:
    """Return why the trail ends, and whether the origin is outside the archive."""
    if step.relayed_from is None:
        source = step.hops[-1] if len(step.hops) > 1 else None
        if source is None:
            return "no source is stated", False
        return f"first-hand in the archive: {source}, in {_page_name(step.statement)}", False
    if _archived_names(database, step.relayed_from):
        return f"outside the archive: none of its earlier pages of {step.relayed_from} says this", True
    return f"outside the archive: it contains no page of {step.relayed_from}", True


def _page_name(statement: ArchivedStatement) -> str:
    return statement.outlet or statement.url or (f"“{statement.headline}”" if statement.headline else "the page")


def _archived_names(database: Database, outlet: str) -> tuple[str, ...]:
    """Return the spellings of an outlet's name in the archive."""
    return tuple(name for name in outlets(database) if _normalized(name) == _normalized(outlet))
