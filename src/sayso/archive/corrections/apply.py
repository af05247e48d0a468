"""A record with what users corrected in it: pure. The machine's record stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.attributions.nesting import nest
from sayso.errors import QueryError
from sayso.linking import form_of
from sayso.record import summed
from sayso.terms import Act, Attribution, Record, Spans, Speaker, SpeakerKind

_LIKE: Final = 0.5  # of the characters of two contents, for the same statement after a re-read


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who says it, as a user writes it: a name for this archive, whatever ids a record has."""

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    role: str | None = None
    affiliation: str | None = None


class Reading(msgspec.Struct, frozen=True):
    """An attribution without ids, which a re-read may change."""

    source: Spans
    cue: Spans
    content: Spans
    act: Act
    speaker: Named | None = None


class Correct(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a user changes of an attribution; what is None stays as it is.

    No spans at all for ``source`` say that it has none. ``deleted`` says that it is no attribution, ``restored`` takes
    back all that was changed of it before, ``added`` that a user found it and no machine.
    """

    speaker: Named | None = None
    act: Act | None = None
    source: Spans | None = None
    cue: Spans | None = None
    content: Spans | None = None
    deleted: bool = False
    restored: bool = False
    added: bool = False


class Correction(msgspec.Struct, frozen=True):
    """A change that a user made: to which statement, when, by whom, and what the machine had said; of a statement that
    was added, what it was added as.
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
    """A record as corrected. ``marks`` gives the corrections of each attribution by its id in ``record``; ``deleted``
    holds the machine's attributions that are gone from it, with theirs. Speakers whose ids begin with c come from
    users, and so do attributions, where a re-read no longer finds them.
    """

    record: Record
    marks: dict[str, tuple[Correction, ...]] = {}
    deleted: tuple[tuple[Attribution, tuple[Correction, ...]], ...] = ()


def reading(record: Record, one: Attribution) -> Reading:
    """An attribution of a record without its ids."""
    speaker = next((speaker for speaker in record.speakers if speaker.id == one.speaker), None)
    who = None if speaker is None else Named(speaker.name, speaker.kind, speaker.role, speaker.affiliation)
    return Reading(one.source, one.cue, one.content, one.act, who)


def check_change(record: Record, change: Correct) -> None:
    """Raise QueryError for a change that changes nothing, names nobody, or leaves the text."""
    if change == Correct():
        raise QueryError("nothing is changed", "Change a speaker, an act or a span, or say deleted or restored")
    if change.added and not change.content:
        raise QueryError("a statement without content", "Name the words that are said")
    if change.deleted and change.restored:
        raise QueryError("deleted and restored at once", "Say one of them")
    if change.speaker is not None and not change.speaker.name.strip():
        raise QueryError("the speaker has no name", "Write the name or the description that the page gives")
    if change.content == ():
        raise QueryError("a statement without content", "Name the words that are said, or delete it")
    length = len(record.article.text)
    for name in ("source", "cue", "content"):
        spans: Spans = getattr(change, name) or ()
        if any(span.end > length for span in spans):
            raise QueryError(f"a span of {name} leaves the text", f"The text has {length} characters", place=name)
        if any(left.end > right.start for left, right in pairwise(spans)):
            raise QueryError(f"the spans of {name} overlap or stand in no order", "Order them", place=name)


def grouped(corrections: Sequence[Correction]) -> list[list[Correction]]:
    """Corrections of one statement together, in the order in which each was first corrected."""
    groups: dict[Reading, list[Correction]] = {}
    for one in corrections:
        groups.setdefault(one.machine, []).append(one)
    return list(groups.values())


def matched(record: Record, groups: Sequence[Sequence[Correction]]) -> list[Attribution | None]:
    """For each group the attribution of the record that it is about; None where a re-read no longer finds it."""
    free = {one.id: one for one in record.attributions}
    scored = sorted(
        (-likeness, number, one.id)
        for number, group in enumerate(groups)
        for one in record.attributions
        if (likeness := _likeness(group[0].machine, one)) >= _LIKE and not (_added(group) and _another(group[0], one))
    )
    out: list[Attribution | None] = [None] * len(groups)
    for _, number, name in scored:
        if out[number] is None and name in free:
            out[number] = free.pop(name)
    return out


def _likeness(machine: Reading, one: Attribution) -> float:
    """How much of the words of two readings is the same; above 1 where cue or source agree too."""
    mine, other = _words(machine), _words(one)
    if not mine or not other or mine[-1].end <= other[0].start or other[-1].end <= mine[0].start:
        return 0.0
    left, right = _places(mine), _places(other)
    both = len(left & right) / len(left | right)
    return both + 0.02 * (machine.cue == one.cue) + 0.01 * (machine.source == one.source)


def _added(group: Sequence[Correction]) -> bool:
    """Whether a user found the statement, and no machine."""
    return group[0].change.added


def _another(added: Correction, one: Attribution) -> bool:
    """Whether a statement of the machine's with like words is another one than a user added."""
    return added.machine.cue != one.cue and added.machine.source != one.source


def same_as(record: Record, said: Reading) -> Attribution | None:
    """The attribution of a record that a user would add once more."""
    for one in record.attributions:
        if _likeness(said, one) >= _LIKE and (said.cue == one.cue or said.source == one.source):
            return one
    return None


def _words(one: Reading | Attribution) -> Spans:
    """The spans by which a statement is known: its content, or what it has where it has none."""
    return one.content or tuple(sorted((*one.source, *one.cue)))


def _places(spans: Spans) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def corrected(record: Record, corrections: Sequence[Correction]) -> Corrected:
    """The record with corrections, in their order, on top of what the machine says."""
    if not corrections:
        return Corrected(record)
    groups = grouped(corrections)
    standing = {one.id: one for one in record.attributions}
    speakers = list(record.speakers)
    marks: dict[str, tuple[Correction, ...]] = {}
    deleted = []
    for group, one in zip(groups, matched(record, groups), strict=True):
        final, gone = _folded(group)
        if gone and one is not None:
            del standing[one.id]
            deleted.append((one, tuple(group)))
        elif gone and _added(group):
            deleted.append((_made(record, group, None, final, speakers), tuple(group)))
        elif not gone and (one is not None or final != group[0].machine or _added(group)):
            made = _made(record, group, one, final, speakers)
            standing[made.id] = made
            marks[made.id] = tuple(group)
    holders = {one.id: one.inside for one in record.attributions}
    kept = [_loosened(one, standing, holders) for one in standing.values()]
    made_of = summed(Analysis(record.article), nest(kept), speakers, record.sayso.model)
    return Corrected(replace(made_of, sayso=record.sayso), marks, tuple(deleted))


def _folded(group: Sequence[Correction]) -> tuple[Reading, bool]:
    """What the corrections of one statement come to, and whether it is deleted."""
    now, gone = group[0].machine, False
    for one in group:
        change = one.change
        gone = change.deleted
        if change.restored:
            now = group[0].machine
        fields = {name: getattr(change, name) for name in Reading.__struct_fields__}
        now = replace(now, **{name: value for name, value in fields.items() if value is not None})
    return now, gone


def _made(
    record: Record, group: Sequence[Correction], one: Attribution | None, final: Reading, speakers: list[Speaker]
) -> Attribution:
    """The attribution as corrected; ``speakers`` grows where it names someone new."""
    machine, whole = group[0].machine, one is None or _added(group)
    base = one or Attribution(f"c{group[0].id}", machine.source, machine.cue, machine.content, act=machine.act)
    changes = {
        name: getattr(final, name)
        for name in ("source", "cue", "content", "act")
        if whole or getattr(final, name) != getattr(machine, name)
    }
    if final.speaker is not None and (whole or final.speaker != machine.speaker):
        changes["speaker"] = _speaker(final.speaker, group[-1].id, speakers)
        changes |= {"speaker_confidence": 1.0, "considered": ()}
    if not changes:
        return base
    moved = {"source", "cue", "content"} & changes.keys()
    form = form_of(Analysis(record.article).quoted_words, changes.get("content", base.content))
    return replace(base, **changes, form=form, confidence=1.0, inside=None if moved else base.inside)


def _speaker(who: Named, number: int, speakers: list[Speaker]) -> str:
    """The id of a speaker of the record that a user means, or of a new one."""
    for one in speakers:
        known = (one.name.casefold(), one.kind, one.role, one.affiliation)
        if known == (who.name.casefold(), who.kind, who.role, who.affiliation):
            return one.id
    speakers.append(Speaker(f"c{number}", who.name, who.kind, who.role, who.affiliation))
    return speakers[-1].id


def _loosened(one: Attribution, standing: dict[str, Attribution], holders: dict[str, str | None]) -> Attribution:
    """An attribution inside one that is gone lies inside what that lay in."""
    inside = one.inside
    while inside is not None and inside not in standing:
        inside = holders.get(inside)
    return replace(one, inside=inside) if inside != one.inside else one
