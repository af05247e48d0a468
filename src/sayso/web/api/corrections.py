"""API endpoints for corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive, Correction
from sayso.web.api.answers import JSON, offset_of, query_response, result_list, service_of
from sayso.web.api.bodies import NewCorrection, NewStatement, body, json_of
from sayso.web.api.describe import response
from sayso.web.api.params import MAX_ITEMS, StatementId, Version

_Body = TypeVar("_Body", NewCorrection, NewStatement)
router = APIRouter(tags=["corrections"])


class CorrectionParams(BaseModel):
    """The page and the part of the list."""

    model_config = ConfigDict(extra="forbid")

    page: str | None = Field(None, description="URL or id of the page.", max_length=4_000, examples=["p1"])
    limit: int = Field(50, ge=1, le=MAX_ITEMS, description="Maximum number of items.")
    cursor: str | None = Field(
        None, description="The `next` value of the previous response.", pattern="^[A-Za-z0-9_-]+$", max_length=80
    )


@router.get("/corrections", operation_id="list_corrections", responses=response("Corrections"))
async def list_corrections(request: Request, params: Annotated[CorrectionParams, Query()]) -> Response:
    """List corrections in order, of one page or of all."""
    query = ("corrections", params.page)
    start = offset_of(params.cursor, query)
    end = start + params.limit + 1
    return await query_response(
        request, lambda archive: result_list(archive.corrections(params.page)[start:end], start, params.limit, query)
    )


@router.post(
    "/statements/{statement}/corrections", operation_id="correct_statement", status_code=201,
    openapi_extra=body("NewCorrection"), responses=response("Correction", 201, "The stored correction."),
)  # fmt: skip
async def correct_statement(request: Request, statement: StatementId) -> Response:
    """Change a statement's speaker, act or spans, delete a false one, or restore it. The model's record is kept."""
    body = await _json_body(request, NewCorrection)
    return await _store(request, lambda archive: archive.correct(statement, body.change, body.by, body.note))


@router.post(
    "/records/{version}/statements", operation_id="add_statement", status_code=201,
    openapi_extra=body("NewStatement"),
    responses=response("Correction", 201, "The correction that adds the statement."),
)  # fmt: skip
async def add_statement(request: Request, version: Version) -> Response:
    """Add a statement that the model missed; its id has the form 12.c5. The model's record is kept."""
    body = await _json_body(request, NewStatement)
    return await _store(request, lambda archive: archive.add_statement(version, body.reading(), body.by, body.note))


async def _json_body(request: Request, kind: type[_Body]) -> _Body:
    """Decode a JSON body. Raises HTTPException for other media types, which a form of another site can send."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise HTTPException(415, "a correction must be sent as application/json")
    return await json_of(request, kind)


async def _store(request: Request, change: Callable[[Archive], Correction]) -> Response:
    """Apply a change to the archive and return the stored correction."""
    correction = await service_of(request).ask(lambda archive: msgspec.json.encode(change(archive)), write=True)
    return Response(correction, 201, media_type=JSON)
