"""The JSON Schema of a record, derived from its classes."""

from __future__ import annotations

from typing import Any

import msgspec

from sayso.terms import Record


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(Record)
