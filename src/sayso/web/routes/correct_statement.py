"""Correcting a statement: another speaker, act or words, or that it is none; kept beside what the machine read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.archive import Archive
from sayso.archive.corrections.apply import Correct, Corrected, Correction, Named, Reading
from sayso.errors import MissingError, QueryError, SaysoError
from sayso.export.marking import stretches
from sayso.terms import READ_KINDS, Act, Attribution, Record, Speaker, SpeakerKind
from sayso.web.forms.form_data import form_of
from sayso.web.forms.positions import places_of, spans_of
from sayso.web.forms.query_forms import ACTS, KINDS, first
from sayso.web.rendering.escaping import one_for_one
from sayso.web.rendering.messages import Messages
from sayso.web.rendering.templates import page, words
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import Shelf, shelf_of, version_asked
from sayso.web.views.statement_cards import Fix, named, number_of, told

router = APIRouter()
BY: Final = "sayso_by"
ROLES: Final = ("source", "cue", "content")
_AROUND: Final = 600  # characters of the passage on each side
_NEW: Final = 20_000  # characters in which a new statement can be chosen
_YEAR: Final = 365 * 86_400


@dataclass(frozen=True, slots=True)
class SpeakerOption:
    """A speaker of the page who could be meant; ``likely`` in hundredths for one whom the machine considered."""

    id: str
    name: str
    kind: str
    likely: int | None = None


@dataclass(frozen=True, slots=True)
class SpanField:
    """The words of one role: as the form has them, and as they read."""

    role: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The screen to correct a statement."""

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
    trouble: SaysoError | None = None
    acts: tuple[str, ...] = ACTS
    kinds: tuple[str, ...] = KINDS


@dataclass(frozen=True, slots=True)
class Case:
    """A statement as it stands, deleted or not, with what was corrected of it."""

    shelf: Shelf
    record: Record
    one: Attribution
    corrections: tuple[Correction, ...]
    deleted: bool


def _case(archive: Archive, number: int, statement: str, version: int | None) -> Case:
    """The statement of a page. Raises MissingError for one that is not there."""
    shelf = shelf_of(archive, f"p{number}", version)
    made = archive.corrected(shelf.version)
    for one in made.record.attributions:
        if one.id == statement:
            return Case(shelf, made.record, one, made.marks.get(one.id, ()), False)
    for gone, corrections in made.deleted:
        if gone.id == statement:
            return Case(shelf, made.record, gone, corrections, True)
    raise MissingError(f"there is no statement {statement} on this page", "Go back to the page and choose one")


@router.get(PAGE + "/correct/{statement}")
async def form(request: Request, number: int, statement: str) -> Response:
    """The form."""
    service: Service = request.app.state.service
    case = await service.ask(partial(_case, number=number, statement=statement, version=version_asked(request)))
    return page(request, "correct.html", view(case, request), "read")


@router.post(PAGE + "/correct/{statement}")
async def sent(request: Request, number: int, statement: str) -> Response:
    """What was changed in it."""
    service: Service = request.app.state.service
    filled = await form_of(request)
    case = await service.ask(partial(_case, number=number, statement=statement, version=version_asked(request)))
    by, note = first(filled, "by"), first(filled, "note") or None
    try:
        change = _change(case, filled)
        name = f"{case.shelf.version}.{statement}"
        await service.ask(lambda archive: archive.correct(name, change, by, note), write=True)
    except QueryError as error:
        return page(request, "correct.html", view(case, request, filled, error), "read", 400)
    done = "restored" if change.restored else "deleted" if change.deleted else "kept"
    query = f"{case.shelf.query}{'&' if case.shelf.query else '?'}done={done}"
    return signed(RedirectResponse(f"/pages/p{number}{query}#{statement}", 303), by)


