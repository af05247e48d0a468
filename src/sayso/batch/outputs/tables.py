"""The output tables: their columns, and the rows of a page in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sayso.batch.settings import Counts, Item
from sayso.errors import SaysoError
from sayso.export.tables import AttributionRow, attribution_rows, attribution_schema
from sayso.reading.metadata.dates import iso
from sayso.terms import Record, Span

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Final = ("articles", "attributions", "speakers", "relays", "errors")
UNDATED: Final = "unknown"
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_PAGE_COLUMNS: Final = ("record", "url", "published", "publisher", "headline")
Rows = dict[str, list[dict[str, Any]]]


def rows_of(record: Record, number: int, item: Item) -> Rows:
    """The rows of a record."""
    article = record.article
    shared = {
        "page": number, "month": month_of(article.published), "published": article.published,
        "publisher": article.publisher, "url": article.url,
    }  # fmt: skip
    names = {speaker.id: speaker.name for speaker in record.speakers}
    articles = shared | {
        "input": item.input, "place": item.place, "id": item.id, "modified": article.modified,
        "headline": article.headline, "dek": article.dek, "byline": list(article.byline), "section": article.section,
        "origin": article.origin, "language": article.language, "warnings": list(article.warnings),
        "text": article.text,
        "words": len(article.text.split()),
        "blocks": [{"kind": str(b.kind), "start": b.span.start, "end": b.span.end} for b in article.blocks],
        "attributions": len(record.attributions),
        "inconsistencies": [{"why": row.why, "spans": pairs(row.spans)} for row in record.inconsistencies],
        "columns": item.columns, "version": record.sayso.version, "model": record.sayso.model,
    }  # fmt: skip
    speakers = [
        shared | {"id": speaker.id, "name": speaker.name, "kind": str(speaker.kind), "role": speaker.role,
                  "affiliation": speaker.affiliation, "spokesperson": speaker.spokesperson,
                  "anonymity_reason": speaker.anonymity_reason, "mentions": pairs(speaker.mentions)}
        for speaker in record.speakers
    ]  # fmt: skip
    relays = [
        shared | {"outlet": names.get(relay.outlet, relay.outlet), "attributions": list(relay.attributions)}
        for relay in record.relays
    ]
    attributions = [shared | row for row in _attributions(record)]
    return {"articles": [articles], "attributions": attributions, "speakers": speakers, "relays": relays}


def _attributions(record: Record) -> Iterator[dict[str, Any]]:
    """The rows of the attributions, without the columns shared by all tables."""
    for attribution, row in zip(record.attributions, attribution_rows(record), strict=True):
        values = msgspec.to_builtins(row)
        yield {name: values[name] for name in _own()} | {
            "speaker_id": attribution.speaker,
            "words": sum(len(span.of(record.article.text).split()) for span in attribution.content),
        }


@cache
def _own() -> tuple[str, ...]:
    """The columns of an attribution without those of the page."""
    return tuple(name for name in AttributionRow.__struct_fields__ if name not in _PAGE_COLUMNS)


def error_row(error: Exception, number: int, item: Item) -> Rows:
    """The row of a page that could not be read. An unexpected exception is reported as an internal error."""
    row: dict[str, str | None]
    page = {"page": number, "input": item.input, "place": item.place, "id": item.id, "columns": item.columns}
    if isinstance(error, SaysoError):
        row = {
            "error": type(error).__name__,
            "what": error.what,
            "hint": error.hint,
            "place": item.place or error.place,
        }
    elif isinstance(error, OSError):
        row = {"error": "OSError", "what": error.strerror or str(error), "hint": "Check the file and the disk"}
    else:
        what = f"internal error: {error}"[:500]
        row = {"error": type(error).__name__, "what": what, "hint": "Please report it, with the page if possible"}
    return {"errors": [page | row | {"mend": row["hint"]}]}


def month_of(published: str | None) -> str:
    """The month of an ISO 8601 date, or ``unknown``."""
    return published[:7] if published and _MONTH.match(published) else UNDATED


def filled(record: Record, item: Item) -> Record:
    """The record with date and headline from the input columns where the page has none."""
    article = record.article
    new: dict[str, str] = {}
    if not article.published and item.published and (date := iso(item.published)):
        new["published"] = date
    if not article.headline and item.headline:
        new["headline"] = item.headline
    if not new:
        return record
    return msgspec.structs.replace(record, article=msgspec.structs.replace(article, **new))


def pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    """Spans as pairs of start and end offsets."""
    return [[span.start, span.end] for span in spans]


@cache
def schemas() -> dict[str, pa.Schema]:
    """The columns of each table. ``month`` is the name of the folder, not a column of the files."""
    import pyarrow as pa

    text, spans, texts = pa.string(), pa.list_(pa.list_(pa.int64())), pa.list_(pa.string())
    shared = [("page", pa.int64()), ("month", text), ("published", text), ("publisher", text), ("url", text)]
    block = pa.struct([("kind", text), ("start", pa.int64()), ("end", pa.int64())])
    inconsistency = pa.struct([("why", text), ("spans", spans)])
    own = [attribution_schema().field(name) for name in _own()]
    return {
        "articles": pa.schema([
            *shared, ("input", text), ("place", text), ("id", text), ("modified", text), ("headline", text),
            ("dek", text), ("byline", texts), ("section", text), ("origin", text), ("language", text),
            ("warnings", texts), ("text", text),
            ("words", pa.int64()), ("blocks", pa.list_(block)), ("attributions", pa.int64()),
            ("inconsistencies", pa.list_(inconsistency)), ("columns", text), ("version", text), ("model", text),
        ]),
        "attributions": pa.schema([*shared, *own, ("speaker_id", text), ("words", pa.int64())]),
        "speakers": pa.schema([
            *shared, ("id", text), ("name", text), ("kind", text), ("role", text), ("affiliation", text),
            ("spokesperson", pa.bool_()), ("anonymity_reason", text), ("mentions", spans),
        ]),
        "relays": pa.schema([*shared, ("outlet", text), ("attributions", texts)]),
        "errors": pa.schema([
            ("page", pa.int64()), ("input", text), ("place", text), ("id", text), ("error", text), ("what", text),
            ("hint", text), ("columns", text), ("mend", text),
        ]),
    }  # fmt: skip


def counts_of(tables: dict[str, pa.Table]) -> Counts:
    """The totals of a set of tables."""
    import pyarrow.compute as pc

    errors = {row["values"]: row["counts"] for row in pc.value_counts(tables["errors"]["error"]).to_pylist()}
    return Counts(
        tables["articles"].num_rows,
        pc.sum(tables["articles"]["words"]).as_py() or 0,
        tables["attributions"].num_rows,
        tables["speakers"].num_rows,
        tables["relays"].num_rows,
        dict(sorted(errors.items())),
    )
