"""Typed values to JSON and back, the same bytes each time."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from sayso.errors import RecordError

HINT: Final = "Give JSON that sayso read --format json wrote; sayso schema prints its form"
Value = TypeVar("Value", bound=msgspec.Struct)


def encode(value: msgspec.Struct, indent: int = 0) -> str:
    """The value as JSON text; ``indent`` spaces a level, 0 for one line."""
    data = msgspec.json.encode(value)
    return (msgspec.json.format(data, indent=indent) if indent else data).decode()


def decode(data: str | bytes, kind: type[Value]) -> Value:
    """The value of JSON text. Raises RecordError where the text does not have the form of ``kind``."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"not a {kind.__name__.lower()}: {error}", HINT) from error
