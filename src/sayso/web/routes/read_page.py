"""Reading a page, and the page that was read."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.corrections.apply import Corrected
from sayso.archive.queries.pages import ArchivedVersion
from sayso.errors import InputError, MissingError, SaysoError
from sayso.terms import Page
from sayso.web.forms.form_data import form_of
from sayso.web.forms.query_forms import choice_of, first
from sayso.web.forms.statement_filter import StatementChoice
from sayso.web.problems import problem_of
from sayso.web.rendering.messages import Messages
from sayso.web.rendering.templates import page, words
from sayso.web.routes.correct_statement import fixes_of
from sayso.web.routes.download import download
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import Shelf, shelf_of, version_asked
from sayso.web.views.article import title_of
from sayso.web.views.margin_notes import Notes
from sayso.web.views.page_view import DOWNLOADS, page_view
from sayso.web.views.statement_cards import statements_of

router = APIRouter()
EXAMPLES: Final = {
    "bridge": "bridge.txt", "hearsay": "hearsay.txt", "lighthouse": "lighthouse.txt", "budget": "budget.html",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LATELY: Final = 8
_SAID: Final = {
    "kept": "correct.done",
    "restored": "correct.undone",
    "deleted": "correct.struck",
    "added": "correct.put",
}


@dataclass(frozen=True, slots=True)
class Lately:
    """A page that was read, for the list of them."""

    href: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, and how to fix it."""

    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReadView:
    """The screen to read a page: what was typed so far, and what was read lately."""

    text: str
    problem: Trouble | None
    lately: tuple[Lately, ...]
    examples: tuple[str, ...] = tuple(EXAMPLES)


@router.get("/")
async def start(request: Request) -> Response:
    """The screen to begin with."""
    return await _start(request)


async def _start(request: Request, text: str = "", trouble: Trouble | None = None, status: int = 200) -> Response:
    service: Service = request.app.state.service
    listed = await service.ask(lambda archive: archive.pages(limit=_LATELY))
    t = words()
    lately = tuple(_lately(one, t) for one in listed)
    return page(request, "read.html", ReadView(text[:100_000], trouble, lately), "read", status)


def _lately(one: ArchivedVersion, t: Messages) -> Lately:
    about = (one.outlet, (one.published or "")[:10], t("page.statements", n=one.statements))
    title = one.headline or one.url or t("page.untitled")
    return Lately(f"/pages/p{one.page}", title, " · ".join(told for told in about if told))


@router.post("/read")
async def read(request: Request) -> Response:
    """Read what was pasted, named or sent, keep it, and show it."""
    service: Service = request.app.state.service
    form = await form_of(request)
    typed = first(form, "text")
    try:
        record = await service.attribute(await _page(form, typed, service))
        added = await service.keep(record)
        if not added.page:
            raise MissingError("this page was forgotten on request", "sayso archive remember lets it in again")
    except SaysoError as error:
        told = problem_of(error)
        detail = f"{error.what}: {error.file}" if error.file and error.file != "page" else error.what
        return await _start(request, typed, Trouble(_capital(detail), error.hint + "."), told.status)
    return RedirectResponse(f"/pages/p{added.page}{_older(added.number, added.what)}", 303)


def _older(number: int, what: str) -> str:
    """A page that is as it once was is shown as of then."""
    return f"?version={number}" if what in ("unchanged", "reread") else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


async def _page(form: FormData, typed: str, service: Service) -> Page:
    """The page that a form holds: an example, a file, an address or the text itself."""
    if name := EXAMPLES.get(first(form, "example")):
        return Page(files("sayso").joinpath("examples", name).read_bytes(), name)
    sent = form.get("file")
    if isinstance(sent, UploadFile) and sent.filename:
        return Page(await sent.read(), sent.filename)
    if _ADDRESS.fullmatch(typed):
        return await service.fetch(typed)
    if not typed:
        t = words()
        raise InputError(t("read.nothing").rstrip("."), t("read.nothing_hint").rstrip("."))
    return Page(typed)


@router.get(PAGE)
async def show(request: Request, number: int) -> Response:
    """The screen of a page."""
    shelf, made = await _made(request, number)
    choice = choice_of(request.query_params)

    def drawn() -> Response:
        t = words()
        fixes, gone = fixes_of(made, t)
        said = _SAID.get(request.query_params.get("done", ""), "")
        view = page_view(made.record, shelf, choice, t, fixes=fixes, deleted=gone, said=t(said) if said else "")
        return page(request, "page.html", view, "read")

    return await asyncio.to_thread(drawn)


async def _made(request: Request, number: int) -> tuple[Shelf, Corrected]:
    """The version of a page that was asked for, as users corrected it."""
    service: Service = request.app.state.service
    wanted = version_asked(request)

    def asked(archive: Archive) -> tuple[Shelf, Corrected]:
        shelf = shelf_of(archive, f"p{number}", wanted)
        return shelf, archive.corrected(shelf.version)

    return await service.ask(asked)


@dataclass(frozen=True, slots=True)
class StatementView:
    """The card of a statement as a screen of its own."""

    number: str
    title: str
    back: str
    card: Markup


@router.get(PAGE + "/statements/{statement}")
async def card(request: Request, number: int, statement: str) -> Response:
    """The record of one statement."""
    shelf, made = await _made(request, number)
    t, path = words(), f"/pages/p{number}"
    fixes, _ = fixes_of(made, t)
    for one in statements_of(made.record, StatementChoice(), t, fixes):
        if one.id == statement:
            drawn = Notes(t, path, shelf.version, shelf.query, brief=True).card(one)
            back = f"{path}{shelf.query}#{quote(one.id)}"
            view = StatementView(one.number, title_of(made.record, t), back, drawn)
            return page(request, "statement.html", view, "read")
    raise MissingError(f"there is no statement {statement} on this page", "Go back to the page and choose one")


@router.get(PAGE + "/{form}")
async def fetch(request: Request, number: int, form: str) -> Response:
    """The record, as users corrected it, in one of the forms of export."""
    if form not in DOWNLOADS:
        raise MissingError(f"there is no form {form}", f"Choose among {', '.join(DOWNLOADS)}")
    shelf, made = await _made(request, number)
    return await asyncio.to_thread(download, made.record, f"p{number}.v{shelf.number}", form)
