"""The screens to delete a page with all its versions; a tombstone blocks the page from then on."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.web.forms.form_data import form_of
from sayso.web.forms.query_forms import first
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import find_version, parse_number
from sayso.web.views.article import title_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class DeletionView:
    """The view of a page to delete; ``id`` is empty after the deletion."""

    id: str
    title: str
    url: str | None
    versions: int
    statements: int


@router.get(PAGE + "/delete")
async def confirm_deletion(request: Request, number: int) -> Response:
    """Ask whether the page is to be deleted."""
    service: Service = request.app.state.service

    def view(archive: Archive) -> DeletionView:
        version = find_version(archive, f"p{number}", None)
        record = archive.record(version.version)
        title = title_of(record, messages())
        return DeletionView(f"p{number}", title, record.article.url, version.versions, len(record.attributions))

    return page(request, "delete.html", await service.ask(view), "read")


@router.post(PAGE + "/delete")
async def delete_page(request: Request, number: int) -> Response:
    """Delete the page with all its versions, and leave a tombstone."""
    service: Service = request.app.state.service
    reason = first(await form_of(request), "reason") or None
    removed = await service.ask(lambda archive: archive.forget(url=f"p{number}", reason=reason), write=True)
    return RedirectResponse(f"/deleted?statements={removed.statements}", 303)


@router.get("/deleted")
async def show_deleted(request: Request) -> Response:
    """Say that the page is deleted, and how to allow it again."""
    statements = parse_number(request.query_params.get("statements", "")) or 0
    return page(request, "delete.html", DeletionView("", "", None, 0, statements), "read")
