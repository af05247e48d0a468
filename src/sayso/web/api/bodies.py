"""What is sent to the API, as types; and how it is read."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import Request

from sayso.archive import Correct, Named, Reading
from sayso.errors import InputError
from sayso.terms import Act, Spans

_Type = TypeVar("_Type")
_Short = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
_Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Some = Annotated[str, msgspec.Meta(min_length=1)]


class Asked(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A page to read: ``page`` is its text or HTML, or ``fetch`` the URL to read it from.

    ``url`` is the page's address, noted and not fetched; ``keep`` adds the record to the archive. See Options for
    ``format`` (html, text, markdown, eml), ``publisher``, ``min_confidence`` and ``min_speaker_confidence``.
    """

    page: _Some | None = None
    fetch: Annotated[str, msgspec.Meta(max_length=4_000, min_length=1)] | None = None
    url: Annotated[str, msgspec.Meta(max_length=4_000)] | None = None
    publisher: _Short | None = None
    format: Annotated[str, msgspec.Meta(pattern="^(html|text|markdown|eml)$")] | None = None
    keep: bool = False
    min_confidence: _Probability = 0.0
    min_speaker_confidence: _Probability = 0.0


class NewCorrection(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A change by a user: who makes it, what is changed, and why."""

    by: _Short
    change: Correct
    note: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None


class NewStatement(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A statement that the machine did not find, by a user: its words as spans, and who says it."""

    by: _Short
    content: Spans
    source: Spans = ()
    cue: Spans = ()
    act: Act = Act.STATEMENT
    speaker: Named | None = None
    note: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None

    def said(self) -> Reading:
        """It as the archive takes it."""
        return Reading(self.source, self.cue, self.content, self.act, self.speaker)


async def json_of(request: Request, kind: type[_Type]) -> _Type:
    """The body as a type. Raises InputError where it does not fit."""
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"the body does not fit ({error})", "See /api/v1/openapi.json for its form") from error


def body(name: str, others: dict[str, Any] | None = None) -> dict[str, Any]:
    """The description of a body of a type, in JSON, and of other kinds of media that are taken."""
    content: dict[str, Any] = {"application/json": {"schema": {"$ref": f"#/components/schemas/_{name}"}}}
    return {"requestBody": {"required": True, "content": content | (others or {})}}
