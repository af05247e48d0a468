"""The form to correct a statement: change speaker, act or spans, delete it, or restore it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.corrections.apply import Correct, Correction, Named
from sayso.errors import MissingError, QueryError, SaysoError
from sayso.export.marking import stretches
from sayso.terms import READ_KINDS, Act, Attribution, Record, Speaker, SpeakerKind
from sayso.web.forms.form_data import form_of
from sayso.web.forms.positions import offsets_of, spans_of
from sayso.web.forms.query_forms import ACTS, KINDS, first, kept_query
from sayso.web.rendering.escaping import one_for_one
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import PageVersion, find_version, requested_version
from sayso.web.views.correction_notes import history
from sayso.web.views.statement_cards import named_speakers, number_of, words_of

router = APIRouter()
AUTHOR_COOKIE: Final = "sayso_by"
ROLES: Final = ("source", "cue", "content")
_CONTEXT: Final = 600  # characters of the passage on each side
_SELECTABLE: Final = 20_000  # characters of the passage for a new statement
YEAR: Final = 365 * 86_400


@dataclass(frozen=True, slots=True)
class SpeakerOption:
    """A speaker to choose; ``likely`` is the probability in percent of an alternative that the model considered."""

    id: str
    name: str
    kind: str
    likely: int | None = None


@dataclass(frozen=True, slots=True)
class SpanField:
    """The spans of a role: the value of the field and the words."""

    role: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The view of the form."""

    id: str
    statement: str
    number: str
    query: str
    passage: Markup
    start: int
    candidates: tuple[SpeakerOption, ...]
    speaker: str
    name: str
    kind: str
    act: str
    spans: tuple[SpanField, ...]
    by: str
    note: str
    history: tuple[str, ...]
    deleted: bool
    undo: bool
    new: bool = False
    error: SaysoError | None = None
    acts: tuple[str, ...] = ACTS
    kinds: tuple[str, ...] = KINDS


@dataclass(frozen=True, slots=True)
class FormContext:
    """The statement of the form, which may be deleted, with its page and its corrections."""

    version: PageVersion
    record: Record
    attribution: Attribution
    corrections: tuple[Correction, ...]
    deleted: bool


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
    """Show the form."""
    service: Service = request.app.state.service
    version = requested_version(request)
    context = await service.ask(partial(_context, number=number, statement=statement, version=version))
    return page(request, "correct.html", correct_view(context, request), "read")


@router.post(PAGE + "/correct/{statement}")
async def correct(request: Request, number: int, statement: str) -> Response:
    """Store the correction of the form."""
    service: Service = request.app.state.service
    form = await form_of(request)
    version = requested_version(request)
    context = await service.ask(partial(_context, number=number, statement=statement, version=version))
    by, note = first(form, "by"), first(form, "note") or None
    try:
        change = _change(context, form)
        name = f"{context.version.version}.{statement}"
        await service.ask(lambda archive: archive.correct(name, change, by, note), write=True)
    except QueryError as error:
        return page(request, "correct.html", correct_view(context, request, form, error), "read", 400)
    done = "restored" if change.restored else "deleted" if change.deleted else "kept"
    query = kept_query(request.query_params, context.version.parameter, done=done)
    return remember_author(RedirectResponse(f"/pages/p{number}{query}#{statement}", 303), by)


def remember_author(response: Response, by: str) -> Response:
    """Store the author's name in a cookie, for the next correction."""
    response.set_cookie(AUTHOR_COOKIE, by.encode().hex(), max_age=YEAR, httponly=True, samesite="strict")
    return response


def _change(context: FormContext, form: FormData) -> Correct:
    """Return the change of the form. Raises QueryError for invalid spans, a missing name, or no change."""
    t, action = messages(), first(form, "do")
    if not first(form, "by"):
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    if action in ("delete", "restore"):
        return Correct(deleted=action == "delete", restored=action == "restore")
    before, text = context.attribution, context.record.article.text
    near = _window(before, context.record)[0]
    changed = {}
    for role in ROLES:
        spans = spans_of(first(form, role), text, t, near)
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
    """Return the new speaker; None if the speaker does not change."""
    selected, current = first(form, "speaker"), context.attribution.speaker
    if selected and selected == current:
        return None
    for speaker in context.record.speakers:
        if selected and speaker.id == selected:
            return Named(speaker.name, speaker.kind, speaker.role, speaker.affiliation)
    name, kind = first(form, "name"), first(form, "kind")
    if not name:
        if current is None and not selected:
            return None
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    return Named(name, SpeakerKind(kind) if kind in KINDS else SpeakerKind.PERSON)


