"""Sourcing audits: whose word an outlet's pages rest on, by outlet and by month."""

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
from sayso.web.rendering.messages import Messages
from sayso.web.rendering.templates import page, words
from sayso.web.service import Service
from sayso.web.views.charts import Column, columns
from sayso.web.views.months import span_of_months
from sayso.web.views.panels import ShareRow, share_row

router = APIRouter()
VALUES: Final = ("unnamed", "named", "relayed", "direct")
_DRAWN: Final = 12  # outlets with charts
_FEW: Final = 5  # statements below which a share says little: its column is faint


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet's figures: pages, statements, and the shares in hundredths."""

    name: str
    filter: str
    pages: int
    statements: int
    shares: tuple[int, ...]
    denials: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Multiple:
    """The months of one outlet as a chart."""

    name: str
    count: int
    chart: Fragment


@dataclass(frozen=True, slots=True)
class AuditView:
    """The screen of an audit."""

    form: FilterForm
    value: str
    bars: tuple[ShareRow, ...]
    multiples: tuple[Multiple, ...]
    left_out: int
    rows: tuple[OutletRow, ...]
    outlets: tuple[str, ...]
    trouble: QueryError | None = None
    values: tuple[str, ...] = VALUES


@router.get("/sourcing")
async def sourcing(request: Request) -> Response:
    """The audit of the archive."""
    service: Service = request.app.state.service
    form = filters_of(request.query_params)
    asked = first(request.query_params, "value")
    value = asked if asked in VALUES else VALUES[0]
    trouble, by_outlet, by_month = None, [], []
    try:
        by_outlet = await service.ask(lambda archive: archive.sourcing(("outlet",), form.filters))
        by_month = await service.ask(lambda archive: archive.sourcing(("outlet", "month"), form.filters))
    except QueryError as error:
        trouble = error
    outlets = tuple(await service.ask(lambda archive: archive.outlets()))
    view = audit_view(form, value, by_outlet, by_month, outlets, trouble)
    return page(request, "sourcing.html", view, "sourcing", 400 if trouble else 200)


def audit_view(
    form: FilterForm,
    value: str,
    by_outlet: Sequence[Audit],
    by_month: Sequence[Audit],
    outlets: tuple[str, ...],
    trouble: QueryError | None = None,
) -> AuditView:
    """The view of an audit, the outlets with most statements first."""
    t = words()
    ranked = sorted(by_outlet, key=lambda row: -row.statements)
    look = {"unnamed": "unnamed", "relayed": "relayed", "named": "named"}.get(value, "")
    bars = tuple(_bar(row, value, look, t) for row in ranked[:_DRAWN])
    months: defaultdict[str, dict[str, Audit]] = defaultdict(dict)
    for row in by_month:
        if row.group["month"]:
            months[row.group["outlet"]][row.group["month"]] = row
    everywhere = span_of_months(month for told in months.values() for month in told)
    drawn = [row for row in ranked if row.group["outlet"] in months]
    multiples = tuple(_multiple(row, months[row.group["outlet"]], everywhere, value, look, t) for row in drawn[:_DRAWN])
    rows = tuple(_row(row, t) for row in ranked)
    return AuditView(form, value, bars, multiples, max(0, len(drawn) - _DRAWN), rows, outlets, trouble)


def _name(row: Audit, t: Messages) -> str:
    return row.group["outlet"] or t("audit.no_outlet")


def _bar(row: Audit, value: str, look: str, t: Messages) -> ShareRow:
    share: Share = getattr(row, value)
    return share_row(_name(row, t), share, look, of=t("sourcing.of", n=share.count, all=f"{row.statements:,}"))


def _multiple(
    row: Audit, told: dict[str, Audit], months: Sequence[str], value: str, look: str, t: Messages
) -> Multiple:
    """One small chart; all have the same months and the same height for 100 %, so that they can be compared."""
    name, out = _name(row, t), []
    for month in months:
        one = told.get(month)
        share = getattr(one, value).share if one else 0.0
        count = one.statements if one else 0
        said = t("audit.point", n=count, name=name, month=month, share=f"{share:.0%}")
        out.append(Column(month, share, said, faint=count < _FEW))
    return Multiple(name, row.statements, columns(out, t("audit.chart", name=name), 64, look, 272))


def _row(row: Audit, t: Messages) -> OutletRow:
    shares = tuple(round(100 * getattr(row, value).share) for value in VALUES)
    return OutletRow(_name(row, t), row.group["outlet"], row.pages, row.statements, shares, row.denials, row.unanswered)
