"""Statements: found by words and filters, best first, each with its sentence, speaker, page and date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from sayso.archive.corrections.apply import Reading, reading
from sayso.archive.corrections.current_record import standing
from sayso.archive.filters import NONE, Filters, condition
from sayso.archive.queries.query_language import parse
from sayso.archive.storage.database import DAMAGED, Database, ids
from sayso.archive.storage.rows import record_of
from sayso.errors import ArchiveError, MissingError, QueryError
from sayso.record.doubt import Doubt, doubt, named_considered
from sayso.terms import Attribution, Record, Span, Spans
from sayso.text.searchable import aligned

IDS: Final = re.compile(r"([0-9]{1,18})\.(\w+)")  # no database counts further
_AROUND: Final = 60  # characters of a snippet on each side of the first match
_MARKED: Final = re.compile("\x02([^\x02\x03]*+)\x03")


class Considered(msgspec.Struct, frozen=True):
    """A speaker by name whom the source could also refer to, and how probable that is."""

    name: str
    probability: float


class Found(msgspec.Struct, frozen=True):
    """A statement of the archive. ``id`` is VERSION.ATTRIBUTION, spans are offsets into the version's text.

    ``matches`` are the words that the query met; ``snippet`` shows the nearest of them between ** and **. A statement
    is told as it stands: ``corrected`` says that a user changed or added it, ``machine`` what the machine had read.
    ``confidence`` is of source and content, ``speaker_confidence`` of the speaker (None: not known).
    """

    id: str
    content: str
    speaker: str | None
    entity: str | None
    kind: str
    form: str
    act: str
    determinacy: str
    relayed: bool
    source: str
    cue: str
    sentence: str
    snippet: str
    outlet: str | None
    published: str | None
    headline: str | None
    url: str | None
    page: int
    version: int
    score: float
    confidence: float
    speaker_confidence: float | None
    considered: tuple[Considered, ...]
    source_spans: Spans
    cue_spans: Spans
    content_spans: Spans
    matches: Spans
    corrected: bool = False
    machine: Reading | None = None

    @property
    def doubt(self) -> Doubt | None:
        """Whom the statement may be of, where that is not sure."""
        return doubt(
            self.speaker or "",
            self.kind,
            self.speaker_confidence,
            ((one.name, one.probability) for one in self.considered),
        )


def search(
    database: Database, query: str = "", filters: Filters = NONE, limit: int = 20, offset: int = 0
) -> list[Found]:
    """Statements that a query and filters fit, by BM25; without a query the latest published first.

    Raises QueryError for a query or filter that cannot be understood.
    """
    if limit < 0 or offset < 0:
        raise QueryError("limit and offset cannot be negative", "Give 0 or more")
    query = query.strip()
    with database.snapshot():
        where, params = condition(database, filters)
        if query:
            hits = database.ranked(parse(query), where, params, limit, offset, narrow=_narrow(filters))
            return found(database, [hit.statement for hit in hits], {hit.statement: hit.score for hit in hits}, query)
        # Without a narrow filter, the latest pages are gone through until enough statements fit.
        few = _narrow(filters) or filters.text
        tables = "statement s, version v" if few else "version v CROSS JOIN statement s"
        rows = database.run(
            f"SELECT s.id FROM {tables} WHERE v.id = s.version AND {where} "
            "ORDER BY v.published DESC NULLS LAST, s.id LIMIT ? OFFSET ?",
            [*params, limit, offset],
        )
        return found(database, [number for (number,) in rows], {}, filters.text or "")


def _narrow(filters: Filters) -> bool:
    """Whether an index picks out the statements of a filter, and they may be few."""
    return bool(filters.speaker or filters.outlet)


def count(database: Database, query: str = "", filters: Filters = NONE) -> int:
    """How many statements a query and filters fit."""
    where, params = condition(database, filters)
    if query.strip():
        matched, values = database.match(query.strip())
        where, params = f"{where} AND s.id IN ({matched})", [*params, *values]
    sql = f"SELECT count(*) FROM statement s JOIN version v ON v.id = s.version WHERE {where}"
    return int(database.run(sql, params)[0][0])


def found(database: Database, numbers: Sequence[int], scores: Mapping[int, float], query: str = "") -> list[Found]:
    """Statements by row id, in the order that was asked for."""
    if not numbers:
        return []
    marked = database.marked(query, numbers) if query else {}
    rows = database.run(
        "SELECT s.id, s.name, s.entity, s.first, s.last, v.id, v.page, v.outlet, v.published, "
        "v.headline, p.url, v.text, "
        f"v.body, v.corrected FROM statement s JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page "
        f"WHERE s.id IN ({ids(numbers)})"
    )
    records: dict[int, Record] = {}
    read: dict[int, Record] = {}
    out: dict[int, Found] = {}
    for number, name, entity, first, last, version, page, outlet, published, headline, url, text, body, told_of in rows:
        if version not in records:
            records[version] = standing(text or "", body, told_of)
            if told_of is not None:
                read[version] = record_of(text or "", bytes(body))
        record = records[version]
        one = next((attribution for attribution in record.attributions if attribution.id == name), None)
        if one is None:
            raise ArchiveError(f"the record {version} lacks its statement {name}", DAMAGED, database.name)
        speaker = next((speaker for speaker in record.speakers if speaker.id == one.speaker), None)
        sentence = (text or "")[first:last]
        corrected, machine = _changed(record, one, read.get(version))
        snippet, matches = _snippet(marked.get(number, sentence), sentence, first)
        out[number] = Found(
            id=f"{version}.{name}",
            content=told(text, one.content),
            speaker=speaker.name if speaker else None,
            entity=None if entity is None else f"e{entity}",
            kind=str(speaker.kind) if speaker else "unstated",
            form=str(one.form),
            act=str(one.act),
            determinacy=str(one.determinacy),
            relayed=one.relay is not None,
            source=told(text, one.source),
            cue=told(text, one.cue),
            sentence=sentence.strip(),
            snippet=snippet,
            outlet=outlet,
            published=published,
            headline=headline,
            url=url,
            page=page,
            version=version,
            score=round(scores.get(number, 0.0), 4),
            confidence=one.confidence,
            speaker_confidence=one.speaker_confidence,
            considered=_considered(record, one),
            source_spans=one.source,
            cue_spans=one.cue,
            content_spans=one.content,
            matches=matches,
            corrected=corrected,
            machine=machine,
        )
    return [out[number] for number in numbers if number in out]


def _considered(record: Record, one: Attribution) -> tuple[Considered, ...]:
    """The alternatives to a statement's speaker, by name."""
    if not one.considered:
        return ()
    speakers = {speaker.id: speaker for speaker in record.speakers}
    return tuple(Considered(*told) for told in named_considered(one, speakers))


