"""API endpoints for speakers and sourcing statistics."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive, Filters
from sayso.errors import MissingError
from sayso.web.api.answers import offset_of, query_response, result_list
from sayso.web.api.describe import response
from sayso.web.api.params import Listing, ListParams, SpeakerId

router = APIRouter(tags=["questions"])


class AuditParams(ListParams):
    """The grouping of statements."""

    by: list[Literal["outlet", "year", "month", "day", "kind", "act", "form"]] = Field(
        ["outlet"], description="The fields to group by.", max_length=7, examples=[["outlet", "month"]]
    )


@router.get("/speakers", operation_id="list_speakers", responses=response("Speakers"))
async def list_speakers(request: Request, params: Listing) -> Response:
    """List speakers with their statements and outlets, most statements first."""
    filters = params.filters()
    query = ("speakers", filters)
    start = offset_of(params.cursor, query)
    return await query_response(
        request,
        lambda archive: result_list(archive.speakers(filters, params.limit + 1, start), start, params.limit, query),
    )


@router.get("/speakers/{speaker}", operation_id="get_speaker", responses=response("Speaker"))
async def get_speaker(request: Request, speaker: SpeakerId) -> Response:
    """Get a speaker."""

    def person(archive: Archive) -> object:
        people = archive.speakers(Filters(speaker=(speaker,)), 1) or archive.speakers(
            Filters(speaker=(speaker,), determinacy=()), 1
        )
        if not people:
            raise MissingError(f"there is no speaker {speaker} with statements", "See /api/v1/speakers for the list")
        return people[0]

    return await query_response(request, person)


@router.get("/sourcing", operation_id="get_sourcing", responses=response("Sourcing"))
async def get_sourcing(request: Request, params: Annotated[AuditParams, Query()]) -> Response:
    """Get counts and shares of named, unnamed, relayed and direct statements by group."""
    filters, by = params.filters(), list(dict.fromkeys(params.by))
    query = ("sourcing", by, filters)
    start = offset_of(params.cursor, query)
    end = start + params.limit + 1
    return await query_response(
        request, lambda archive: result_list(archive.sourcing(by, filters)[start:end], start, params.limit, query)
    )
