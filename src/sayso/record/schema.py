"""The JSON Schema of a record, derived from the terms."""

from __future__ import annotations

from typing import Any

import msgspec

from sayso.terms import Record


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    out: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    out |= msgspec.json.schema(Record)
    return out
