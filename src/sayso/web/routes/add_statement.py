"""Adding a statement that the machine missed: its words, who says it; kept beside what the machine read."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.corrections.apply import Reading
from sayso.errors import QueryError
from sayso.terms import Act, Attribution, Spans
from sayso.web.forms.form_data import form_of
from sayso.web.forms.positions import spans_of
from sayso.web.forms.query_forms import ACTS, first
from sayso.web.rendering.templates import page, words
from sayso.web.routes.correct_statement import ROLES, Case, signed, speaker_of, view
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import shelf_of, version_asked

router = APIRouter()


def _case(archive: Archive, number: int, version: int | None, content: Spans = ()) -> Case:
    """A page to which a statement is added; ``content`` are its words so far."""
    shelf = shelf_of(archive, f"p{number}", version)
    return Case(shelf, archive.corrected(shelf.version).record, Attribution("", (), (), content), (), False)


@router.get(PAGE + "/add")
async def form(request: Request, number: int) -> Response:
    """The form; ``words`` are those that are said, as they were chosen in the article."""
    service: Service = request.app.state.service
    asked = partial(_case, number=number, version=version_asked(request))
    case = await service.ask(asked)
    chosen, trouble = first(request.query_params, "words"), None
    try:
        content = spans_of(chosen, case.record.article.text, words())
        case = await service.ask(partial(asked, content=content)) if content else case
    except QueryError as error:
        trouble = error
    return page(request, "correct.html", view(case, request, trouble=trouble), "read", 400 if trouble else 200)


@router.post(PAGE + "/add")
async def sent(request: Request, number: int) -> Response:
    """The statement that was filled in."""
    service: Service = request.app.state.service
    filled = await form_of(request)
    case = await service.ask(partial(_case, number=number, version=version_asked(request)))
    by, note = first(filled, "by"), first(filled, "note") or None
    try:
        said = _said(case, filled)
        made = await service.ask(lambda archive: archive.add_statement(case.shelf.version, said, by, note), write=True)
    except QueryError as error:
        return page(request, "correct.html", view(case, request, filled, error), "read", 400)
    query = f"{case.shelf.query}{'&' if case.shelf.query else '?'}done=added"
    return signed(RedirectResponse(f"/pages/p{number}{query}#{made.statement.partition('.')[2]}", 303), by)


def _said(case: Case, filled: FormData) -> Reading:
    """The statement of a form. Raises QueryError where its words are nowhere, or nobody signs."""
    t, text = words(), case.record.article.text
    if not first(filled, "by"):
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    content = spans_of(first(filled, "content"), text, t)
    near = content[0].start if content else 0
    told = {role: spans_of(first(filled, role), text, t, near) for role in ROLES if role != "content"}
    act = Act(first(filled, "act")) if first(filled, "act") in ACTS else Act.STATEMENT
    who = speaker_of(case, filled, t) if first(filled, "speaker") or first(filled, "name") else None
    return Reading(told["source"], told["cue"], content, act, who)
