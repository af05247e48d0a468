"""The sourcing dashboard: shares by outlet and month, the most quoted speakers; every bar leads to its statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive
from sayso.archive.queries.people import Person, RelayedOutlet
from sayso.archive.queries.sourcing import Audit
from sayso.errors import QueryError
from sayso.export.markup import Fragment
from sayso.record.sourcing import NAMED, UNNAMED
from sayso.terms import Act, Form, Share
from sayso.web.forms.query_forms import KINDS, FilterForm, filters_of, first
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service
from sayso.web.views.charts import Column, bar, column_chart
from sayso.web.views.months import month_range
from sayso.web.views.panels import ShareRow, share_row

router = APIRouter()
VALUES: Final = ("unnamed", "named", "relayed", "direct")
_KINDS_OF: Final = {"named": NAMED, "unnamed": UNNAMED}
_SORTS: Final = ("outlet", "pages", "statements", *VALUES, "denials", "unanswered")
_MAX_CHARTS: Final = 12  # outlets with charts
_MAX_RANKED: Final = 10  # speakers of each ranking
_FEW: Final = 5  # statements below which a share is unreliable and its column is faint


@dataclass(frozen=True, slots=True)
class OutletRow:
    """The statistics of an outlet; the shares are percentages, each with the address of its statements."""

    name: str
    href: str | None
    pages: int
    statements: int
    shares: tuple[tuple[int, str | None], ...]
    denials: tuple[int, str | None]
    unanswered: tuple[int, str | None]


@dataclass(frozen=True, slots=True)
class OutletMonth:
    """The statements of an outlet in a month, the percentage of the chosen share, and the address of its statements."""

    month: str
    statements: int
    percent: int
    href: str | None


@dataclass(frozen=True, slots=True)
class OutletChart:
    """The chart of an outlet by month, and its months with statements as a list."""

    name: str
    count: int
    chart: Fragment
    months: tuple[OutletMonth, ...]


@dataclass(frozen=True, slots=True)
class RankedSpeaker:
    """A speaker or outlet of a ranking: the count, a bar, and the address of the counted statements."""

    name: str
    kind: str
    count: int
    bar: Fragment
    href: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The speakers or outlets with the most statements of a kind."""

    name: str
    speakers: tuple[RankedSpeaker, ...]


