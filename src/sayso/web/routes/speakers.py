"""The screens of speakers: the list, and a speaker over time, by outlet, and beside unnamed sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive, Filters
from sayso.archive.queries.people import ORDERS, Person
from sayso.archive.queries.search import ArchivedStatement
from sayso.errors import MissingError, QueryError
from sayso.export.markup import Fragment
from sayso.terms import Determinacy
from sayso.web.forms.query_forms import FilterForm, filters_of, first
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.routes.archive import ROWS, neighbors, offset_of, outlets_and_emptiness
from sayso.web.service import Service
from sayso.web.views.charts import Column, bar, column_chart
from sayso.web.views.months import month_range
from sayso.web.views.search_hits import SearchHit, search_hit

router = APIRouter()
_MAX_STATEMENTS: Final = 2_000  # statements of a speaker in the chart by month
_MAX_PAGES: Final = 60  # pages of a speaker in the share of unnamed sources


@dataclass(frozen=True, slots=True)
class SpeakersView:
    """The view of the list of speakers."""

    form: FilterForm
    people: tuple[Person, ...]
    before: str | None
    after: str | None
    error: QueryError | None
    empty: bool
    outlets: tuple[str, ...]
    order: str
    facets: Mapping[str, Mapping[str, int]]


@router.get("/speakers")
async def show_speakers(request: Request) -> Response:
    """List the speakers of the archive."""
    service: Service = request.app.state.service
    form, offset = filters_of(request.query_params), offset_of(request)
    order = first(request.query_params, "order")
    order = order if order in ORDERS else "statements"
    people: tuple[Person, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = {}
    error = None
    try:
        people = tuple(await service.ask(lambda archive: archive.speakers(form.filters, ROWS + 1, offset, order)))
        facets = await service.ask(lambda archive: archive.facets("", form.filters))
    except QueryError as query_error:
        error = query_error
    outlets, empty = await service.ask(outlets_and_emptiness)
    before, after = neighbors(form, "/speakers", offset, len(people) > ROWS, order=order)
    view = SpeakersView(form, people[:ROWS], before, after, error, empty, outlets, order, facets)
    return page(request, "speakers.html", view, "speakers", 400 if error else 200)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet with the number of a speaker's statements in it."""

    name: str
    count: int
    bar: Fragment


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """The view of a speaker."""

    person: Person
    time: Fragment | None
    outlets: tuple[Outlet, ...]
    unnamed: int
    unnamed_bar: Fragment
    hits: tuple[SearchHit, ...]


@router.get("/speakers/{entity}")
async def show_speaker(request: Request, entity: str) -> Response:
    """Show a speaker: statements over time and by outlet, and the unnamed sources on the same pages."""
    service: Service = request.app.state.service
    return page(request, "speaker.html", await service.ask(partial(_speaker_view, entity=entity)), "speakers")


def _speaker_view(archive: Archive, entity: str) -> SpeakerView:
    people: Sequence[Person] = ()
    if entity.removeprefix("e").isdecimal():
        filters = Filters(speaker=(entity,))
        if not (people := archive.speakers(filters, 1)):  # all statements are negated or hypothetical
            filters = Filters(speaker=(entity,), determinacy=())
            people = archive.speakers(filters, 1)
    if not people:
        raise MissingError(f"there is no speaker {entity}", "Choose one from the list of speakers")
    t = messages()
    statements = archive.search("", filters, _MAX_STATEMENTS)
    most = max(people[0].outlets.values(), default=1)
    unnamed = _unnamed_share(archive, statements)
    return SpeakerView(
        people[0], _by_month(statements),
        tuple(Outlet(name, n, bar(n / most)) for name, n in people[0].outlets.items()),
        round(100 * unnamed), bar(unnamed, "unnamed"),
        tuple(search_hit(statement, t) for statement in statements[:ROWS]),
    )  # fmt: skip


def _by_month(statements: Sequence[ArchivedStatement]) -> Fragment | None:
    """Return a column chart of statements by month, including months without any."""
    dates = [statement.published or "" for statement in statements]
    counts = Counter(date[:7] for date in dates if len(date) >= 7)
    if not counts:
        return None
    t, most = messages(), max(counts.values())
    columns = [
        Column(month, counts[month] / most, t("speakers.month", n=counts[month], month=month))
        for month in month_range(counts)
    ]
    return column_chart(columns, t("speakers.time"))


def _unnamed_share(archive: Archive, statements: Sequence[ArchivedStatement]) -> float:
    """Return the share of unnamed sources among all statements of the pages of some statements."""
    pages = list(dict.fromkeys(statement.page for statement in statements))[:_MAX_PAGES]
    kinds = [
        statement.kind
        for number in pages
        for statement in archive.statements(f"p{number}")
        if statement.determinacy == Determinacy.ACTUAL
    ]
    return kinds.count("unnamed") / len(kinds) if kinds else 0.0
