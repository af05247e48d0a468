"""Request bodies of the API: types and decoding."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import Request

from sayso.archive import Correct, Named, Reading
from sayso.errors import InputError
from sayso.selection_terms import Selection
from sayso.terms import Act, Determinacy, Form, Spans, SpeakerKind

_Type = TypeVar("_Type")
_Short = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
_Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
_NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]


class AttributeRequest(Selection, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A page to analyze: ``page`` is its text or HTML, or ``fetch`` the URL to fetch it from.

    ``url`` is the address of the page (not fetched); ``keep`` adds the record to the archive. See Options for
    ``format`` (html, text, markdown, eml) and ``publisher``, Selection for the fields that select statements.
    """

    page: _NonEmpty | None = None
    fetch: Annotated[str, msgspec.Meta(max_length=4_000, min_length=1)] | None = None
    url: Annotated[str, msgspec.Meta(max_length=4_000)] | None = None
    publisher: _Short | None = None
    format: Annotated[str, msgspec.Meta(pattern="^(html|text|markdown|eml)$")] | None = None
    keep: bool = False
    min_confidence: _Probability = 0.0
    min_speaker_confidence: _Probability = 0.0
    act: tuple[Act, ...] = ()
    kind: tuple[SpeakerKind, ...] = ()
    speaker: tuple[_Short, ...] = ()
    form: tuple[Form, ...] = ()
    determinacy: tuple[Determinacy, ...] = ()


class NewCorrection(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A correction: ``by`` is the user, ``change`` the change, ``note`` the reason."""

    by: _Short
    change: Correct
    note: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None


class NewStatement(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A statement that the model missed, added by the user ``by``: its spans and its speaker."""

    by: _Short
    content: Spans
    source: Spans = ()
    cue: Spans = ()
    act: Act = Act.STATEMENT
    speaker: Named | None = None
    note: Annotated[str, msgspec.Meta(max_length=2_000)] | None = None

    def reading(self) -> Reading:
        """Return the statement in the form that the archive expects."""
        return Reading(self.source, self.cue, self.content, self.act, self.speaker)


async def json_of(request: Request, kind: type[_Type]) -> _Type:
    """Decode the JSON body as a type. Raises InputError if it does not match."""
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"the body does not match the schema ({error})", "See /api/v1/openapi.json") from error


def body(name: str, other_media: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the OpenAPI description of a request body: a type in JSON, and other media types."""
    content: dict[str, Any] = {"application/json": {"schema": {"$ref": f"#/components/schemas/_{name}"}}}
    return {"requestBody": {"required": True, "content": content | (other_media or {})}}
