"""Applies the corrections of users to a record. Pure functions: the original record is not changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nesting import nest
from sayso.errors import QueryError
from sayso.linking import form_of
from sayso.record import summed
from sayso.terms import Act, Attribution, Record, Spans, Speaker, SpeakerKind

_MIN_OVERLAP: Final = 0.5  # of the characters of two contents, to be the same statement after a re-read


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A speaker as a user names it, independent of the ids of a record."""

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    role: str | None = None
    affiliation: str | None = None


class Reading(msgspec.Struct, frozen=True):
    """The values of an attribution, without its ids, which can change when the page is read again."""

    source: Spans
    cue: Spans
    content: Spans
    act: Act
    speaker: Named | None = None


class Correct(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A user's change of an attribution. A field that is None keeps its value.

    An empty ``source`` or ``cue`` removes its spans. ``deleted`` removes the attribution, ``restored`` reverts all
    earlier changes (then the other fields apply), ``accepted`` confirms the attribution as it is, and ``added`` marks
    an attribution that a user adds because the model missed it.
    """

    speaker: Named | None = None
    act: Act | None = None
    source: Spans | None = None
    cue: Spans | None = None
    content: Spans | None = None
    deleted: bool = False
    restored: bool = False
    added: bool = False
    accepted: bool = False


class Correction(msgspec.Struct, frozen=True):
    """A stored change: its statement, time and author, the reading of the model (``machine``), and the change.

    For an added statement, ``machine`` is the reading that the user added.
    """

    id: int
    statement: str
    page: int
    version: int
    at: str
    by: str
    note: str | None
    machine: Reading
    change: Correct


class Corrected(msgspec.Struct, frozen=True):
    """A corrected record. ``marks`` maps the ids of its attributions to their corrections.

    ``deleted`` holds the attributions that users deleted, each with its corrections. An id that begins with c belongs
    to a speaker that a user named, or to an attribution that only the corrections contain.
    """

    record: Record
    marks: dict[str, tuple[Correction, ...]] = {}
    deleted: tuple[tuple[Attribution, tuple[Correction, ...]], ...] = ()


def reading(record: Record, attribution: Attribution) -> Reading:
    """Return the reading of an attribution of the record."""
    speaker = next((speaker for speaker in record.speakers if speaker.id == attribution.speaker), None)
    named = None if speaker is None else Named(speaker.name, speaker.kind, speaker.role, speaker.affiliation)
    return Reading(attribution.source, attribution.cue, attribution.content, attribution.act, named)


def check_change(record: Record, change: Correct) -> None:
    """Raise QueryError for a change that has no effect, has a speaker without a name, or has invalid spans."""
    if change == Correct():
        raise QueryError("nothing is changed", "Change the speaker, the act or a span, or set deleted or restored")
    if change.added and not change.content:
        raise QueryError("a statement without content", "Select the words of the content")
    if change.deleted and (change.restored or change.accepted):
        other = "restored" if change.restored else "accepted"
        raise QueryError(f"deleted and {other} are set at once", "Set one of them")
    if change.speaker is not None and not change.speaker.name.strip():
        raise QueryError("the speaker has no name", "Enter the name or the description that the page gives")
    if change.content == ():
        raise QueryError("a statement without content", "Select the words of the content, or delete the statement")
    length = len(record.article.text)
    for name in ("source", "cue", "content"):
        spans: Spans = getattr(change, name) or ()
        if any(span.end > length for span in spans):
            raise QueryError(f"a span of {name} ends beyond the text", f"The text has {length} characters", place=name)
        if any(left.end > right.start for left, right in pairwise(spans)):
            raise QueryError(f"the spans of {name} overlap or are not in order", "Sort them", place=name)


def grouped(corrections: Sequence[Correction]) -> list[list[Correction]]:
    """Group corrections by statement, in the order of the first correction of each statement."""
    groups: dict[Reading, list[Correction]] = {}
    for correction in corrections:
        groups.setdefault(correction.machine, []).append(correction)
    return list(groups.values())


def matched(record: Record, groups: Sequence[Sequence[Correction]]) -> list[Attribution | None]:
    """Return the attribution of the record that each group corrects, or None if the record no longer contains it."""
    unmatched = {attribution.id: attribution for attribution in record.attributions}
    scored = sorted(
        (-overlap, number, attribution.id)
        for number, group in enumerate(groups)
        for attribution in record.attributions
        if (overlap := _overlap(group[0].machine, attribution)) >= _MIN_OVERLAP
        and not (_is_added(group) and _differs(group[0], attribution))
    )
    matches: list[Attribution | None] = [None] * len(groups)
    for _, number, name in scored:
        if matches[number] is None and name in unmatched:
            matches[number] = unmatched.pop(name)
    return matches


def _overlap(machine: Reading, other: Reading | Attribution) -> float:
    """Return the Jaccard similarity of the characters of two readings, and a bonus for the same cue or source."""
    left, right = _key_spans(machine), _key_spans(other)
    if not left or not right or left[-1].end <= right[0].start or right[-1].end <= left[0].start:
        return 0.0
    mine, others = _offsets(left), _offsets(right)
    jaccard = len(mine & others) / len(mine | others)
    return jaccard + 0.02 * (machine.cue == other.cue) + 0.01 * (machine.source == other.source)


def _is_added(group: Sequence[Correction]) -> bool:
    """Return whether a user added the statement."""
    return group[0].change.added


def _differs(added: Correction, attribution: Attribution) -> bool:
    """Return whether an attribution with similar words has another cue and source than an added statement."""
    return added.machine.cue != attribution.cue and added.machine.source != attribution.source


def same_as(record: Record, statement: Reading) -> Attribution | None:
    """Return the attribution of the record that matches a statement to add, or None."""
    for attribution in record.attributions:
        same_parts = statement.cue == attribution.cue or statement.source == attribution.source
        if same_parts and _overlap(statement, attribution) >= _MIN_OVERLAP:
            return attribution
    return None


def _key_spans(statement: Reading | Attribution) -> Spans:
    """Return the spans that identify a statement: its content, or source and cue if it has no content."""
    return statement.content or tuple(sorted((*statement.source, *statement.cue)))


def _offsets(spans: Spans) -> set[int]:
    return {offset for span in spans for offset in range(span.start, span.end)}


def corrected(record: Record, corrections: Sequence[Correction]) -> Corrected:
    """Return the record with the corrections applied in order."""
    if not corrections:
        return Corrected(record)
    groups = grouped(corrections)
    attributions = {attribution.id: attribution for attribution in record.attributions}
    speakers = list(record.speakers)
    marks: dict[str, tuple[Correction, ...]] = {}
    deleted = []
    for group, attribution in zip(groups, matched(record, groups), strict=True):
        final, is_deleted = final_reading(group)
        if is_deleted and attribution is not None:
            del attributions[attribution.id]
            deleted.append((attribution, tuple(group)))
        elif is_deleted and _is_added(group):
            deleted.append((_corrected_attribution(record, group, None, final, speakers), tuple(group)))
        elif not is_deleted and (attribution is not None or final != group[0].machine or _is_added(group)):
            changed = _corrected_attribution(record, group, attribution, final, speakers)
            attributions[changed.id] = changed
            marks[changed.id] = tuple(group)
    outer = {attribution.id: attribution.inside for attribution in record.attributions}
    kept = [_reattached(attribution, attributions, outer) for attribution in attributions.values()]
    result = summed(Analysis(record.article), nest(kept), speakers, record.sayso.model)
    return Corrected(replace(result, sayso=record.sayso), marks, tuple(deleted))


def final_reading(group: Sequence[Correction]) -> tuple[Reading, bool]:
    """Return the reading after all corrections of a statement, and whether the statement is deleted."""
    final, is_deleted = group[0].machine, False
    for correction in group:
        change = correction.change
        is_deleted = change.deleted
        if change.restored:
            final = group[0].machine
        fields = {name: getattr(change, name) for name in Reading.__struct_fields__}
        final = replace(final, **{name: value for name, value in fields.items() if value is not None})
    return final, is_deleted


def _corrected_attribution(
    record: Record,
    group: Sequence[Correction],
    attribution: Attribution | None,
    final: Reading,
    speakers: list[Speaker],
) -> Attribution:
    """Return the attribution with the final reading. Appends to ``speakers`` if the user named a new speaker."""
    machine, replace_all = group[0].machine, attribution is None or _is_added(group)
    base = attribution or Attribution(f"c{group[0].id}", machine.source, machine.cue, machine.content, act=machine.act)
    changes = {
        name: getattr(final, name)
        for name in ("source", "cue", "content", "act")
        if replace_all or getattr(final, name) != getattr(machine, name)
    }
    if final.speaker is not None and (replace_all or final.speaker != machine.speaker):
        changes["speaker"] = _speaker_id(final.speaker, group[-1].id, speakers)
    if "speaker" in changes or group[-1].change.accepted:
        changes |= {"speaker_confidence": 1.0, "considered": ()}
    if not changes:
        return base
    spans_changed = {"source", "cue", "content"} & changes.keys()
    form = form_of(Analysis(record.article).quoted_words, changes.get("content", base.content))
    return replace(base, **changes, form=form, confidence=1.0, inside=None if spans_changed else base.inside)


def _speaker_id(named: Named, number: int, speakers: list[Speaker]) -> str:
    """Return the id of the speaker of the record that matches, or append a new speaker and return its id."""
    for speaker in speakers:
        key = (speaker.name.casefold(), speaker.kind, speaker.role, speaker.affiliation)
        if key == (named.name.casefold(), named.kind, named.role, named.affiliation):
            return speaker.id
    speakers.append(Speaker(f"c{number}", named.name, named.kind, named.role, named.affiliation))
    return speakers[-1].id


def _reattached(
    attribution: Attribution, attributions: dict[str, Attribution], outer: dict[str, str | None]
) -> Attribution:
    """Return the attribution inside its nearest outer attribution that is not deleted."""
    inside = attribution.inside
    while inside is not None and inside not in attributions:
        inside = outer.get(inside)
    return replace(attribution, inside=inside) if inside != attribution.inside else attribution
