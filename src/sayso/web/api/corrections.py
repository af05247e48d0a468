"""Corrections: what users changed, and a new one."""

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
from sayso.web.api.answers import JSON, asked, at, service_of, stretch
from sayso.web.api.bodies import NewCorrection, NewStatement, body, json_of
from sayso.web.api.describe import response
from sayso.web.api.params import MOST, StatementId, Version

_Body = TypeVar("_Body", NewCorrection, NewStatement)
router = APIRouter(tags=["corrections"])


class CorrectionParams(BaseModel):
    """Of which page, and how much of the list."""

    model_config = ConfigDict(extra="forbid")

    page: str | None = Field(None, description="A page's URL, or its number.", max_length=4_000, examples=["p1"])
    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(
        None, description="`next` of the answer before.", pattern="^[A-Za-z0-9_-]+$", max_length=80
    )


@router.get("/corrections", operation_id="list_corrections", responses=response("Corrections"))
async def listed(request: Request, given: Annotated[CorrectionParams, Query()]) -> Response:
    """What users changed, in order: of a page, or of all."""
    asking = ("corrections", given.page)
    start = at(given.cursor, asking)
    most = start + given.limit + 1
    return await asked(
        request, lambda archive: stretch(archive.corrections(given.page)[start:most], start, given.limit, asking)
    )


@router.post(
    "/statements/{statement}/corrections", operation_id="correct_statement", status_code=201,
    openapi_extra=body("NewCorrection"), responses=response("Correction", 201, "The correction, which is kept."),
)  # fmt: skip
async def correct(request: Request, statement: StatementId) -> Response:
    """Change a statement's speaker, act or spans, delete a false one, or restore it. The machine's record stays."""
    given = await _body(request, NewCorrection)
    return await _kept(request, lambda archive: archive.correct(statement, given.change, given.by, given.note))


@router.post(
    "/records/{version}/statements", operation_id="add_statement", status_code=201,
    openapi_extra=body("NewStatement"), responses=response("Correction", 201, "The correction that adds it."),
)  # fmt: skip
async def add(request: Request, version: Version) -> Response:
    """Add a statement that the machine did not find; it stands beside the machine's record, as 12.c5."""
    given = await _body(request, NewStatement)
    return await _kept(request, lambda archive: archive.add_statement(version, given.said(), given.by, given.note))


async def _body(request: Request, kind: type[_Body]) -> _Body:
    """The body. Raises HTTPException for another one than JSON, which a form of another site could send."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise HTTPException(415, "a correction comes as application/json")
    return await json_of(request, kind)


async def _kept(request: Request, change: Callable[[Archive], Correction]) -> Response:
    """The correction that a change of the archive gives."""
    correction = await service_of(request).ask(lambda archive: msgspec.json.encode(change(archive)), write=True)
    return Response(correction, 201, media_type=JSON)
