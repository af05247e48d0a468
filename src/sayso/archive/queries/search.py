"""Searches statements by text query and filters, and loads them with their sentence, speaker, page and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from sayso.archive.corrections.apply import Reading, reading
from sayso.archive.corrections.current_record import current_record
from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.queries.query_language import parse
from sayso.archive.storage.database import DAMAGED, Database, ids
from sayso.archive.storage.rows import record_of
from sayso.errors import ArchiveError, MissingError, QueryError
from sayso.record.doubt import Doubt, doubt, named_considered
from sayso.terms import Attribution, Record, Span, Spans
from sayso.text.searchable import aligned

STATEMENT_ID: Final = re.compile(r"([0-9]{1,18})\.(\w+)")  # 18 digits fit into the row ids of both databases
MAX_ROWS: Final = 10**15  # of limit and offset: more than an archive can hold, and small enough for both databases
_CONTEXT: Final = 60  # characters of a snippet before the first match; twice as many after it
_HIGHLIGHT: Final = re.compile("\x02([^\x02\x03]*+)\x03")


class Considered(msgspec.Struct, frozen=True):
    """The name of another speaker that a source may refer to, and the probability of that."""

    name: str
    probability: float


class ArchivedStatement(msgspec.Struct, frozen=True):
    """A statement of the archive. ``id`` is VERSION.ATTRIBUTION; spans are offsets into the text of the version.

    ``matches`` are the words that match the query; ``snippet`` is the text around them, with each match between ** and
    **. All values include the corrections of users: ``corrected`` says whether a user changed or added the statement,
    and ``machine`` is the reading of the model. ``confidence`` applies to source and content, ``speaker_confidence``
    to the speaker (None if unknown).
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
        """The possible speakers, if the speaker is uncertain."""
        return doubt(
            self.speaker or "",
            self.kind,
            self.speaker_confidence,
            ((other.name, other.probability) for other in self.considered),
        )


def search(
    database: Database, query: str = "", filters: Filters = NO_FILTERS, limit: int = 20, offset: int = 0
) -> list[ArchivedStatement]:
    """Return the statements that match a query and filters, ranked by BM25; without a query, the newest first.

    Raises QueryError for an invalid query or filter.
    """
    if not (0 <= limit <= MAX_ROWS and 0 <= offset <= MAX_ROWS):
        raise QueryError("limit and offset are out of range", f"Use a number from 0 to {MAX_ROWS}")
    query = query.strip()
    with database.snapshot():
        where, params = condition(database, filters)
        if query:
            hits = database.ranked(parse(query), where, params, limit, offset, narrow=_narrow(filters))
            scores = {hit.statement: hit.score for hit in hits}
            return load_statements(database, list(scores), scores, query)
        # Without a selective filter, the query reads the newest pages first until enough statements match.
        selective = _narrow(filters) or filters.text
        tables = "statement s, version v" if selective else "version v CROSS JOIN statement s"
        rows = database.run(
            f"SELECT s.id FROM {tables} WHERE v.id = s.version AND {where} "
            "ORDER BY v.published DESC NULLS LAST, s.id LIMIT ? OFFSET ?",
            [*params, limit, offset],
        )
        return load_statements(database, [number for (number,) in rows], query=filters.text or "")


def _narrow(filters: Filters) -> bool:
    """Return whether a filter has an index and may match few statements."""
    return bool(filters.speaker or filters.outlet)


def count(database: Database, query: str = "", filters: Filters = NO_FILTERS) -> int:
    """Return the number of statements that match a query and filters."""
    where, params = condition(database, filters)
    if query.strip():
        subquery, values = database.match(query.strip())
        where, params = f"{where} AND s.id IN ({subquery})", [*params, *values]
    sql = f"SELECT count(*) FROM statement s JOIN version v ON v.id = s.version WHERE {where}"
    return int(database.run(sql, params)[0][0])


def load_statements(
    database: Database, row_ids: Sequence[int], scores: dict[int, float] | None = None, query: str = ""
) -> list[ArchivedStatement]:
    """Return statements by row id, in the given order, with their scores and the matches of a query.

    Row ids that do not exist are skipped.
    """
    if not row_ids:
        return []
    highlighted = database.highlight(query, row_ids) if query else {}
    rows = database.run(
        "SELECT s.id, s.name, s.entity, s.first, s.last, v.id, v.page, v.outlet, v.published, "
        "v.headline, p.url, v.text, "
        f"v.body, v.corrected FROM statement s JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page "
        f"WHERE s.id IN ({ids(row_ids)})"
    )
    records: dict[int, Record] = {}
    originals: dict[int, Record] = {}
    statements: dict[int, ArchivedStatement] = {}
    for number, name, entity, first, last, version, page, outlet, published, headline, url, text, body, fixed in rows:
        if version not in records:
            records[version] = current_record(text or "", body, fixed)
            if fixed is not None:
                originals[version] = record_of(text or "", bytes(body))
        record = records[version]
        attribution = next((attribution for attribution in record.attributions if attribution.id == name), None)
        if attribution is None:
            raise ArchiveError(f"the record {version} lacks its statement {name}", DAMAGED, database.name)
        sentence = (text or "")[first:last]
        corrected, machine = _correction(record, attribution, originals.get(version))
        snippet, matches = _snippet(highlighted.get(number, sentence), sentence, first)
        statements[number] = ArchivedStatement(
            id=f"{version}.{name}",
            entity=None if entity is None else f"e{entity}",
            sentence=sentence.strip(),
            snippet=snippet,
            outlet=outlet,
            published=published,
            headline=headline,
            url=url,
            page=page,
            version=version,
            score=round((scores or {}).get(number, 0.0), 4),
            matches=matches,
            corrected=corrected,
            machine=machine,
            **_record_fields(record, attribution, text),
        )
    return [statements[number] for number in row_ids if number in statements]


