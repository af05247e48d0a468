"""Record to JSON and back, the same bytes each time; and the JSON Schema of a record, derived from the terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from sayso.errors import RecordError
from sayso.terms import Record, Span

_MEND = "Give JSON that sayso read --format json wrote; sayso schema prints its form"


def encode(record: Record, indent: int = 0) -> str:
    """The record as JSON text."""
    data = msgspec.json.encode(record)
    return (msgspec.json.format(data, indent=indent) if indent else data).decode()


def decode(data: str | bytes) -> Record:
    """The record of JSON text. Raises RecordError where the form is wrong or a span leaves the text."""
    try:
        record = msgspec.json.decode(data, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"not a record: {error}", _MEND) from error
    length = len(record.article.text)
    for place, span in _spans(record):
        if span.end > length:
            raise RecordError(
                f"span [{span.start}, {span.end}) leaves a text of {length} characters", _MEND, place=place
            )
    return record


def _spans(record: Record) -> Iterator[tuple[str, Span]]:
    """Every span of a record with the place it stands at."""
    for number, block in enumerate(record.article.blocks):
        yield f"article.blocks[{number}]", block.span
    for attribution in record.attributions:
        for role in ("source", "cue", "content"):
            yield from ((f"attribution {attribution.id}, {role}", span) for span in getattr(attribution, role))
    for speaker in record.speakers:
        yield from ((f"speaker {speaker.id}", span) for span in speaker.mentions)
        for name, spans in speaker.evidence.items():
            yield from ((f"speaker {speaker.id}, {name}", span) for span in spans)
    for number, inconsistency in enumerate(record.inconsistencies):
        yield from ((f"inconsistencies[{number}]", span) for span in inconsistency.spans)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    out: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    out |= msgspec.json.schema(Record)
    return out
