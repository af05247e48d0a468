"""The form to add a statement that the model missed."""

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
from sayso.web.forms.correction_form import ROLES, FormContext, correct_view
from sayso.web.forms.form_data import form_of
from sayso.web.forms.positions import spans_of
from sayso.web.forms.query_forms import ACTS, first, kept_query
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.routes.correct_statement import remember_author, speaker_of
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import find_version, requested_version

router = APIRouter()


def _context(archive: Archive, number: int, version: int | None, content: Spans = ()) -> FormContext:
    """Return the page of the form; ``content`` are the spans that are selected so far."""
    page_version = find_version(archive, f"p{number}", version)
    record = archive.corrected(page_version.version).record
    return FormContext(page_version, record, Attribution("", (), (), content), (), False)


@router.get(PAGE + "/add")
async def show_form(request: Request, number: int) -> Response:
    """Show the form; ``words`` in the query are the content, as selected in the article."""
    service: Service = request.app.state.service
    load = partial(_context, number=number, version=requested_version(request))
    context = await service.ask(load)
    selected, error = first(request.query_params, "words"), None
    try:
        content = spans_of(selected, context.record.article.text, messages())
        context = await service.ask(partial(load, content=content)) if content else context
    except QueryError as query_error:
        error = query_error
    return page(request, "correct.html", correct_view(context, request, error=error), "read", 400 if error else 200)


@router.post(PAGE + "/add")
async def add(request: Request, number: int) -> Response:
    """Add the statement of the form."""
    service: Service = request.app.state.service
    form = await form_of(request)
    context = await service.ask(partial(_context, number=number, version=requested_version(request)))
    by, note = first(form, "by"), first(form, "note") or None
    try:
        statement = _statement(context, form)
        correction = await service.ask(
            lambda archive: archive.add_statement(context.version.version, statement, by, note), write=True
        )
    except QueryError as error:
        return page(request, "correct.html", correct_view(context, request, form, error), "read", 400)
    query = kept_query(request.query_params, context.version.parameter, done="added")
    anchor = correction.statement.partition(".")[2]
    return remember_author(RedirectResponse(f"/pages/p{number}{query}#{anchor}", 303), by)


def _statement(context: FormContext, form: FormData) -> Reading:
    """Return the statement of the form. Raises QueryError if its words are not in the text or the author is missing."""
    t, text = messages(), context.record.article.text
    if not first(form, "by"):
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    content = spans_of(first(form, "content"), text, t)
    near = content[0].start if content else 0
    spans = {role: spans_of(first(form, role), text, t, near) for role in ROLES if role != "content"}
    act = Act(first(form, "act")) if first(form, "act") in ACTS else Act.STATEMENT
    speaker = speaker_of(context, form, t) if first(form, "speaker") or first(form, "name") else None
    return Reading(spans["source"], spans["cue"], content, act, speaker)