@dataclass(frozen=True, slots=True)
class SourcingView:
    """The view of the dashboard. ``sort`` is the column of the table, ``down`` whether the largest comes first."""

    form: FilterForm
    value: str
    bars: tuple[ShareRow, ...]
    charts: tuple[OutletChart, ...]
    left_out: int
    rows: tuple[OutletRow, ...]
    outlets: tuple[str, ...]
    error: QueryError | None = None
    rankings: tuple[Ranking, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sort: str = "statements"
    down: bool = True
    values: tuple[str, ...] = VALUES
    sorts: tuple[str, ...] = _SORTS


@router.get("/sourcing")
async def show_sourcing(request: Request) -> Response:
    """Show the sourcing of the archive."""
    service: Service = request.app.state.service
    form = filters_of(request.query_params)
    value, sort = first(request.query_params, "value"), first(request.query_params, "sort")
    value = value if value in VALUES else VALUES[0]
    sort = sort if sort in _SORTS else "statements"
    down = first(request.query_params, "order") != "up"

    def view(archive: Archive) -> SourcingView:
        by_outlet = archive.sourcing(("outlet",), form.filters)
        by_month = archive.sourcing(("outlet", "month"), form.filters)
        dashboard = sourcing_view(form, value, by_outlet, by_month, tuple(archive.outlets()), sort=sort, down=down)
        return replace(dashboard, rankings=_rankings(archive, form), facets=archive.facets("", form.filters))

    try:
        return page(request, "sourcing.html", await service.ask(view), "sourcing")
    except QueryError as error:
        outlets = tuple(await service.ask(lambda archive: archive.outlets()))
        failed = sourcing_view(form, value, [], [], outlets, error)
        return page(request, "sourcing.html", failed, "sourcing", 400)


def sourcing_view(
    form: FilterForm,
    value: str,
    by_outlet: Sequence[Audit],
    by_month: Sequence[Audit],
    outlets: tuple[str, ...],
    error: QueryError | None = None,
    *,
    sort: str = "statements",
    down: bool = True,
) -> SourcingView:
    """Return the view of the statistics, outlets with most statements first."""
    t = messages()
    ranked = sorted(by_outlet, key=lambda row: -row.statements)
    look = value if value in ("unnamed", "relayed", "named") else ""
    bars = tuple(_bar(row, value, look, form, t) for row in ranked[:_MAX_CHARTS])
    months: defaultdict[str, dict[str, Audit]] = defaultdict(dict)
    for row in by_month:
        if row.group["month"]:
            months[row.group["outlet"]][row.group["month"]] = row
    axis = month_range(month for rows in months.values() for month in rows)
    dated = [row for row in ranked if row.group["outlet"] in months]
    charts = tuple(_chart(row, months[row.group["outlet"]], axis, value, look, form, t) for row in dated[:_MAX_CHARTS])
    rows = tuple(_row(row, form, t) for row in sorted(ranked, key=lambda row: _key(row, sort), reverse=down))
    left_out = max(0, len(dated) - _MAX_CHARTS)
    return SourcingView(form, value, bars, charts, left_out, rows, outlets, error, sort=sort, down=down)


def _key(row: Audit, sort: str) -> str | float:
    """Return the sort key of an outlet."""
    if sort == "outlet":
        return row.group["outlet"].casefold()
    value = getattr(row, sort)
    return value.share if isinstance(value, Share) else float(value)


def statements_address(form: FilterForm, value: str = "", outlet: str = "", month: str = "") -> str:
    """Return the address of the search for counted statements: those of a share, of an outlet, of a month."""
    kinds = [kind for kind in form.kind or KINDS if kind in _KINDS_OF[value]] if value in _KINDS_OF else form.kind
    pairs = [(name, word) for name, word in form.pairs() if name not in ("kind", "q", "repeats")]
    pairs += [("kind", kind) for kind in kinds]
    changes = {"repeats": "no"}
    if outlet:
        changes["outlet"] = outlet
    if month:
        changes |= {"since": month, "until": month}
    if value == "relayed":
        changes["relayed"] = "1"
    if value == "direct":
        changes["form"] = str(Form.DIRECT)
    if value in ("denials", "unanswered"):
        changes["act"] = str(Act.DENIAL if value == "denials" else Act.NON_RESPONSE)
    kept = [pair for pair in pairs if pair[0] not in changes]
    return f"/search?{urlencode([*kept, *changes.items()])}"


def _rankings(archive: Archive, form: FilterForm) -> tuple[Ranking, ...]:
    """Return the speakers most quoted, the outlets most relayed, and those who declined to comment most often."""
    filters = form.filters
    unanswered = msgspec.structs.replace(filters, act=(str(Act.NON_RESPONSE),))
    quoted = archive.speakers(filters, _MAX_RANKED)
    outlets = archive.relayed_outlets(filters, _MAX_RANKED)
    declined = archive.speakers(unanswered, _MAX_RANKED)
    return (
        _ranking("quoted", quoted, lambda name: statements_address(replace(form, speaker=name))),
        _ranking("most_relayed", outlets, lambda name: statements_address(replace(form, relayed_from=name))),
        _ranking("declined", declined, lambda name: statements_address(replace(form, speaker=name), "unanswered")),
    )


def _ranking(name: str, ranked: Sequence[Person | RelayedOutlet], address: Callable[[str], str]) -> Ranking:
    most = max((row.statements for row in ranked), default=1)
    return Ranking(
        name,
        tuple(
            RankedSpeaker(row.name, row.kind, row.statements, bar(row.statements / most), address(row.id))
            for row in ranked
        ),
    )


def _name(row: Audit, t: Messages) -> str:
    return row.group["outlet"] or t("audit.no_outlet")


def _address(row: Audit, form: FilterForm, value: str = "", month: str = "") -> str | None:
    """Return the address of an outlet's statements; None for pages without an outlet."""
    outlet = row.group["outlet"]
    return statements_address(form, value, outlet, month) if outlet else None


def _bar(row: Audit, value: str, look: str, form: FilterForm, t: Messages) -> ShareRow:
    share: Share = getattr(row, value)
    of = t("sourcing.of", n=share.count, all=f"{row.statements:,}")
    return replace(
        share_row(_name(row, t), share, look, of=of), href=_address(row, form, value) if share.count else None
    )


def _chart(
    row: Audit,
    by_month: dict[str, Audit],
    axis: Sequence[str],
    value: str,
    look: str,
    form: FilterForm,
    t: Messages,
) -> OutletChart:
    """Return the chart of an outlet; all charts have the same months and the same height for 100 %."""
    name, columns, months = _name(row, t), [], []
    for month in axis:
        audit = by_month.get(month)
        share: Share = getattr(audit, value) if audit else Share(0, 0.0)
        count = audit.statements if audit else 0
        tooltip = t("audit.point", n=count, name=name, month=month, share=f"{share.share:.0%}")
        href = _address(row, form, value, month) if share.count else None
        columns.append(Column(month, share.share, tooltip, faint=count < _FEW, href=href))
        if count and row.group["outlet"]:
            months.append(OutletMonth(month, count, round(100 * share.share), href))
    chart = column_chart(columns, t("audit.chart", name=name), 64, look, 272)
    return OutletChart(name, row.statements, chart, tuple(months))


def _row(row: Audit, form: FilterForm, t: Messages) -> OutletRow:
    shares = tuple(
        (round(100 * share.share), _address(row, form, value) if share.count else None)
        for value in VALUES
        for share in [getattr(row, value)]
    )
    return OutletRow(
        _name(row, t), _address(row, form), row.pages, row.statements, shares,
        (row.denials, _address(row, form, "denials")), (row.unanswered, _address(row, form, "unanswered")),
    )  # fmt: skip
