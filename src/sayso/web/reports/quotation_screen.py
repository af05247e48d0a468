"""The screen of the same words elsewhere: one row for each outlet, with the difference from the earliest version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive.quotations.copies import Copy
from sayso.errors import QueryError
from sayso.web.forms.query_forms import first
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service
from sayso.web.views.search_hits import SearchHit, difference_html, search_hit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class OutletVersion:
    """The words of a quotation in one outlet: its earliest page, the difference, and its other pages."""

    how: str
    likeness: int
    difference: Markup
    other_speaker: bool
    hit: SearchHit
    more: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class QuotationView:
    """The view of the versions of a quotation. ``statement`` is the id of the statement that was asked about."""

    query: str
    statement: str
    versions: tuple[OutletVersion, ...]
    error: QueryError | None = None


@router.get("/quotations")
async def search_quotation(request: Request) -> Response:
    """Find versions of a quotation by its words."""
    return await _quotation_screen(request, first(request.query_params, "q"))


@router.get("/quotations/{statement}")
async def show_quotation(request: Request, statement: str) -> Response:
    """Show versions of a statement's quotation."""
    return await _quotation_screen(request, statement)


async def _quotation_screen(request: Request, quotation: str) -> Response:
    service: Service = request.app.state.service
    copies: list[Copy] = []
    error = None
    try:
        copies = await service.ask(lambda archive: archive.same(quotation)) if quotation else []
    except QueryError as query_error:
        error = query_error
    words = not (quotation.partition(".")[0].isdecimal() and " " not in quotation)
    versions = outlet_versions(copies, messages())
    view = QuotationView(quotation if words else "", "" if words else quotation, versions, error)
    return page(request, "same.html", view, "search", 400 if error else 200)


def outlet_versions(copies: Sequence[Copy], t: Messages) -> tuple[OutletVersion, ...]:
    """Return a row for each outlet, the earliest first; a page without an outlet is a row of its own."""
    outlets: dict[str, list[Copy]] = {}
    for copy in copies:
        outlets.setdefault(copy.statement.outlet or f"p{copy.statement.page}", []).append(copy)
    return tuple(
        OutletVersion(
            copy.how, round(100 * copy.likeness), difference_html(copy.wording), copy.speaker_differs,
            search_hit(copy.statement, t), tuple(search_hit(other.statement, t) for other in others),
        )
        for copy, *others in outlets.values()
    )  # fmt: skip