def signed(answer: Response, by: str) -> Response:
    """An answer after which the browser remembers who corrects."""
    answer.set_cookie(BY, by.encode().hex(), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def _change(case: Case, filled: FormData) -> Correct:
    """The change that a form asks for. Raises QueryError for words that are no place, or nobody's name."""
    t, do = words(), first(filled, "do")
    if not first(filled, "by"):
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    if do in ("delete", "restore"):
        return Correct(deleted=do == "delete", restored=do == "restore")
    near, text = _window(case.one, case.record)[0], case.record.article.text
    spans = {role: spans_of(first(filled, role), text, t, near) for role in ROLES}
    act = Act(first(filled, "act")) if first(filled, "act") in ACTS else case.one.act
    changed = {role: told if told != getattr(case.one, role) else None for role, told in spans.items()}
    change = Correct(
        speaker_of(case, filled, t), act if act is not case.one.act else None, changed["source"], changed["cue"],
        changed["content"],
    )  # fmt: skip
    if change == Correct():
        raise QueryError(t("correct.same"), t("correct.same_hint"))
    return change


def speaker_of(case: Case, filled: FormData, t: Messages) -> Named | None:
    """Who says it now; None where that stays."""
    chosen = first(filled, "speaker")
    if chosen and chosen == case.one.speaker:
        return None
    for speaker in case.record.speakers:
        if chosen and speaker.id == chosen:
            return Named(speaker.name, speaker.kind, speaker.role, speaker.affiliation)
    name, kind = first(filled, "name"), first(filled, "kind")
    if not name:
        if case.one.speaker is None and not chosen:
            return None
        raise QueryError(t("correct.no_name"), t("correct.no_name_hint"))
    return Named(name, SpeakerKind(kind) if kind in KINDS else SpeakerKind.PERSON)


def view(
    case: Case, request: Request, filled: FormData | None = None, trouble: SaysoError | None = None
) -> CorrectView:
    """The form as it stands, or as it was sent where that went wrong."""
    t, one, record = words(), case.one, case.record
    speakers = named(record, t)
    start, end = _window(one, record)
    if not one.id:  # a new one, which may stand anywhere from the headline on
        read = (block.span.start for block in record.article.blocks if block.kind in READ_KINDS)
        start = start if one.content else next(read, 0)
        end = max(end, min(len(record.article.text), start + _NEW))

    def kept(name: str, otherwise: str) -> str:
        return first(filled, name) if filled is not None else otherwise

    spans = tuple(
        SpanField(role, kept(role, places_of(getattr(one, role))), told(record.article.text, getattr(one, role)))
        for role in ROLES
    )
    return CorrectView(
        id=f"p{case.shelf.page}", statement=one.id, number=number_of(one.id), query=case.shelf.query,
        passage=_passage(record.article.text, one, start, end), start=start,
        candidates=_candidates(one, speakers),
        speaker=kept("speaker", one.speaker or ""), name=kept("name", ""), kind=kept("kind", "person"),
        act=kept("act", str(one.act)), spans=spans, by=kept("by", _known(request)), note=kept("note", ""),
        history=tuple(history(case.corrections, t)), deleted=case.deleted, new=not one.id, trouble=trouble,
        undo=len(case.corrections) > (bool(case.corrections) and case.corrections[0].change.added),
    )  # fmt: skip


def _candidates(one: Attribution, speakers: Mapping[str, Speaker]) -> tuple[SpeakerOption, ...]:
    """The speakers of the page, first the alternatives that the machine considered, then the one it chose."""
    likely = {other.speaker: round(100 * other.probability) for other in one.considered if other.speaker in speakers}
    chosen = [name for name in speakers if name == one.speaker]
    order = dict.fromkeys([*likely, *chosen, *speakers])
    return tuple(SpeakerOption(name, speakers[name].name, str(speakers[name].kind), likely.get(name)) for name in order)


def _known(request: Request) -> str:
    """The name with which this browser corrected before."""
    try:
        return bytes.fromhex(request.cookies.get(BY, "")).decode()
    except ValueError:
        return ""


def _window(one: Attribution, record: Record) -> tuple[int, int]:
    """The part of the text that is shown: the blocks of the statement and their neighbours, within bounds."""
    spans = [*one.source, *one.cue, *one.content]
    text = record.article.text
    low, high = (min(s.start for s in spans), max(s.end for s in spans)) if spans else (0, 0)
    edges = sorted({0, len(text), *(block.span.start for block in record.article.blocks)})
    start = max([edge for edge in edges if edge <= low][-2:][0], low - _AROUND, 0)
    after = [edge for edge in edges if edge >= high][:2] or [len(text)]
    return start, min(after[-1], high + _AROUND, len(text))


def _passage(text: str, one: Attribution, start: int, end: int) -> Markup:
    """The words around a statement with its marks; each character stands for one, so that places can be counted."""
    out = []
    for part in stretches(len(text), (start, end), [one]):
        if part.end <= start or part.start >= end:
            continue
        told = Markup("{}").format(one_for_one(text[part.start : part.end]))
        marks = [letter for letter, ids in (("s", part.source), ("c", part.cue), ("t", part.content)) if ids]
        out.append(Markup('<span class="m {}">{}</span>').format(" ".join(marks), told) if marks else told)
    return Markup("").join(out)


def history(corrections: Sequence[Correction], t: Messages) -> list[str]:
    """Who changed what, when, in words."""
    lines = []
    for one in corrections:
        change = one.change
        key = "undone_by" if change.restored else "deleted" if change.deleted else "added" if change.added else "shown"
        line = t(f"correct.{key}", by=one.by, at=one.at[:16].replace("T", " "))
        lines.append(f"{line}: {one.note}" if one.note else line)
    return lines


def fixes_of(made: Corrected, t: Messages) -> tuple[dict[str, Fix], tuple[Fix, ...]]:
    """What was corrected of each statement of a record, and what was deleted."""
    current = {one.id: one for one in made.record.attributions}
    fixes = {}
    for name, corrections in made.marks.items():
        added = corrections[0].change.added
        if name in current and (added or not corrections[-1].change.restored):
            was = t("correct.missed") if added else _was(corrections[0].machine, current[name], made.record, t)
            fixes[name] = Fix(name, "; ".join(history(corrections, t)), was, "", undo=len(corrections) > added)
    gone = tuple(
        Fix(one.id, "; ".join(history(corrections, t)), "", told(made.record.article.text, one.content))
        for one, corrections in made.deleted
    )
    return fixes, gone


def _was(machine: Reading, now: Attribution, record: Record, t: Messages) -> str:
    """What the machine had read, where that is something else."""
    text, out = record.article.text, []
    who = next((speaker.name for speaker in record.speakers if speaker.id == now.speaker), None)
    before = machine.speaker.name if machine.speaker else None
    if who != before:
        out.append(before or t("correct.nobody"))
    if machine.act is not now.act:
        out.append(t(f"act.{machine.act}"))
    out += [
        f"{t(f'page.{role}')} “{told(text, getattr(machine, role))}”"
        for role in ROLES
        if getattr(machine, role) != getattr(now, role)
    ]
    return " · ".join(out)
