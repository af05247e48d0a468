"""Filters the attributions of a record and recomputes its summary: only(record, act="denial") -> Record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.errors import InputError
from sayso.record.relays import relayed
from sayso.record.sourcing import ACTUAL, sourcing
from sayso.selection_terms import Selection
from sayso.terms import Attribution, Determinacy, Record, Speaker, SpeakerKind
from sayso.text.searchable import words

OneOrMore = str | Collection[str]
"""A value, or several."""


def only(
    record: Record,
    *,
    min_confidence: float = 0.0,
    min_speaker_confidence: float = 0.0,
    act: OneOrMore = (),
    kind: OneOrMore = (),
    speaker: OneOrMore = (),
    form: OneOrMore = (),
    nested: bool = True,
    determinacy: OneOrMore = (),
) -> Record:
    """The record with the matching attributions, their speakers, and a summary of them.

    Of each field with several values, any one matches. ``speaker`` is a name, whole words of a name, or the id of a
    speaker of the record. A speaker without a confidence does not reach a ``min_speaker_confidence`` above 0.
    ``nested`` False removes the attributions inside others. An empty ``determinacy`` keeps all attributions, and the
    summary counts the actual ones; otherwise it counts the given ones. If an enclosing attribution is removed,
    ``inside`` refers to the next enclosing one. If the first of several repeats is removed, the next one takes its
    place.

    Raises InputError for a bound outside 0 to 1, and for an unknown value.
    """
    selection = Selection(
        min_confidence=min_confidence, min_speaker_confidence=min_speaker_confidence, act=_tuple(act),
        kind=_tuple(kind), speaker=_tuple(speaker), form=_tuple(form), nested=nested, determinacy=_tuple(determinacy),
    )  # fmt: skip
    return selected(record, selection)


def selected(record: Record, selection: Selection) -> Record:
    """Like :func:`only`, for a selection: also Options and the filters of an archive are selections."""
    if fault := selection.fault():
        raise InputError(*fault)
    speakers = {speaker.id: speaker for speaker in record.speakers}
    names = [tuple(words(name)) for name in selection.speaker]
    if () in names:
        raise InputError(f'"{selection.speaker[names.index(())]}" contains no name', "Use a name, or words of a name")
    matching = {
        attribution.id
        for attribution in record.attributions
        if _matches(attribution, selection, speakers) and _speaks(attribution, selection, names, speakers)
    }
    return kept(record, matching, selection.determinacy)


def kept(
    record: Record, ids: Collection[str], determinacy: Collection[str] = (), analysis: Analysis | None = None
) -> Record:
    """The record with the attributions with these ids, their speakers, and a summary; see :func:`only`.

    ``analysis`` is the analysis of the article, for several selections of one record.
    """
    chosen = [attribution for attribution in record.attributions if attribution.id in ids]
    if len(chosen) == len(record.attributions) and not determinacy:
        return record
    chosen = _relinked(record.attributions, chosen)
    speakers = _referenced(record.speakers, chosen)
    counted = frozenset(map(Determinacy, determinacy)) or ACTUAL
    return replace(
        record,
        attributions=tuple(chosen),
        speakers=speakers,
        relays=relayed(chosen),
        sourcing=sourcing(analysis or Analysis(record.article), chosen, speakers, counted),
    )


def _tuple(values: OneOrMore) -> tuple[str, ...]:
    """One or several values as a tuple."""
    return (values,) if isinstance(values, str) else tuple(values)


def _matches(attribution: Attribution, selection: Selection, speakers: Mapping[str, Speaker]) -> bool:
    """Whether an attribution matches all fields of a selection but ``speaker``."""
    least = selection.min_speaker_confidence
    speaker = speakers.get(attribution.speaker or "")
    return (
        attribution.confidence >= selection.min_confidence
        and (not least or (attribution.speaker_confidence or 0.0) >= least)
        and (not selection.act or attribution.act in selection.act)
        and (not selection.kind or (speaker.kind if speaker else SpeakerKind.UNSTATED) in selection.kind)
        and (not selection.form or attribution.form in selection.form)
        and (selection.nested or attribution.inside is None)
        and (not selection.determinacy or attribution.determinacy in selection.determinacy)
    )


def _speaks(
    attribution: Attribution, selection: Selection, names: Sequence[tuple[str, ...]], speakers: Mapping[str, Speaker]
) -> bool:
    """Whether one of the wanted speakers makes the statement."""
    if not names:
        return True
    speaker = speakers.get(attribution.speaker or "")
    if speaker is None:
        return False
    own = f" {' '.join(words(speaker.name))} "
    return speaker.id in selection.speaker or any(f" {' '.join(name)} " in own for name in names)


def _relinked(attributions: Sequence[Attribution], kept: Sequence[Attribution]) -> list[Attribution]:
    """The kept attributions, without references to removed ones."""
    ids = {attribution.id for attribution in kept}
    enclosing = {attribution.id: attribution.inside for attribution in attributions}
    first: dict[str, str] = {}
    results = []
    for attribution in kept:
        inside, repeats = attribution.inside, attribution.repeats
        while inside is not None and inside not in ids:
            inside = enclosing.get(inside)
        if repeats is not None and repeats not in ids:
            new_first = first.setdefault(repeats, attribution.id)
            repeats = None if new_first == attribution.id else new_first
        results.append(replace(attribution, inside=inside, repeats=repeats))
    return results


def _referenced(speakers: Sequence[Speaker], attributions: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """The speakers that attributions refer to as speaker, relay, hop of a chain, or alternative."""
    ids = {id_ for attribution in attributions for id_ in (attribution.speaker, attribution.relay, *attribution.chain)}
    ids |= {other.speaker for attribution in attributions for other in attribution.considered}
    return tuple(speaker for speaker in speakers if speaker.id in ids)
