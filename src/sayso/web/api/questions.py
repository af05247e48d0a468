"""Questions over the archive: who speaks, and on whom whole outlets rest."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive, Filters
from sayso.errors import MissingError
from sayso.web.api.answers import asked, at, stretch
from sayso.web.api.describe import response
from sayso.web.api.params import Listing, ListParams, SpeakerId

router = APIRouter(tags=["questions"])


class AuditParams(ListParams):
    """How statements are grouped."""

    by: list[Literal["outlet", "year", "month", "day", "kind", "act", "form"]] = Field(
        ["outlet"], description="What the groups are by.", max_length=7, examples=[["outlet", "month"]]
    )


@router.get("/speakers", operation_id="list_speakers", responses=response("Speakers"))
async def speakers(request: Request, given: Listing) -> Response:
    """Who speaks, how often, in which outlets; those with the most statements first."""
    filters = given.filters()
    start = at(given.cursor, ("speakers", filters))
    return await asked(
        request,
        lambda archive: stretch(
            archive.speakers(filters, given.limit + 1, start), start, given.limit, ("speakers", filters)
        ),
    )


@router.get("/speakers/{speaker}", operation_id="get_speaker", responses=response("Speaker"))
async def speaker(request: Request, speaker: SpeakerId) -> Response:
    """One speaker."""

    def one(archive: Archive) -> object:
        found = archive.speakers(Filters(speaker=(speaker,)), 1) or archive.speakers(
            Filters(speaker=(speaker,), determinacy=()), 1
        )
        if not found:
            raise MissingError(f"there is no speaker {speaker} who says anything", "/api/v1/speakers lists them")
        return found[0]

    return await asked(request, one)


@router.get("/sourcing", operation_id="get_sourcing", responses=response("Sourcing"))
async def sourcing(request: Request, given: Annotated[AuditParams, Query()]) -> Response:
    """Counts and shares of named, unnamed, relayed and direct statements by group."""
    filters, by = given.filters(), list(dict.fromkeys(given.by))
    asking = ("sourcing", by, filters)
    start = at(given.cursor, asking)
    return await asked(
        request,
        lambda archive: stretch(
            archive.sourcing(by, filters)[start : start + given.limit + 1], start, given.limit, asking
        ),
    )