def found_all(database: Database, numbers: Sequence[int]) -> dict[int, Found]:
    """Statements by row id. Raises ArchiveError where the index names one that is not there."""
    out = found(database, numbers, {})
    if len(out) != len(numbers):
        raise ArchiveError("an index names statements that are not there", DAMAGED, database.name)
    return dict(zip(numbers, out, strict=True))


def _changed(record: Record, one: Attribution, read: Record | None) -> tuple[bool, Reading | None]:
    """Whether a user changed a statement of a record, and what the machine had read of it if it had."""
    if read is None:
        return False, None
    before = next((reading(read, other) for other in read.attributions if other.id == one.id), None)
    return (False, None) if before == reading(record, one) else (True, before)


def told(text: str | None, spans: Spans) -> str:
    """The words of spans, parts with an ellipsis between; nothing where the text was dropped."""
    return " … ".join(span.of(text) for span in spans) if text else ""


def _snippet(marked: str, sentence: str, first: int) -> tuple[str, Spans]:
    """The words around the first match, and where in the text all matches stand.

    ``marked`` is the sentence as it is searched, its matches marked; the sentence begins at ``first`` in the text.
    """
    spans = tuple(
        Span(match.start() - 2 * n, match.end() - 2 * n - 2)
        for n, match in enumerate(_MARKED.finditer(marked))
        if match.group(1)
    )
    if not sentence.isascii():
        spans = aligned(sentence).input_spans(spans)
    spans = tuple(Span(first + one.start, first + one.end) for one in spans)
    begin = marked.find("\x02")
    left = max(0, begin - _AROUND)
    right = min(len(marked), max(begin, 0) + 2 * _AROUND)
    while left and not marked[left - 1].isspace():
        left -= 1
    while right < len(marked) and not marked[right].isspace():
        right += 1
    shown = " ".join(marked[left:right].replace("\x02", "**").replace("\x03", "**").split())
    return ("… " if left else "") + shown + (" …" if right < len(marked) else ""), spans


def number_of(database: Database, statement: str) -> int:
    """The row of a statement's id. Raises ArchiveError where the archive has no such statement."""
    match = IDS.fullmatch(statement.strip())
    rows = match and database.run(
        "SELECT id FROM statement WHERE version = ? AND name = ?", [int(match.group(1)), match.group(2)]
    )
    if not rows:
        raise MissingError(
            f"there is no statement {statement}", "sayso search prints the ids, say 12.a7", database.name
        )
    return int(rows[0][0])
