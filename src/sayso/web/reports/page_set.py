"""Several files read at once, and the screen of a set of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.queries.comparison import MAX_PAGES
from sayso.errors import MissingError, SaysoError
from sayso.terms import Page
from sayso.web.forms.form_data import form_of
from sayso.web.problems import problem_of
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service
from sayso.web.views.article import title_of
from sayso.web.views.panels import percentages

router = APIRouter()
_MAX_SET: Final = 500  # pages of a set


class FileRead(msgspec.Struct, frozen=True):
    """What became of a file: its page (p3) and title, or the error and the hint how to fix it."""

    name: str
    page: str | None = None
    title: str | None = None
    statements: int = 0
    error: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class PageOfSet:
    """A page of a set with its figures; the shares are percentages."""

    id: str
    title: str
    outlet: str | None
    published: str
    statements: int
    named: int
    unnamed: int
    relayed: int
    contradictions: int


@dataclass(frozen=True, slots=True)
class SetView:
    """The view of a set of pages; ``failed`` holds the names of files that could not be read, and the reasons.

    ``parts`` are the shares of named, unnamed and other sources, which add up to 100 percent; ``left_out`` counts the
    pages over the limit, which are neither listed nor counted.
    """

    pages: tuple[PageOfSet, ...]
    failed: tuple[tuple[str, str], ...]
    compare: str | None
    statements: int
    parts: tuple[str, ...]
    left_out: int = 0


def uploads_of(form: FormData) -> list[UploadFile]:
    """Return the files of a form."""
    return [file for file in form.getlist("file") if isinstance(file, UploadFile) and file.filename]


@router.post("/read-files")
async def read_files(request: Request) -> Response:
    """Read the files of a form, and return what became of each as JSON."""
    form = await form_of(request)
    results = await read_uploads(request.app.state.service, uploads_of(form))
    return Response(msgspec.json.encode(results), media_type="application/json")


async def read_uploads(service: Service, uploads: Sequence[UploadFile]) -> list[FileRead]:
    """Read files and store their records; a file that cannot be read becomes an error."""
    return [await _read_upload(service, upload) for upload in uploads]


async def _read_upload(service: Service, upload: UploadFile) -> FileRead:
    name = upload.filename or "file"
    try:
        record = await service.attribute(Page(await upload.read(), name))
        added = await service.add(record)
        if not added.page:
            raise MissingError("this page was deleted on request", "sayso archive remember allows it again")
    except SaysoError as error:
        return FileRead(name, error=problem_of(error).detail, hint=error.hint)
    return FileRead(name, f"p{added.page}", title_of(record, messages()), len(record.attributions))


def redirect_to_set(results: Sequence[FileRead]) -> Response:
    """Return the redirection to the screen of the pages that were read."""
    pages = dict.fromkeys(result.page for result in results if result.page)
    query = [("page", name) for name in pages]
    query += [("failed", f"{result.name}: {result.error}"[:300]) for result in results if result.error]
    return RedirectResponse(f"/set?{urlencode(query)}", 303)


@router.get("/set")
async def show_set(request: Request) -> Response:
    """Show a set of pages with their figures."""
    service: Service = request.app.state.service
    names = list(dict.fromkeys(request.query_params.getlist("page")))
    failed = tuple(
        (name, reason) for name, _, reason in (text.partition(": ") for text in request.query_params.getlist("failed"))
    )
    return page(request, "set.html", await service.ask(lambda archive: _set_view(archive, names, failed)), "read")


def _set_view(archive: Archive, names: Sequence[str], failed: tuple[tuple[str, str], ...]) -> SetView:
    """Return the view of the newest versions of pages, at most 500."""
    rows, named, unnamed, t = [], 0, 0, messages()
    for name in names[:_MAX_SET]:
        versions = archive.versions(name)
        record = archive.corrected(versions[max(versions)]).record
        sourcing, article = record.sourcing, record.article
        named, unnamed = named + sourcing.named.count, unnamed + sourcing.unnamed.count
        percent = [round(100 * share.share) for share in (sourcing.named, sourcing.unnamed, sourcing.relayed)]
        rows.append(
            PageOfSet(
                name, title_of(record, t), article.publisher, (article.published or "")[:10],
                sourcing.attributions, percent[0], percent[1], percent[2], len(record.inconsistencies),
            )
        )  # fmt: skip
    total = sum(row.statements for row in rows)
    compare = f"/compare?{urlencode([('page', name) for name in names])}" if 2 <= len(names) <= MAX_PAGES else None
    shares = zip(("named", "unnamed", "other"), percentages((named, unnamed, total - named - unnamed)), strict=True)
    parts = tuple(t(f"page.{name}", n=share) for name, share in shares if share)
    return SetView(tuple(rows), failed, compare, total, parts, max(0, len(names) - _MAX_SET))
