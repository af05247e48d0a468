"""Encodes typed values as JSON and decodes them. The same value always gives the same bytes."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from sayso.errors import RecordError

HINT: Final = "Use the output of sayso read --format json; sayso schema prints the JSON Schema"
Value = TypeVar("Value", bound=msgspec.Struct)


def encode(value: msgspec.Struct, indent: int = 0) -> str:
    """Return the value as JSON text, indented by ``indent`` spaces for each level; 0 gives a single line."""
    data = msgspec.json.encode(value)
    return (msgspec.json.format(data, indent=indent) if indent else data).decode()


def decode(data: str | bytes, kind: type[Value]) -> Value:
    """Return the value of type ``kind`` from JSON text. Raises RecordError if the text does not match the type."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"not a {kind.__name__.lower()}: {error}", HINT) from error
