"""The sourcing screen: statistics of sources by outlet and by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive.queries.sourcing import Audit
from sayso.errors import QueryError
from sayso.export.markup import Fragment
from sayso.terms import Share
from sayso.web.forms.query_forms import FilterForm, filters_of, first
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service
from sayso.web.views.charts import Column, column_chart
from sayso.web.views.months import month_range
from sayso.web.views.panels import ShareRow, share_row

router = APIRouter()
VALUES: Final = ("unnamed", "named", "relayed", "direct")
_MAX_CHARTS: Final = 12  # outlets with charts
_FEW: Final = 5  # statements below which a share is unreliable and its column is faint


@dataclass(frozen=True, slots=True)
class OutletRow:
    """The statistics of an outlet; the shares are percentages."""

    name: str
    filter: str
    pages: int
    statements: int
    shares: tuple[int, ...]
    denials: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class OutletChart:
    """The chart of an outlet by month."""

    name: str
    count: int
    chart: Fragment


@dataclass(frozen=True, slots=True)
class SourcingView:
    """The view of the sourcing screen."""

    form: FilterForm
    value: str
    bars: tuple[ShareRow, ...]
    charts: tuple[OutletChart, ...]
    left_out: int
    rows: tuple[OutletRow, ...]
    outlets: tuple[str, ...]
    error: QueryError | None = None
    values: tuple[str, ...] = VALUES


@router.get("/sourcing")
async def show_sourcing(request: Request) -> Response:
    """Show the sourcing statistics of the archive."""
    service: Service = request.app.state.service
    form = filters_of(request.query_params)
    requested = first(request.query_params, "value")
    value = requested if requested in VALUES else VALUES[0]
    error, by_outlet, by_month = None, [], []
    try:
        by_outlet = await service.ask(lambda archive: archive.sourcing(("outlet",), form.filters))
        by_month = await service.ask(lambda archive: archive.sourcing(("outlet", "month"), form.filters))
    except QueryError as query_error:
        error = query_error
    outlets = tuple(await service.ask(lambda archive: archive.outlets()))
    view = sourcing_view(form, value, by_outlet, by_month, outlets, error)
    return page(request, "sourcing.html", view, "sourcing", 400 if error else 200)


def sourcing_view(
    form: FilterForm,
    value: str,
    by_outlet: Sequence[Audit],
    by_month: Sequence[Audit],
    outlets: tuple[str, ...],
    error: QueryError | None = None,
) -> SourcingView:
    """Return the view of the statistics, outlets with most statements first."""
    t = messages()
    ranked = sorted(by_outlet, key=lambda row: -row.statements)
    look = value if value in ("unnamed", "relayed", "named") else ""
    bars = tuple(_bar(row, value, look, t) for row in ranked[:_MAX_CHARTS])
    months: defaultdict[str, dict[str, Audit]] = defaultdict(dict)
    for row in by_month:
        if row.group["month"]:
            months[row.group["outlet"]][row.group["month"]] = row
    axis = month_range(month for rows in months.values() for month in rows)
    dated = [row for row in ranked if row.group["outlet"] in months]
    charts = tuple(_chart(row, months[row.group["outlet"]], axis, value, look, t) for row in dated[:_MAX_CHARTS])
    rows = tuple(_row(row, t) for row in ranked)
    return SourcingView(form, value, bars, charts, max(0, len(dated) - _MAX_CHARTS), rows, outlets, error)


def _name(row: Audit, t: Messages) -> str:
    return row.group["outlet"] or t("audit.no_outlet")


def _bar(row: Audit, value: str, look: str, t: Messages) -> ShareRow:
    share: Share = getattr(row, value)
    return share_row(_name(row, t), share, look, of=t("sourcing.of", n=share.count, all=f"{row.statements:,}"))


def _chart(
    row: Audit, by_month: dict[str, Audit], axis: Sequence[str], value: str, look: str, t: Messages
) -> OutletChart:
    """Return the chart of an outlet; all charts have the same months and the same height for 100 %."""
    name, columns = _name(row, t), []
    for month in axis:
        audit = by_month.get(month)
        share = getattr(audit, value).share if audit else 0.0
        count = audit.statements if audit else 0
        tooltip = t("audit.point", n=count, name=name, month=month, share=f"{share:.0%}")
        columns.append(Column(month, share, tooltip, faint=count < _FEW))
    return OutletChart(name, row.statements, column_chart(columns, t("audit.chart", name=name), 64, look, 272))


def _row(row: Audit, t: Messages) -> OutletRow:
    shares = tuple(round(100 * getattr(row, value).share) for value in VALUES)
    return OutletRow(_name(row, t), row.group["outlet"], row.pages, row.statements, shares, row.denials, row.unanswered)
