"""Filters the attributions of a record and recomputes its summary: only(record, min_confidence=…) -> Record.

A reader sees the attributions in three steps: key facts, all sure ones, all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Final

from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.errors import InputError
from sayso.record.doubt import DOUBT_BELOW
from sayso.record.relays import relayed
from sayso.record.sourcing import ACTUAL, sourcing
from sayso.terms import Act, Attribution, Determinacy, Record, Speaker

SURE: Final = 0.6
"""An attribution with a ``confidence`` below this is doubtful. On seven real pages, 19 of 33 below it were wrong."""
KEY: Final = 0.75
"""The least ``confidence`` of a key fact. On the same pages, 1 of 91 above it was wrong."""
_KEY_ACTS: Final = frozenset((Act.STATEMENT, Act.DENIAL, Act.NON_RESPONSE, Act.DECREE, Act.INTENTION))


class Step(StrEnum):
    """How much of a record a reader sees: key facts, all sure attributions, or all."""

    KEY = "key"
    SURE = "sure"
    ALL = "all"


def doubtful(attribution: Attribution) -> bool:
    """Whether source and content of an attribution are too often wrong to be shown like the others.

    A ``confidence`` of 0 is unknown, as in records by hand.
    """
    return 0 < attribution.confidence < SURE


def certainty(attribution: Attribution) -> float:
    """The lower of the confidences of words and speaker; 1 where both are unknown."""
    known = (attribution.confidence or 1.0, attribution.speaker_confidence)
    return min(value for value in known if value is not None)


def needs_check(attribution: Attribution) -> bool:
    """Whether a person has to check an attribution: its words are doubtful, or its speaker is."""
    sure = attribution.speaker_confidence
    return attribution.repeats is None and (doubtful(attribution) or (sure is not None and sure < DOUBT_BELOW))


def listed(attribution: Attribution, step: Step) -> bool:
    """Whether a step lists an attribution. ``SURE`` omits beliefs inside other contents.

    ``KEY`` lists what somebody outside other contents certainly stated, denied, demanded, intends or declined to say.
    """
    if step is Step.KEY:
        sure = attribution.speaker_confidence
        return (
            (attribution.confidence >= KEY or not attribution.confidence)
            and attribution.inside is None
            and attribution.act in _KEY_ACTS
            and attribution.determinacy is Determinacy.ACTUAL
            and (sure is None or sure >= DOUBT_BELOW)
        )
    return step is Step.ALL or attribution.inside is None or attribution.act is not Act.BELIEF


def counted(attribution: Attribution, step: Step) -> bool:
    """Whether a step lists an attribution and its figures include it. ``SURE`` lists doubtful ones apart."""
    return listed(attribution, step) and (step is Step.ALL or not doubtful(attribution))


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
    return selected(record, kept, determinacy)


def selected(record: Record, kept: Iterable[Attribution], determinacy: Collection[Determinacy] = ()) -> Record:
    """The record with some of its attributions, as ``only`` returns it."""
    kept = list(kept)
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
