"""Exports tables with one row per attribution, as CSV, XLSX or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import msgspec

from sayso.errors import extra_missing
from sayso.export.spreadsheets import flat, write_csv_rows, write_xlsx_rows, written_at_end
from sayso.terms import Record, Span

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS: Final = 5_000


class OtherSpeaker(msgspec.Struct, frozen=True):
    """An alternative speaker with its probability."""

    id: str
    name: str
    probability: float


class AttributionRow(msgspec.Struct, frozen=True):
    """An attribution as a row. Spans are pairs of offsets into the article text."""

    record: str
    id: str
    url: str | None
    publisher: str | None
    published: str | None
    headline: str | None
    speaker: str | None
    kind: str
    role: str | None
    affiliation: str | None
    spokesperson: bool
    anonymity_reason: str | None
    form: str
    act: str
    determinacy: str
    source: str
    cue: str
    content: str
    inside: str | None
    repeats: str | None
    relay: str | None
    chain: list[str]
    confidence: float
    speaker_confidence: float | None
    considered: list[OtherSpeaker]
    source_spans: list[list[int]]
    cue_spans: list[list[int]]
    content_spans: list[list[int]]


def attribution_rows(record: Record, name: str = "record") -> Iterator[AttributionRow]:
    """The rows of a record. Relay and chain are names; the name of the publisher is empty if unknown."""
    article = record.article
    speakers = {speaker.id: speaker for speaker in record.speakers}
    for attribution in record.attributions:
        speaker = speakers.get(attribution.speaker or "")
        relay = speakers.get(attribution.relay or "")
        yield AttributionRow(
            record=name, id=attribution.id, url=article.url, publisher=article.publisher, published=article.published,
            headline=article.headline, speaker=speaker.name if speaker else None,
            kind=str(speaker.kind) if speaker else "unstated", role=speaker.role if speaker else None,
            affiliation=speaker.affiliation if speaker else None, spokesperson=bool(speaker and speaker.spokesperson),
            anonymity_reason=speaker.anonymity_reason if speaker else None,
            form=str(attribution.form), act=str(attribution.act), determinacy=str(attribution.determinacy),
            source=_words(article.text, attribution.source), cue=_words(article.text, attribution.cue),
            content=_words(article.text, attribution.content),
            inside=attribution.inside, repeats=attribution.repeats, relay=relay.name if relay else None,
            chain=[speakers[hop].name if hop in speakers else hop for hop in attribution.chain],
            confidence=attribution.confidence, speaker_confidence=attribution.speaker_confidence,
            considered=[
                OtherSpeaker(other.speaker, speakers[other.speaker].name, other.probability)
                for other in attribution.considered
                if other.speaker in speakers
            ],
            source_spans=_pairs(attribution.source), cue_spans=_pairs(attribution.cue),
            content_spans=_pairs(attribution.content),
        )  # fmt: skip


def _words(text: str, spans: Sequence[Span]) -> str:
    """The words of spans, with an ellipsis between them."""
    return " … ".join(span.of(text) for span in spans)


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    """Spans as pairs of start and end offsets."""
    return [[span.start, span.end] for span in spans]


def write_csv(records: Iterable[tuple[str, Record]], file: IO[str], columns: str = "full") -> int:
    """Write the attributions of records as CSV. Returns the number of records."""
    counted = _Counted(records)
    write_csv_rows(counted.rows(), file, columns, AttributionRow)
    return counted.records


def write_xlsx(records: Iterable[tuple[str, Record]], path: Path, columns: str = "full") -> int:
    """Write the attributions of records as an XLSX workbook. Returns the number of records."""
    counted = _Counted(records)
    write_xlsx_rows(counted.rows(), path, columns, AttributionRow, "attributions")
    return counted.records


def write_parquet(records: Iterable[tuple[str, Record]], path: Path) -> int:
    """Write the attributions of records as Parquet. Returns the number of records."""
    counted = _Counted(records)
    parquet(counted.rows(), path, schema=attribution_schema())
    return counted.records


class _Counted:
    """The rows of records, and the number of records read."""

    def __init__(self, named: Iterable[tuple[str, Record]]) -> None:
        self.named = named
        self.records = 0

    def rows(self) -> Iterator[AttributionRow]:
        """The rows of all records."""
        for name, record in self.named:
            self.records += 1
            yield from attribution_rows(record, name)


def attribution_schema() -> pa.Schema:
    """The columns of the table of attributions. Raises ExtraError if pyarrow is not installed."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise extra_missing("Parquet", "archive", "pyarrow") from error

    spans = pa.list_(pa.list_(pa.int64()))
    special = {
        "spokesperson": pa.bool_(), "confidence": pa.float64(), "speaker_confidence": pa.float64(),
        "considered": pa.list_(
            pa.struct([("id", pa.string()), ("name", pa.string()), ("probability", pa.float64())])
        ),
        "chain": pa.list_(pa.string()),
        "source_spans": spans, "cue_spans": spans, "content_spans": spans,
    }  # fmt: skip
    return pa.schema([(name, special.get(name, pa.string())) for name in AttributionRow.__struct_fields__])


def parquet(rows: Iterable[Any], path: Path, schema: pa.Schema | None = None) -> None:
    """Write rows (structs of one class) as Parquet, to a temporary file that is renamed at the end.

    Without a schema, nested fields become JSON text. Raises ExtraError if pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise extra_missing("Parquet", "archive", "pyarrow") from error
    with written_at_end(path) as temporary:
        writer = None
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH_ROWS)):
            values = [msgspec.to_builtins(row) if schema is not None else flat(row) for row in batch]
            table = pa.Table.from_pylist(values, schema=schema or (writer.schema if writer else None))
            writer = writer or pq.ParquetWriter(temporary, table.schema)
            writer.write_table(table)
        if writer is None:
            writer = pq.ParquetWriter(temporary, schema or pa.schema([]))
        writer.close()
