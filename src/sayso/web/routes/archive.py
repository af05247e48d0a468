"""The archive's screens: search, speakers, the same words elsewhere, trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive, Filters
from sayso.archive.queries.people import Person
from sayso.archive.queries.search import ArchivedStatement
from sayso.archive.queries.trace import Trail
from sayso.archive.quotations.copies import Copy
from sayso.errors import MissingError, QueryError
from sayso.export.markup import Fragment
from sayso.terms import Determinacy
from sayso.web.forms.query_forms import FilterForm, filters_of, first
from sayso.web.rendering.templates import page, words
from sayso.web.service import Service
from sayso.web.views.charts import Column, bar, columns
from sayso.web.views.months import span_of_months
from sayso.web.views.search_hits import Listing, SearchHit, hit, wording

router = APIRouter()
_ROWS: Final = 20
_FARTHEST: Final = 100_000
_SAMPLE: Final = 2_000  # statements of a speaker that are counted by month
_PAGES: Final = 60  # pages of a speaker that are looked through for unnamed sources


def offset_of(request: Request) -> int:
    """How many rows are left out before those asked for."""
    told = request.query_params.get("from", "0")
    return min(int(told), _FARTHEST) if told.isdecimal() and len(told) < 9 else 0


@dataclass(frozen=True, slots=True)
class SearchView:
    """The screen of a search."""

    form: FilterForm
    listing: Listing | None
    trouble: QueryError | None
    active: tuple[tuple[str, str], ...]
    outlets: tuple[str, ...]
    empty: bool


@router.get("/search")
async def search(request: Request) -> Response:
    """Statements by words and filters."""
    service: Service = request.app.state.service
    form, at = filters_of(request.query_params), offset_of(request)
    outlets, pages = await service.ask(lambda archive: (tuple(archive.outlets()), len(archive.pages(limit=1))))
    listing, trouble = None, None
    try:
        listing = await service.ask(partial(_searched, form=form, at=at))
    except QueryError as error:
        trouble = error
    view = SearchView(form, listing, trouble, _active(form, "/search"), outlets, not pages)
    return page(request, "search.html", view, "search", 400 if trouble else 200)


def _searched(archive: Archive, form: FilterForm, at: int) -> Listing:
    total = archive.count(form.query, form.filters)
    found = archive.search(form.query, form.filters, _ROWS, at)
    t = words()
    return Listing(
        tuple(hit(one, t) for one in found), at + 1, total,
        form.address("/search", **{"from": max(0, at - _ROWS) or ""}) if at else None,
        form.address("/search", **{"from": at + _ROWS}) if at + _ROWS < total else None,
    )  # fmt: skip


def _active(form: FilterForm, path: str) -> tuple[tuple[str, str], ...]:
    """The filters in force, each with the address without it."""
    t = words()
    names = {"kind": "kind", "act": "act", "form": "form", "determinacy": "determinacy"}
    return tuple(
        (t(f"{names[name]}.{value}") if name in names else value, form.without(path, name, value))
        for name, value in form.pairs()
        if name not in ("q", "all_versions")
    )


@router.get("/statements/{statement}")
async def statement(request: Request, statement: str) -> Response:
    """To a statement in its page."""
    service: Service = request.app.state.service

    def place(archive: Archive) -> str:
        one = archive.statement(statement)
        versions = archive.versions(f"p{one.page}")
        number = next(number for number, version in versions.items() if version == one.version)
        asked = "" if number == max(versions) else f"?version={number}"
        return f"/pages/p{one.page}{asked}#{statement.partition('.')[2]}"

    return RedirectResponse(await service.ask(place), 303)


@dataclass(frozen=True, slots=True)
class SpeakersView:
    """The screen of all speakers."""

    form: FilterForm
    people: tuple[Person, ...]
    before: str | None
    after: str | None
    trouble: QueryError | None
    empty: bool
    outlets: tuple[str, ...]


@router.get("/speakers")
async def speakers(request: Request) -> Response:
    """Who speaks in the archive."""
    service: Service = request.app.state.service
    form, at = filters_of(request.query_params), offset_of(request)
    people: tuple[Person, ...] = ()
    trouble = None
    try:
        people = tuple(await service.ask(lambda archive: archive.speakers(form.filters, _ROWS + 1, at)))
    except QueryError as error:
        trouble = error
    outlets, pages = await service.ask(lambda archive: (tuple(archive.outlets()), len(archive.pages(limit=1))))
    view = SpeakersView(
        form, people[:_ROWS],
        form.address("/speakers", **{"from": max(0, at - _ROWS) or ""}) if at else None,
        form.address("/speakers", **{"from": at + _ROWS}) if len(people) > _ROWS else None, trouble, not pages, outlets,
    )  # fmt: skip
    return page(request, "speakers.html", view, "speakers", 400 if trouble else 200)


@dataclass(frozen=True, slots=True)
class Outlet:
    """How often a speaker is heard in an outlet."""

    name: str
    count: int
    bar: Fragment


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """The screen of a speaker."""

    person: Person
    time: Fragment | None
    outlets: tuple[Outlet, ...]
    company: int
    company_bar: Fragment
    hits: tuple[SearchHit, ...]


@router.get("/speakers/{entity}")
async def speaker(request: Request, entity: str) -> Response:
    """A speaker: over time, in which outlets, beside whom."""
    service: Service = request.app.state.service
    return page(request, "speaker.html", await service.ask(partial(_speaker, entity=entity)), "speakers")


def _speaker(archive: Archive, entity: str) -> SpeakerView:
    if not entity.removeprefix("e").isdecimal():
        raise MissingError(f"there is no speaker {entity}", "Choose one from the list of speakers")
    only = Filters(speaker=(entity,))
    if not (people := archive.speakers(only, 1)):  # one who is only told not to have said something
        only = Filters(speaker=(entity,), determinacy=())
        people = archive.speakers(only, 1)
    if not people:
        raise MissingError(f"there is no speaker {entity}", "Choose one from the list of speakers")
    t = words()
    found = archive.search("", only, _SAMPLE)
    most = max(people[0].outlets.values(), default=1)
    company = _company(archive, found)
    return SpeakerView(
        people[0], _over_time(found),
        tuple(Outlet(name, n, bar(n / most)) for name, n in people[0].outlets.items()),
        round(100 * company), bar(company, "unnamed"), tuple(hit(one, t) for one in found[:_ROWS]),
    )  # fmt: skip


def _over_time(found: Sequence[ArchivedStatement]) -> Fragment | None:
    """Columns of a speaker's statements by month, also those without any."""
    counts = Counter((one.published or "")[:7] for one in found if one.published and len(one.published) >= 7)
    if not counts:
        return None
    t, most = words(), max(counts.values())
    told = [
        Column(month, counts[month] / most, t("speakers.month", n=counts[month], month=month))
        for month in span_of_months(counts)
    ]
    return columns(told, t("speakers.time"))


