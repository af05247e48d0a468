"""The form to correct a statement, as a view: candidates, fields, and the passage around the statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request

from sayso.archive.corrections.apply import Correction
from sayso.errors import SaysoError
from sayso.export.marking import stretches
from sayso.terms import READ_KINDS, Attribution, Record, Speaker
from sayso.web.forms.positions import offsets_of
from sayso.web.forms.query_forms import ACTS, KINDS, first, kept_query
from sayso.web.rendering.escaping import one_for_one
from sayso.web.rendering.messages import messages
from sayso.web.views.archived_versions import PageVersion
from sayso.web.views.correction_notes import history
from sayso.web.views.statement_cards import named_speakers, number_of, words_of

AUTHOR_COOKIE: Final = "sayso_by"
ROLES: Final = ("source", "cue", "content")
_CONTEXT: Final = 600  # characters of the passage on each side
_SELECTABLE: Final = 20_000  # characters of the passage for a new statement


@dataclass(frozen=True, slots=True)
class SpeakerOption:
    """A speaker to choose; ``likely`` is the probability in percent of an alternative that the model considered.

    ``first`` is the number of the first statement of a speaker whose name another speaker has, too.
    """

    id: str
    name: str
    kind: str
    likely: int | None = None
    first: str = ""


@dataclass(frozen=True, slots=True)
class SpanField:
    """The spans of a role: the value of the field and the words."""

    role: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The view of the form. ``of`` is the current speaker, ``whole`` its name and number of statements; ``also`` are
    further statements that get the same speaker, ``next`` is the address to show afterwards.
    """

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
    also: tuple[str, ...] = ()
    next: str = ""
    whole: tuple[str, int] = ("", 0)
    of: Speaker | None = None
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


def correct_view(
    context: FormContext, request: Request, form: FormData | None = None, error: SaysoError | None = None
) -> CorrectView:
    """Return the view of the form, with the submitted values after an error."""
    t, attribution, record = messages(), context.attribution, context.record
    start, end = window_of(attribution, record)
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
    corrections, values = context.corrections, form if form is not None else request.query_params
    speakers = named_speakers(record, t)
    of = speakers.get(attribution.speaker or "")
    count = sum(other.speaker == attribution.speaker for other in record.attributions)
    return CorrectView(
        id=f"p{context.version.page}", statement=attribution.id, number=number_of(attribution.id),
        query=kept_query(request.query_params, context.version.parameter),
        passage=_passage(record.article.text, attribution, start, end), start=start,
        candidates=_candidates(attribution, speakers, record), of=of, whole=(of.name, count) if of else ("", 0),
        also=tuple(str(name) for name in values.getlist("also")), next=first(values, "next"),
        speaker=value("speaker", attribution.speaker or ""), name=value("name", ""), kind=value("kind", "person"),
        act=value("act", str(attribution.act)), spans=spans, by=value("by", remembered_author(request)),
        note=value("note", ""), history=tuple(history(corrections, t)), deleted=context.deleted,
        new=not attribution.id, error=error,
        undo=len(corrections) > (bool(corrections) and corrections[0].change.added),
    )  # fmt: skip


def _candidates(attribution: Attribution, speakers: Mapping[str, Speaker], record: Record) -> tuple[SpeakerOption, ...]:
    """Return the speakers of the page: first the model's alternatives, then its choice, then the others."""
    likely = {
        other.speaker: round(100 * other.probability) for other in attribution.considered if other.speaker in speakers
    }
    chosen = [name for name in speakers if name == attribution.speaker]
    order = dict.fromkeys([*likely, *chosen, *speakers])
    names = Counter(speaker.name for speaker in speakers.values())
    numbers = {other.speaker: number_of(other.id) for other in reversed(record.attributions)}
    return tuple(
        SpeakerOption(
            name, speakers[name].name, str(speakers[name].kind), likely.get(name),
            numbers.get(name, "") if names[speakers[name].name] > 1 else "",
        )
        for name in order
    )  # fmt: skip


def remembered_author(request: Request) -> str:
    """Return the name of the author of this browser's last correction."""
    try:
        return bytes.fromhex(request.cookies.get(AUTHOR_COOKIE, "")).decode()
    except ValueError:
        return ""


def window_of(attribution: Attribution, record: Record) -> tuple[int, int]:
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