def _record_fields(record: Record, attribution: Attribution, text: str | None) -> dict[str, Any]:
    """Return the fields of an archived statement that come from its record. ``text`` is None if it was dropped."""
    speaker = next((speaker for speaker in record.speakers if speaker.id == attribution.speaker), None)
    return {
        "content": span_text(text, attribution.content),
        "speaker": speaker.name if speaker else None,
        "kind": str(speaker.kind) if speaker else "unstated",
        "form": str(attribution.form),
        "act": str(attribution.act),
        "determinacy": str(attribution.determinacy),
        "relayed": attribution.relay is not None,
        "source": span_text(text, attribution.source),
        "cue": span_text(text, attribution.cue),
        "confidence": attribution.confidence,
        "speaker_confidence": attribution.speaker_confidence,
        "considered": _considered(record, attribution),
        "source_spans": attribution.source,
        "cue_spans": attribution.cue,
        "content_spans": attribution.content,
    }


def _considered(record: Record, attribution: Attribution) -> tuple[Considered, ...]:
    """Return the other candidates for the speaker of an attribution, by name."""
    if not attribution.considered:
        return ()
    speakers = {speaker.id: speaker for speaker in record.speakers}
    return tuple(Considered(*candidate) for candidate in named_considered(attribution, speakers))


def load_existing(database: Database, row_ids: Sequence[int]) -> dict[int, ArchivedStatement]:
    """Return statements by row id. Raises ArchiveError if one of them does not exist, as in a damaged index."""
    statements = load_statements(database, row_ids)
    if len(statements) != len(row_ids):
        raise ArchiveError("an index contains statements that do not exist", DAMAGED, database.name)
    return dict(zip(row_ids, statements, strict=True))


def _correction(record: Record, attribution: Attribution, original: Record | None) -> tuple[bool, Reading | None]:
    """Return whether a user corrected an attribution, and the reading of the model if so.

    ``original`` is the record before corrections, or None if the record has none.
    """
    if original is None:
        return False, None
    before = next((reading(original, other) for other in original.attributions if other.id == attribution.id), None)
    return (False, None) if before == reading(record, attribution) else (True, before)


def span_text(text: str | None, spans: Spans) -> str:
    """Return the words of spans, joined by an ellipsis; an empty string if the text was dropped."""
    return " … ".join(span.of(text) for span in spans) if text else ""


def _snippet(highlighted: str, sentence: str, first: int) -> tuple[str, Spans]:
    """Return the words around the first match of a highlighted sentence, and the spans of all matches in the text.

    ``highlighted`` is the indexed sentence with its matches marked; ``first`` is the offset of the sentence.
    Each match before another one adds two marker characters.
    """
    spans = tuple(
        Span(match.start() - 2 * n, match.end() - 2 * n - 2)
        for n, match in enumerate(_HIGHLIGHT.finditer(highlighted))
        if match.group(1)
    )
    if not sentence.isascii():
        spans = aligned(sentence).input_spans(spans)
    spans = tuple(Span(first + span.start, first + span.end) for span in spans)
    match_start = highlighted.find("\x02")
    left = max(0, match_start - _CONTEXT)
    right = min(len(highlighted), max(match_start, 0) + 2 * _CONTEXT)
    while left and not highlighted[left - 1].isspace():
        left -= 1
    while right < len(highlighted) and not highlighted[right].isspace():
        right += 1
    snippet = " ".join(highlighted[left:right].replace("\x02", "**").replace("\x03", "**").split())
    return ("… " if left else "") + snippet + (" …" if right < len(highlighted) else ""), spans


def row_id(database: Database, statement: str) -> int:
    """Return the row id of a statement (12.a7). Raises MissingError if there is no such statement."""
    match = STATEMENT_ID.fullmatch(statement.strip())
    rows = match and database.run(
        "SELECT id FROM statement WHERE version = ? AND name = ?", [int(match.group(1)), match.group(2)]
    )
    if not rows:
        raise MissingError(f"there is no statement {statement}", "sayso search prints ids such as 12.a7", database.name)
    return int(rows[0][0])