def _company(archive: Archive, found: Sequence[ArchivedStatement]) -> float:
    """The share of unnamed sources among the statements of the pages on which a speaker speaks."""
    pages = list(dict.fromkeys(one.page for one in found))[:_PAGES]
    said = (other for number in pages for other in archive.statements(f"p{number}"))
    kinds = [other.kind for other in said if other.determinacy == Determinacy.ACTUAL]
    return kinds.count("unnamed") / len(kinds) if kinds else 0.0


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a quotation beside the first."""

    how: str
    likeness: int
    wording: Markup
    another: bool
    changes: tuple[str, ...]
    hit: SearchHit


@dataclass(frozen=True, slots=True)
class SameView:
    """The screen of a quotation's versions."""

    asked: str
    versions: tuple[Version, ...]
    trouble: QueryError | None = None


@router.get("/quotations")
async def ask_same(request: Request) -> Response:
    """Versions of a quotation that is typed in."""
    return await _same(request, first(request.query_params, "q"))


@router.get("/quotations/{statement}")
async def same(request: Request, statement: str) -> Response:
    """Versions of a statement's quotation."""
    return await _same(request, statement)


async def _same(request: Request, what: str) -> Response:
    service: Service = request.app.state.service
    found: list[Copy] = []
    trouble = None
    try:
        found = await service.ask(lambda archive: archive.same(what)) if what else []
    except QueryError as error:
        trouble = error
    t = words()
    told = tuple(
        Version(one.how, round(100 * one.likeness), wording(one.wording), one.speaker_differs,
                tuple(dict.fromkeys(change.what for change in one.changes)), hit(one.statement, t))
        for one in found
    )  # fmt: skip
    asked = "" if what.partition(".")[0].isdecimal() and " " not in what else what
    return page(request, "same.html", SameView(asked, told, trouble), "search", 400 if trouble else 200)


@dataclass(frozen=True, slots=True)
class Station:
    """A report on the way back."""

    hit: SearchHit
    hops: tuple[str, ...]
    rests_on: str | None


@dataclass(frozen=True, slots=True)
class TraceView:
    """The screen of a trail."""

    stations: tuple[Station, ...]
    end: str
    outside: bool


@router.get("/trace/{statement}")
async def trace(request: Request, statement: str) -> Response:
    """The way back of a statement."""
    service: Service = request.app.state.service
    trail: Trail = await service.ask(lambda archive: archive.trace(statement))
    t = words()
    stations = tuple(
        Station(hit(step.statement, t), tuple(hop or t("page.this_page") for hop in step.hops), step.rests_on)
        for step in trail.steps
    )
    end = trail.end.removeprefix("outside the archive: ")
    return page(request, "trace.html", TraceView(stations, end, trail.outside), "search")
