"""The start screen, analysis of a page, and the screen of an analyzed page."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.corrections.apply import Corrected
from sayso.archive.corrections.review import ToCheck, page_queue
from sayso.archive.queries.pages import ArchivedVersion
from sayso.errors import InputError, MissingError, SaysoError
from sayso.terms import Page
from sayso.web.forms.check_bar import CheckBar, check_bar
from sayso.web.forms.correction_form import remembered_author
from sayso.web.forms.form_data import form_of
from sayso.web.forms.query_forms import STEP_COOKIE, first, kept_query, statement_filter_of
from sayso.web.forms.statement_filter import StatementFilter
from sayso.web.problems import problem_of
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.reports.page_set import read_uploads, redirect_to_set, uploads_of
from sayso.web.routes.correct_statement import YEAR
from sayso.web.routes.download import download
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import PageVersion, find_version, parse_number, requested_version
from sayso.web.views.article import title_of
from sayso.web.views.correction_notes import correction_notes
from sayso.web.views.margin_notes import MarginNotes
from sayso.web.views.page_view import DOWNLOADS, Notice, page_view
from sayso.web.views.statement_cards import statement_cards

router = APIRouter()
EXAMPLES: Final = {
    "bridge": "bridge.txt", "hearsay": "hearsay.txt", "lighthouse": "lighthouse.txt", "budget": "budget.html",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_RECENT_PAGES: Final = 8
_MAX_ECHO: Final = 100_000  # characters of the typed text that are shown again after an error
_NOTICES: Final = ("kept", "restored", "deleted", "added", "accepted", "undone", "checked")
_MAX_QUEUE: Final = 1_000  # statements of the archive to check


@dataclass(frozen=True, slots=True)
class RecentPage:
    """An entry in the list of recent pages."""

    href: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class ReadError:
    """An error message and the hint how to fix it."""

    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReadView:
    """The view of the start screen: the typed text, an error, the recent pages, the examples."""

    text: str
    error: ReadError | None
    recent: tuple[RecentPage, ...]
    examples: tuple[str, ...] = tuple(EXAMPLES)


@router.get("/")
async def show_start(request: Request) -> Response:
    """Show the start screen."""
    return await _start_screen(request)


async def _start_screen(
    request: Request, text: str = "", error: ReadError | None = None, status: int = 200
) -> Response:
    service: Service = request.app.state.service
    versions = await service.ask(lambda archive: archive.pages(limit=_RECENT_PAGES))
    t = messages()
    recent = tuple(_recent_page(version, t) for version in versions)
    return page(request, "read.html", ReadView(text[:_MAX_ECHO], error, recent), "read", status)


def _recent_page(version: ArchivedVersion, t: Messages) -> RecentPage:
    about = (version.outlet, (version.published or "")[:10], t("page.statements", n=version.statements))
    title = version.headline or version.url or t("page.untitled")
    return RecentPage(f"/pages/p{version.page}", title, " · ".join(part for part in about if part))


@router.post("/read")
async def read(request: Request) -> Response:
    """Analyze the submitted page, store its record, and redirect to it."""
    service: Service = request.app.state.service
    form = await form_of(request)
    typed = first(form, "text")
    if len(uploads := uploads_of(form)) > 1:
        return redirect_to_set(await read_uploads(service, uploads))
    try:
        record = await service.attribute(await _submitted_page(form, typed, service))
        added = await service.add(record)
        if not added.page:
            raise MissingError("this page was forgotten on request", "sayso archive remember allows it again")
    except SaysoError as error:
        detail = f"{error.what}: {error.file}" if error.file and error.file != "page" else error.what
        message = ReadError(detail[:1].upper() + detail[1:], error.hint + ".")
        return await _start_screen(request, typed, message, problem_of(error).status)
    # A page whose content equals an older version is shown in that version.
    query = f"?version={added.number}" if added.what in ("unchanged", "reread") else ""
    return RedirectResponse(f"/pages/p{added.page}{query}", 303)


async def _submitted_page(form: FormData, typed: str, service: Service) -> Page:
    """Return the page of the form: an example, a file, a page with its URL (/receive), a URL to fetch, or the text."""
    if name := EXAMPLES.get(first(form, "example")):
        return Page(files("sayso").joinpath("examples", name).read_bytes(), name)
    for upload in uploads_of(form):
        return Page(await upload.read(), upload.filename or "file")
    if html := first(form, "html"):
        url = first(form, "url")
        return Page(html, url=url if _ADDRESS.fullmatch(url) else None)
    if _ADDRESS.fullmatch(typed):
        return await service.fetch(typed)
    if not typed:
        t = messages()
        raise InputError(t("read.nothing").rstrip("."), t("read.nothing_hint").rstrip("."))
    return Page(typed)


@router.get(PAGE)
async def show_page(request: Request, number: int) -> Response:
    """Show a page."""
    version, corrected = await _load(request, number)
    remembered = request.cookies.get(STEP_COOKIE, "")
    statement_filter = statement_filter_of(request.query_params, version.parameter, remembered)

    check, to_check = await _checks(request, version, corrected)

    def render() -> Response:
        t = messages()
        corrections, deleted = correction_notes(corrected, t)
        view = page_view(
            corrected.record, version, statement_filter, t, corrections=corrections, deleted=deleted,
            notice=_notice(request.query_params, version), by=remembered_author(request), check=check,
            to_check=to_check,
        )  # fmt: skip
        response = page(request, "page.html", view, "read")
        if "show" in request.query_params:
            response.set_cookie(STEP_COOKIE, statement_filter.step, max_age=YEAR, httponly=True, samesite="strict")
        return response

    return await asyncio.to_thread(render)


async def _checks(request: Request, version: PageVersion, corrected: Corrected) -> tuple[CheckBar | None, list[str]]:
    """Return the bar if the query names a statement to check, and the queue of the page; only the newest has one."""
    if not version.newest:
        return None, []
    names, current = page_queue(corrected), first(request.query_params, "check")
    deleted = any(current == attribution.id for attribution, _ in corrected.deleted)
    if not deleted and not any(current == attribution.id for attribution in corrected.record.attributions):
        return None, names
    queue = [ToCheck(version.page, version.version, name) for name in names]
    if first(request.query_params, "of") == "archive":
        service: Service = request.app.state.service
        queue = await service.ask(lambda archive: archive.to_check(_MAX_QUEUE))
    item = ToCheck(version.page, version.version, current)
    return check_bar(request.query_params, item, queue, remembered_author(request), deleted=deleted), names


def _notice(query: QueryParams, version: PageVersion) -> Notice | None:
    """Return what was done, with the statements whose correction can be undone at once.

    The last decision of a queue has two parts: what was done, and that all statements are checked.
    """
    done = [name for name in reversed(query.getlist("done")) if name in _NOTICES]
    if not done:
        return None
    number = parse_number(query.get("undo_on", f"p{version.page}")[1:]) or version.page
    text = " ".join(messages()(f"notice.{name}") for name in dict.fromkeys(done))
    return Notice(text, number, query.get("undo", "") if done[0] != "undone" else "")


async def _load(request: Request, number: int) -> tuple[PageVersion, Corrected]:
    """Return the requested version of a page and its corrected record."""
    service: Service = request.app.state.service
    requested = requested_version(request)

    def load(archive: Archive) -> tuple[PageVersion, Corrected]:
        version = find_version(archive, f"p{number}", requested)
        return version, archive.corrected(version.version)

    return await service.ask(load)


@dataclass(frozen=True, slots=True)
class StatementView:
    """The view of a statement's card on a separate screen."""

    number: str
    title: str
    back: str
    card: Markup


@router.get(PAGE + "/statements/{statement}")
async def show_statement(request: Request, number: int, statement: str) -> Response:
    """Show the card of a statement."""
    version, corrected = await _load(request, number)
    t, path = messages(), f"/pages/p{number}"
    corrections, _ = correction_notes(corrected, t)
    for card in statement_cards(corrected.record, StatementFilter(), t, corrections):
        if card.id == statement:
            query = kept_query(request.query_params, version.parameter)
            html = MarginNotes(t, path, version.version, query, brief=True).card(card)
            back = f"{path}{query}#{quote(card.id)}"
            view = StatementView(card.number, title_of(corrected.record, t), back, html)
            return page(request, "statement.html", view, "read")
    raise MissingError(f"there is no statement {statement} on this page", "Go back to the page and choose one")


@router.get(PAGE + "/{form}")
async def download_page(request: Request, number: int, form: str) -> Response:
    """Download the corrected record in an export format."""
    if form not in DOWNLOADS:
        raise MissingError(f"there is no format {form}", f"Choose one of {', '.join(DOWNLOADS)}")
    version, corrected = await _load(request, number)
    return await asyncio.to_thread(download, corrected.record, f"p{number}.v{version.number}", form)