def correct_view(
    context: FormContext, request: Request, form: FormData | None = None, error: SaysoError | None = None
) -> CorrectView:
    """Return the view of the form, with the submitted values after an error."""
    t, attribution, record = messages(), context.attribution, context.record
    start, end = _window(attribution, record)
    if not attribution.id:  # a new statement: its words can be selected from the headline on
        read = (block.span.start for block in record.article.blocks if block.kind in READ_KINDS)
        start = start if attribution.content else next(read, 0)
        end = max(end, min(len(record.article.text), start + _SELECTABLE))

    def value(name: str, default: str) -> str:
        return first(form, name) if form is not None else default

    spans = tuple(
        SpanField(
            role,
            value(role, offsets_of(getattr(attribution, role))),
            words_of(record.article.text, getattr(attribution, role)),
        )
        for role in ROLES
    )
    corrections = context.corrections
    return CorrectView(
        id=f"p{context.version.page}", statement=attribution.id, number=number_of(attribution.id),
        query=kept_query(request.query_params, context.version.parameter),
        passage=_passage(record.article.text, attribution, start, end), start=start,
        candidates=_candidates(attribution, named_speakers(record, t)),
        speaker=value("speaker", attribution.speaker or ""), name=value("name", ""), kind=value("kind", "person"),
        act=value("act", str(attribution.act)), spans=spans, by=value("by", _remembered_author(request)),
        note=value("note", ""), history=tuple(history(corrections, t)), deleted=context.deleted,
        new=not attribution.id, error=error,
        undo=len(corrections) > (bool(corrections) and corrections[0].change.added),
    )  # fmt: skip


def _candidates(attribution: Attribution, speakers: Mapping[str, Speaker]) -> tuple[SpeakerOption, ...]:
    """Return the speakers of the page: first the model's alternatives, then its choice, then the others."""
    likely = {
        other.speaker: round(100 * other.probability) for other in attribution.considered if other.speaker in speakers
    }
    chosen = [name for name in speakers if name == attribution.speaker]
    order = dict.fromkeys([*likely, *chosen, *speakers])
    return tuple(SpeakerOption(name, speakers[name].name, str(speakers[name].kind), likely.get(name)) for name in order)


def _remembered_author(request: Request) -> str:
    """Return the name of the author of this browser's last correction."""
    try:
        return bytes.fromhex(request.cookies.get(AUTHOR_COOKIE, "")).decode()
    except ValueError:
        return ""


def _window(attribution: Attribution, record: Record) -> tuple[int, int]:
    """Return the part of the text to show: the blocks of the statement and their neighbors, within limits."""
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    text = record.article.text
    low, high = (min(span.start for span in spans), max(span.end for span in spans)) if spans else (0, 0)
    edges = sorted({0, len(text), *(block.span.start for block in record.article.blocks)})
    start = max([edge for edge in edges if edge <= low][-2:][0], low - _CONTEXT, 0)
    after = [edge for edge in edges if edge >= high][:2] or [len(text)]
    return start, min(after[-1], high + _CONTEXT, len(text))


def _passage(text: str, attribution: Attribution, start: int, end: int) -> Markup:
    """Return the text around a statement with its marks; each character stays one character, so offsets are kept."""
    html = []
    for part in stretches(len(text), (start, end), [attribution]):
        if part.end <= start or part.start >= end:
            continue
        words = Markup("{}").format(one_for_one(text[part.start : part.end]))
        marks = [letter for letter, ids in (("s", part.source), ("c", part.cue), ("t", part.content)) if ids]
        html.append(Markup('<span class="m {}">{}</span>').format(" ".join(marks), words) if marks else words)
    return Markup("").join(html)
