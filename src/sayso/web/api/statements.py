"""Statements of the archive: search them, take one, find it elsewhere, follow it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import QueryError
from sayso.web.api.answers import asked, at, stretch
from sayso.web.api.describe import response
from sayso.web.api.params import STATEMENT, ListParams, Searching, StatementId

router = APIRouter(tags=["statements"])


class SameParams(ListParams):
    """Which quotation."""

    statement: str | None = Field(None, description="A statement's id.", pattern=STATEMENT, examples=["1.a1"])
    words: str | None = Field(None, description="The words, where no id is given.", max_length=5_000)


@router.get("/statements", operation_id="search_statements", responses=response("Statements"))
async def search(request: Request, given: Searching) -> Response:
    """Statements that a query and filters fit, best first; without a query the latest published first."""
    filters = given.filters()
    asking = ("statements", given.q, filters)
    start = at(given.cursor, asking)
    return await asked(
        request,
        lambda archive: stretch(archive.search(given.q, filters, given.limit + 1, start), start, given.limit, asking),
    )


@router.get("/statements/{statement}", operation_id="get_statement", responses=response("Statement"))
async def one(request: Request, statement: StatementId) -> Response:
    """One statement with its spans."""
    return await asked(request, lambda archive: archive.statement(statement))


@router.get("/quotations", operation_id="find_quotation", responses=response("Quotations"))
async def quotations(request: Request, given: Annotated[SameParams, Query()]) -> Response:
    """Where the quotation of a statement, or of some words, stands too: exact, altered or in part, earliest first."""
    what = given.statement or given.words
    if not what or (given.statement and given.words):
        raise QueryError("one of statement and words is wanted", "Say statement=12.a7, or words=…")
    filters = given.filters()
    asking = ("quotations", what, filters)
    start = at(given.cursor, asking)
    most = start + given.limit + 1
    return await asked(
        request, lambda archive: stretch(archive.same(what, filters, most)[start:], start, given.limit, asking)
    )


@router.get("/trace/{statement}", operation_id="trace_statement", responses=response("Trail"))
async def trace(request: Request, statement: StatementId) -> Response:
    """The way back of a statement: its chain, then the reports in the archive that it rests on, to where it ends."""
    return await asked(request, lambda archive: archive.trace(statement))
