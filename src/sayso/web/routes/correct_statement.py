"""Correct statements: change speaker, act or spans, accept, delete, restore, or undo the last correction."""

from __future__ import annotations

import re
from functools import partial
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.corrections.apply import Correct, Named
from sayso.errors import MissingError, QueryError
from sayso.terms import Act, SpeakerKind
from sayso.web.forms.correction_form import AUTHOR_COOKIE, ROLES, FormContext, correct_view, window_of
from sayso.web.forms.form_data import form_of
from sayso.web.forms.positions import spans_of
from sayso.web.forms.query_forms import ACTS, KINDS, first, kept_query
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import find_version, requested_version

router = APIRouter()
YEAR: Final = 365 * 86_400
_NEXT: Final = re.compile(r"(/pages/p\d{1,15}|/review)(?:\?([\w%.&=+-]*))?(#[\w%.-]*)?")
_DONE: Final = {"delete": "deleted", "restore": "restored", "accept": "accepted", "undo": "undone"}


def _context(archive: Archive, number: int, statement: str, version: int | None) -> FormContext:
    """Return a statement of a page. Raises MissingError if it does not exist."""
    page_version = find_version(archive, f"p{number}", version)
    corrected = archive.corrected(page_version.version)
    for attribution in corrected.record.attributions:
        if attribution.id == statement:
            corrections = corrected.marks.get(attribution.id, ())
            return FormContext(page_version, corrected.record, attribution, corrections, False)
    for attribution, corrections in corrected.deleted:
        if attribution.id == statement:
            return FormContext(page_version, corrected.record, attribution, corrections, True)
    raise MissingError(f"there is no statement {statement} on this page", "Go back to the page and choose one")


@router.get(PAGE + "/correct/{statement}")
async def show_form(request: Request, number: int, statement: str) -> Response:
    """Show the form; ``also`` in the query are further statements that get the same speaker."""
    service: Service = request.app.state.service
    version = requested_version(request)
    context = await service.ask(partial(_context, number=number, statement=statement, version=version))
    return page(request, "correct.html", correct_view(context, request), "read")


@router.post(PAGE + "/correct/{statement}")
async def correct(request: Request, number: int, statement: str) -> Response:
    """Store the correction of the form, and go on to the address in ``next`` or back to the page."""
    service: Service = request.app.state.service
    form = await form_of(request)
    version = requested_version(request)
    context = await service.ask(partial(_context, number=number, statement=statement, version=version))
    by, note, action = first(form, "by"), first(form, "note") or None, first(form, "do")
    try:
        if not by:
            raise QueryError(messages()("correct.no_name"), messages()("correct.no_name_hint"))
        if action == "undo":
            names = [name for name in first(form, "statements").split(",") if name] or [statement]
            ids = [f"{context.version.version}.{name}" for name in names]
            await service.ask(lambda archive: archive.undo(ids, by), write=True)
        else:
            changes = _changes(context, form)
            names = [name.partition(".")[2] for name in changes]
            await service.ask(lambda archive: archive.correct_all(changes, by, note), write=True)
    except QueryError as error:
        return page(request, "correct.html", correct_view(context, request, form, error), "read", 400)
    done = {"done": _DONE.get(action, "kept")}
    if action not in ("undo", "restore"):
        done["undo"] = ",".join(names)
    return remember_author(RedirectResponse(_next_address(request, context, form, done), 303), by)


def _next_address(request: Request, context: FormContext, form: FormData, done: dict[str, str]) -> str:
    """Return the address to show after a correction, with what was done."""
    if following := _NEXT.fullmatch(first(form, "next")):
        path, query, anchor = following.groups(default="")
        done |= {"undo_on": f"p{context.version.page}"} if path != f"/pages/p{context.version.page}" else {}
        return f"{path}?{query}{'&' if query else ''}{urlencode(done)}{anchor}"
    query = kept_query(request.query_params, context.version.parameter, **done)
    return f"/pages/p{context.version.page}{query}#{context.attribution.id}"


def remember_author(response: Response, by: str) -> Response:
    """Store the author's name in a cookie, for the next correction."""
    response.set_cookie(AUTHOR_COOKIE, by.encode().hex(), max_age=YEAR, httponly=True, samesite="strict")
    return response


def _changes(context: FormContext, form: FormData) -> dict[str, Correct]:
    """Return the changes of the form by statement: of its own, and of the others that get the same speaker."""
    change, own = _change(context, form), context.attribution
    names = {own.id: change}
    if change.speaker is not None:
        others = set(form.getlist("also"))
        for attribution in context.record.attributions:
            same = bool(form.get("all")) and own.speaker is not None and attribution.speaker == own.speaker
            if attribution.id != own.id and (same or attribution.id in others):
                names[attribution.id] = Correct(change.speaker)
    return {f"{context.version.version}.{name}": each for name, each in names.items()}


def _change(context: FormContext, form: FormData) -> Correct:
    """Return the change of the form's own statement. Raises QueryError for invalid spans, or no change."""
    t, action = messages(), first(form, "do")
    if action in ("delete", "restore", "accept"):
        return Correct(deleted=action == "delete", restored=action == "restore", accepted=action == "accept")
    before, text = context.attribution, context.record.article.text
    near = window_of(before, context.record)[0]
    changed = {}
    for role in ROLES:
        spans = spans_of(first(form, role), text, t, near) if role in form else getattr(before, role)
        changed[role] = spans if spans != getattr(before, role) else None
    act = Act(first(form, "act")) if first(form, "act") in ACTS else before.act
    change = Correct(
        speaker_of(context, form, t), act if act is not before.act else None, changed["source"], changed["cue"],
        changed["content"],
    )  # fmt: skip
    if change == Correct():
        raise QueryError(t("correct.same"), t("correct.same_hint"))
    return change


def speaker_of(context: FormContext, form: FormData, t: Messages) -> Named | None:
    """Return the new speaker, or the current one with another kind, role or affiliation; None without a change."""
    if "speaker" not in form and "name" not in form:
        return None
    selected, current = first(form, "speaker"), context.attribution.speaker
    for speaker in context.record.speakers:
        if selected and speaker.id == selected:
            named = Named(speaker.name, speaker.kind, speaker.role, speaker.affiliation)
            if selected != current:
                return named
            kind = first(form, "of_kind")
            changed = Named(
                speaker.name, SpeakerKind(kind) if kind in KINDS else speaker.kind,
                _text(form, "of_role", speaker.role), _text(form, "of_affiliation", speaker.affiliation),
            )  # fmt: skip
            return changed if changed != named else None
    name, kind = first(form, "name"), first(form, "kind")
    if not name:
        if selected == (current or ""):
            return None
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    return Named(name, SpeakerKind(kind) if kind in KINDS else SpeakerKind.PERSON)


def _text(form: FormData, field: str, default: str | None) -> str | None:
    """Return the text of a field, None if it is empty, or the default if the form lacks the field."""
    return first(form, field) or None if field in form else default
