"""The screens of the archive: search, trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.queries.trace import Trail
from sayso.errors import QueryError
from sayso.record.doubt import Step, listed
from sayso.web.forms.query_forms import STEP_COOKIE, FilterForm, filters_of, kept_query, step_of
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service
from sayso.web.views.archived_versions import parse_number
from sayso.web.views.search_hits import Listing, SearchHit, search_hit

router = APIRouter()
ROWS: Final = 20
_MAX_OFFSET: Final = 100_000


def offset_of(request: Request) -> int:
    """Return the number of rows to skip."""
    return min(parse_number(request.query_params.get("from", "")) or 0, _MAX_OFFSET)


def neighbors(form: FilterForm, path: str, offset: int, more: bool, **extra: object) -> tuple[str | None, str | None]:
    """Return the addresses of the previous and the next page of a list; ``extra`` are further parameters."""
    before = form.address(path, **{"from": max(0, offset - ROWS) or ""}, **extra) if offset else None
    return before, form.address(path, **{"from": offset + ROWS}, **extra) if more else None


def outlets_and_emptiness(archive: Archive) -> tuple[tuple[str, ...], bool]:
    """Return the outlets of the archive, and whether it is empty."""
    return tuple(archive.outlets()), not archive.pages(limit=1)


@dataclass(frozen=True, slots=True)
class SearchView:
    """The view of the search screen."""

    form: FilterForm
    listing: Listing | None
    error: QueryError | None
    active: tuple[tuple[str, str], ...]
    outlets: tuple[str, ...]
    empty: bool
    facets: Mapping[str, Mapping[str, int]]


@router.get("/search")
async def show_search(request: Request) -> Response:
    """Search statements by words and filters."""
    service: Service = request.app.state.service
    form, offset = filters_of(request.query_params), offset_of(request)
    outlets, empty = await service.ask(outlets_and_emptiness)
    listing, error = None, None
    facets: Mapping[str, Mapping[str, int]] = {}
    try:
        listing = await service.ask(partial(_listing, form=form, offset=offset))
        facets = await service.ask(lambda archive: archive.facets(form.query, form.filters))
    except QueryError as query_error:
        error = query_error
    view = SearchView(form, listing, error, _active_filters(form, "/search"), outlets, empty, facets)
    return page(request, "search.html", view, "search", 400 if error else 200)


def _listing(archive: Archive, form: FilterForm, offset: int) -> Listing:
    total = archive.count(form.query, form.filters)
    statements = archive.search(form.query, form.filters, ROWS, offset)
    t = messages()
    rows = tuple(search_hit(statement, t) for statement in statements)
    return Listing(rows, offset + 1, total, *neighbors(form, "/search", offset, offset + ROWS < total))


def _active_filters(form: FilterForm, path: str) -> tuple[tuple[str, str], ...]:
    """Return the label of each active filter, and the address without it."""
    t = messages()
    translated = ("kind", "act", "form", "determinacy")
    labeled = {"relayed_from": t("search.relayed_from")}
    switches = {"relayed": t("search.relayed"), "repeats": t("search.without_repeats")}
    return tuple(
        (
            t(f"{name}.{value}") if name in translated else switches.get(name, labeled.get(name, "") + value),
            form.without(path, name, value),
        )
        for name, value in form.pairs()
        if name not in ("q", "all_versions")
    )


@router.get("/statements/{statement}")
async def open_statement(request: Request, statement: str) -> Response:
    """Redirect to a statement in its page."""
    service: Service = request.app.state.service
    step = step_of(request.cookies.get(STEP_COOKIE, "")) or Step.SURE

    def address(archive: Archive) -> str:
        hit = archive.statement(statement)
        versions = archive.versions(f"p{hit.page}")
        number = next(number for number, version in versions.items() if version == hit.version)
        name = statement.partition(".")[2]
        attributions = archive.corrected(hit.version).record.attributions
        hidden = not all(listed(attribution, step) for attribution in attributions if attribution.id == name)
        version = "" if number == max(versions) else str(number)
        return f"/pages/p{hit.page}{kept_query(QueryParams(), version, show='all' if hidden else '')}#{name}"

    return RedirectResponse(await service.ask(address), 303)


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A report on the trail of a statement."""

    hit: SearchHit
    hops: tuple[str, ...]
    rests_on: str | None


@dataclass(frozen=True, slots=True)
class TraceView:
    """The view of a trail."""

    statement: str
    steps: tuple[TrailStep, ...]
    end: str
    outside: bool


@router.get("/trace/{statement}")
async def show_trace(request: Request, statement: str) -> Response:
    """Trace a statement back to its source."""
    service: Service = request.app.state.service
    trail: Trail = await service.ask(lambda archive: archive.trace(statement))
    t = messages()
    steps = tuple(
        TrailStep(search_hit(step.statement, t), tuple(hop or t("page.this_page") for hop in step.hops), step.rests_on)
        for step in trail.steps
    )
    end = trail.end.removeprefix("outside the archive: ")
    return page(request, "trace.html", TraceView(statement, steps, end, trail.outside), "search")
