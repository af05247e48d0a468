"""Filters the attributions of a record and recomputes its summary: only(record, min_confidence=…) -> Record."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.errors import InputError
from sayso.record.relays import relayed
from sayso.record.sourcing import ACTUAL, sourcing
from sayso.terms import Attribution, Determinacy, Record, Speaker


def only(
    record: Record,
    *,
    min_confidence: float = 0.0,
    min_speaker_confidence: float = 0.0,
    determinacy: Collection[Determinacy] = (),
) -> Record:
    """The record with the matching attributions, their speakers, and a summary of them.

    A speaker without a confidence does not reach a ``min_speaker_confidence`` above 0. An empty ``determinacy`` keeps
    all attributions, and the summary counts the actual ones; otherwise it counts the given ones. If an enclosing
    attribution is removed, ``inside`` refers to the next enclosing one. If the first of several repeats is removed,
    the next one takes its place.

    Raises InputError for a bound outside 0 to 1.
    """
    for name, bound in (("min_confidence", min_confidence), ("min_speaker_confidence", min_speaker_confidence)):
        if not 0 <= bound <= 1:
            raise InputError(f"{name} is {bound}", "Use a probability from 0 to 1")
    kept = [
        attribution
        for attribution in record.attributions
        if attribution.confidence >= min_confidence
        and (not min_speaker_confidence or (attribution.speaker_confidence or 0.0) >= min_speaker_confidence)
        and (not determinacy or attribution.determinacy in determinacy)
    ]
    if len(kept) == len(record.attributions) and not determinacy:
        return record
    kept = _relinked(record.attributions, kept)
    speakers = _referenced(record.speakers, kept)
    return replace(
        record,
        attributions=tuple(kept),
        speakers=speakers,
        relays=relayed(kept),
        sourcing=sourcing(Analysis(record.article), kept, speakers, determinacy or ACTUAL),
    )


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
