"""The tables of a batch: their columns, and the rows of a record in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sayso.export.tables import AttributionRow, attribution_rows, attribution_schema
from sayso.terms import Record, Span

if TYPE_CHECKING:
    import pyarrow as pa

RECORD_TABLES: Final = ("attributions", "speakers", "relays", "articles")
UNDATED: Final = "unknown"
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_PAGE_COLUMNS: Final = ("record", "url", "published", "publisher", "headline")
Rows = dict[str, list[dict[str, Any]]]


def table_rows(record: Record, page: int) -> Rows:
    """The rows of a record in each table. ``page`` is its number."""
    article = record.article
    shared = {
        "page": page, "month": month_of(article.published), "published": article.published,
        "publisher": article.publisher, "url": article.url,
    }  # fmt: skip
    names = {speaker.id: speaker.name for speaker in record.speakers}
    articles = shared | {
        "modified": article.modified, "headline": article.headline, "dek": article.dek,
        "byline": list(article.byline), "section": article.section, "origin": article.origin,
        "language": article.language, "warnings": list(article.warnings), "text": article.text,
        "words": len(article.text.split()),
        "blocks": [{"kind": str(b.kind), "start": b.span.start, "end": b.span.end} for b in article.blocks],
        "attributions": len(record.attributions),
        "inconsistencies": [{"why": row.why, "spans": pairs(row.spans)} for row in record.inconsistencies],
        "version": record.sayso.version, "model": record.sayso.model,
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
    return {"attributions": attributions, "speakers": speakers, "relays": relays, "articles": [articles]}


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


def month_of(published: str | None) -> str:
    """The month of an ISO 8601 date, or ``unknown``."""
    return published[:7] if published and _MONTH.match(published) else UNDATED


def pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    """Spans as pairs of start and end offsets."""
    return [[span.start, span.end] for span in spans]


@cache
def table_schemas() -> dict[str, pa.Schema]:
    """The columns of each table."""
    import pyarrow as pa

    text, spans, texts = pa.string(), pa.list_(pa.list_(pa.int64())), pa.list_(pa.string())
    shared = [("page", pa.int64()), ("month", text), ("published", text), ("publisher", text), ("url", text)]
    block = pa.struct([("kind", text), ("start", pa.int64()), ("end", pa.int64())])
    inconsistency = pa.struct([("why", text), ("spans", spans)])
    own = [attribution_schema().field(name) for name in _own()]
    return {
        "attributions": pa.schema([*shared, *own, ("speaker_id", text), ("words", pa.int64())]),
        "speakers": pa.schema([
            *shared, ("id", text), ("name", text), ("kind", text), ("role", text), ("affiliation", text),
            ("spokesperson", pa.bool_()), ("anonymity_reason", text), ("mentions", spans),
        ]),
        "relays": pa.schema([*shared, ("outlet", text), ("attributions", texts)]),
        "articles": pa.schema([
            *shared, ("modified", text), ("headline", text), ("dek", text), ("byline", texts), ("section", text),
            ("origin", text), ("language", text), ("warnings", texts), ("text", text), ("words", pa.int64()),
            ("blocks", pa.list_(block)), ("attributions", pa.int64()), ("inconsistencies", pa.list_(inconsistency)),
            ("version", text), ("model", text),
        ]),
    }  # fmt: skip
