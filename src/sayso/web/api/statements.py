"""API endpoints for statements: search, get, find other versions, trace."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import QueryError
from sayso.web.api.answers import offset_of, query_response, result_list
from sayso.web.api.describe import response
from sayso.web.api.params import STATEMENT, ListParams, Searching, StatementId

router = APIRouter(tags=["statements"])


class SameParams(ListParams):
    """The quotation: a statement or words."""

    statement: str | None = Field(None, description="Id of a statement.", pattern=STATEMENT, examples=["1.a1"])
    words: str | None = Field(None, description="The words of the quotation, instead of an id.", max_length=5_000)


@router.get("/statements", operation_id="search_statements", responses=response("Statements"))
async def search_statements(request: Request, params: Searching) -> Response:
    """Search statements by a query and filters, best match first; without a query, the latest first."""
    filters = params.filters()
    query = ("statements", params.q, filters)
    start = offset_of(params.cursor, query)
    return await query_response(
        request,
        lambda archive: result_list(
            archive.search(params.q, filters, params.limit + 1, start), start, params.limit, query
        ),
    )


@router.get("/statements/{statement}", operation_id="get_statement", responses=response("Statement"))
async def get_statement(request: Request, statement: StatementId) -> Response:
    """Get a statement with its spans."""
    return await query_response(request, lambda archive: archive.statement(statement))


@router.get("/quotations", operation_id="find_quotation", responses=response("Quotations"))
async def find_quotation(request: Request, params: Annotated[SameParams, Query()]) -> Response:
    """Find other versions of a quotation: exact, altered or partial, earliest first."""
    quotation = params.statement or params.words
    if not quotation or (params.statement and params.words):
        raise QueryError("exactly one of statement and words is required", "Send statement=12.a7, or words=…")
    filters = params.filters()
    query = ("quotations", quotation, filters)
    start = offset_of(params.cursor, query)
    end = start + params.limit + 1
    return await query_response(
        request,
        lambda archive: result_list(archive.same(quotation, filters, end)[start:], start, params.limit, query),
    )


@router.get("/trace/{statement}", operation_id="trace_statement", responses=response("Trail"))
async def trace_statement(request: Request, statement: StatementId) -> Response:
    """Trace a statement: its chain, then the reports in the archive that it is based on, and where the trail ends."""
    return await query_response(request, lambda archive: archive.trace(statement))
