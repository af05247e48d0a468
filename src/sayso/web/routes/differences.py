"""The screen of differences between two versions of a page."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive
from sayso.archive.queries.differences import Difference
from sayso.archive.queries.text_changes import TextChange
from sayso.web.forms.query_forms import first
from sayso.web.rendering.escaping import shown
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import parse_number
from sayso.web.views.article import title_of
from sayso.web.views.search_hits import SearchHit, diff_html, search_hit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ChangedStatement:
    """A statement before and after a change."""

    what: tuple[str, ...]
    before: SearchHit
    after: SearchHit
    wording: Markup
    source: Markup
    cue: Markup


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A sentence outside the statements before and after a change."""

    before: str | None
    after: str | None
    wording: Markup
    numbers: bool


@dataclass(frozen=True, slots=True)
class DifferencesView:
    """The view of two versions; ``difference`` is None for a page with one version."""

    id: str
    title: str
    numbers: tuple[int, ...]
    before: int
    after: int
    difference: Difference | None
    added: tuple[SearchHit, ...] = ()
    removed: tuple[SearchHit, ...] = ()
    changed: tuple[ChangedStatement, ...] = ()
    front: tuple[TextChange, ...] = ()
    text: tuple[ChangedText, ...] = ()


@router.get(PAGE + "/changes")
async def show_differences(request: Request, number: int) -> Response:
    """Show two versions side by side."""
    service: Service = request.app.state.service
    before, after = (parse_number(first(request.query_params, name)) for name in ("before", "after"))
    view = await service.ask(lambda archive: _view(archive, f"p{number}", before, after))
    return page(request, "changes.html", view, "read")


def _view(archive: Archive, name: str, before: int | None, after: int | None) -> DifferencesView:
    t = messages()
    versions = archive.versions(name)
    numbers = tuple(sorted(versions))
    title = title_of(archive.record(versions[numbers[-1]]), t)
    if len(numbers) == 1:
        return DifferencesView(name, title, numbers, 1, 1, None)
    if before is not None and before == after:
        before = None
    difference = archive.diff(name, before, after)
    return DifferencesView(
        name, title, numbers, difference.before, difference.after, difference,
        tuple(search_hit(statement, t) for statement in difference.added),
        tuple(search_hit(statement, t) for statement in difference.removed),
        tuple(
            ChangedStatement(
                pair.what, search_hit(pair.before, t), search_hit(pair.after, t), diff_html(pair.wording),
                diff_html(pair.source), diff_html(pair.cue),
            )
            for pair in difference.changed
        ),
        tuple(change for change in difference.retold if change.what != "text"),
        tuple(_changed_text(change) for change in difference.retold if change.what == "text"),
    )  # fmt: skip


def _changed_text(change: TextChange) -> ChangedText:
    """Return a changed sentence as HTML; an added or removed one is marked as a whole."""
    if change.before is None or change.after is None:
        tag, words = ("ins", change.after) if change.before is None else ("del", change.before)
        wording = Markup("<{0}>{1}</{0}>").format(tag, shown(words or ""))
    else:
        wording = diff_html(change.wording)
    return ChangedText(change.before, change.after, wording, change.numbers)
