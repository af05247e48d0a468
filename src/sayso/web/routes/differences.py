"""What changed between two versions of a page."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive
from sayso.archive.queries.differences import Difference
from sayso.web.forms.query_forms import first
from sayso.web.rendering.templates import page, words
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.article import title_of
from sayso.web.views.search_hits import SearchHit, hit, wording

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Altered:
    """A statement before and after."""

    what: tuple[str, ...]
    before: SearchHit
    after: SearchHit
    wording: Markup
    source: Markup


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The screen of two versions; without ``found`` there is only one."""

    id: str
    title: str
    numbers: tuple[int, ...]
    before: int
    after: int
    found: Difference | None
    added: tuple[SearchHit, ...] = ()
    removed: tuple[SearchHit, ...] = ()
    changed: tuple[Altered, ...] = ()


@router.get(PAGE + "/changes")
async def changes(request: Request, number: int) -> Response:
    """Two versions side by side."""
    service: Service = request.app.state.service
    asked = [_number(first(request.query_params, name)) for name in ("before", "after")]
    view = await service.ask(lambda archive: _changes(archive, f"p{number}", *asked))
    return page(request, "changes.html", view, "read")


def _number(told: str) -> int | None:
    return int(told) if told.isdecimal() and len(told) < 9 else None


def _changes(archive: Archive, name: str, before: int | None, after: int | None) -> ChangesView:
    t = words()
    versions = archive.versions(name)
    numbers = tuple(sorted(versions))
    title = title_of(archive.record(versions[numbers[-1]]), t)
    if len(numbers) == 1:
        return ChangesView(name, title, numbers, 1, 1, None)
    if before is not None and before == after:
        before = None
    found = archive.diff(name, before, after)
    return ChangesView(
        name, title, numbers, found.before, found.after, found,
        tuple(hit(one, t) for one in found.added), tuple(hit(one, t) for one in found.removed),
        tuple(
            Altered(pair.what, hit(pair.before, t), hit(pair.after, t), wording(pair.wording), wording(pair.source))
            for pair in found.changed
        ),
    )  # fmt: skip
