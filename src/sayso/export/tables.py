"""Tables: one row an attribution with its speaker and page; CSV by the standard library, Parquet by pyarrow."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import msgspec

from sayso.errors import extra_missing
from sayso.terms import Record, Span

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH: Final = 5_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a cell that spreadsheets read as a formula; the wide forms in East Asian settings."""


class OtherSpeaker(msgspec.Struct, frozen=True):
    """A speaker whom the source could also refer to, and how probable that is."""

    id: str
    name: str
    probability: float


class AttributionRow(msgspec.Struct, frozen=True):
    """An attribution as a row. Spans are pairs of offsets into the text of the page."""

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
    """The rows of a record; relay and chain are names, empty where the page names no outlet of its own."""
    article = record.article
    known = {speaker.id: speaker for speaker in record.speakers}
    for one in record.attributions:
        speaker = known.get(one.speaker or "")
        relay = known.get(one.relay or "")
        yield AttributionRow(
            record=name, id=one.id, url=article.url, publisher=article.publisher, published=article.published,
            headline=article.headline, speaker=speaker.name if speaker else None,
            kind=str(speaker.kind) if speaker else "unstated", role=speaker.role if speaker else None,
            affiliation=speaker.affiliation if speaker else None, spokesperson=bool(speaker and speaker.spokesperson),
            anonymity_reason=speaker.anonymity_reason if speaker else None, form=str(one.form), act=str(one.act),
            determinacy=str(one.determinacy), source=_words(article.text, one.source),
            cue=_words(article.text, one.cue), content=_words(article.text, one.content), inside=one.inside,
            repeats=one.repeats,
            relay=relay.name if relay else None, chain=[known[hop].name if hop in known else hop for hop in one.chain],
            confidence=one.confidence, speaker_confidence=one.speaker_confidence,
            considered=[
                OtherSpeaker(other.speaker, known[other.speaker].name, other.probability)
                for other in one.considered
                if other.speaker in known
            ],
            source_spans=_pairs(one.source), cue_spans=_pairs(one.cue),
            content_spans=_pairs(one.content),
        )  # fmt: skip


def _words(text: str, spans: Sequence[Span]) -> str:
    return " … ".join(span.of(text) for span in spans)


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def flat(row: Any) -> dict[str, Any]:  # noqa: ANN401 (any struct of an answer)
    """A row as columns of text and numbers: a group as its columns, a share as two; what else is nested is JSON."""
    out: dict[str, Any] = {}
    for key, value in msgspec.to_builtins(row).items():
        if key == "group":
            out |= value
        elif isinstance(value, dict) and value.keys() == {"count", "share"}:
            out |= {key: value["count"], f"{key}_share": value["share"]}
        elif isinstance(value, list | tuple | dict):
            out[key] = msgspec.json.encode(value).decode()
        else:
            out[key] = value
    return out


def csv_cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for CSV: text that a spreadsheet would take for a formula gets an apostrophe before it.

    Foreign pages choose headlines and publishers, and ``=HYPERLINK(…)`` must not become a link in somebody's table.
    """
    return {
        key: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for key, value in row.items()
    }


def write_csv(records: Iterable[tuple[str, Record]], file: IO[str]) -> int:
    """Write the attributions of records as CSV. The number of records comes back."""
    writer = csv.DictWriter(file, AttributionRow.__struct_fields__)
    writer.writeheader()
    count = 0
    for name, record in records:
        count += 1
        writer.writerows(csv_cells(flat(row)) for row in attribution_rows(record, name))
    return count


def write_parquet(records: Iterable[tuple[str, Record]], path: Path) -> int:
    """Write the attributions of records as Parquet, aside first. The number of records comes back."""
    counted = [0]

    def rows() -> Iterator[AttributionRow]:
        for name, record in records:
            counted[0] += 1
            yield from attribution_rows(record, name)

    parquet(rows(), path, schema=attribution_schema())
    return counted[0]


def attribution_schema() -> pa.Schema:
    """The columns of the table of attributions, the same for any content."""
    import pyarrow as pa

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
    """Write rows (structs of one kind) as Parquet, aside first and then renamed.

    Without a schema, nested fields are JSON in text. Raises ExtraError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise extra_missing("Parquet", "archive", "pyarrow") from error
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    writer = None
    try:
        waiting = iter(rows)
        while group := list(islice(waiting, _BATCH)):
            made = [msgspec.to_builtins(row) if schema is not None else flat(row) for row in group]
            table = pa.Table.from_pylist(made, schema=schema or (writer.schema if writer else None))
            writer = writer or pq.ParquetWriter(aside, table.schema)
            writer.write_table(table)
        if writer is None:
            writer = pq.ParquetWriter(aside, schema or pa.schema([]))
        writer.close()
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
