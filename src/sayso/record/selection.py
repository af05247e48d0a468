"""A record with only some of its attributions: only(record, min_confidence=…) -> Record, its summary recomputed."""

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
    """The record with the attributions that fit, their speakers, and the summary of them.

    A speaker whose confidence is not known does not reach a ``min_speaker_confidence`` above 0. No ``determinacy``
    keeps all of them; the summary counts those that are asked for, otherwise the actual ones. What stood inside an
    attribution that is gone lies inside what that lay in; of copies whose first is gone the next one is the first.

    Raises InputError for a bound that is no probability.
    """
    for name, bound in (("min_confidence", min_confidence), ("min_speaker_confidence", min_speaker_confidence)):
        if not 0 <= bound <= 1:
            raise InputError(f"{name} is {bound}", "Give a probability from 0 to 1")
    kept = [
        one
        for one in record.attributions
        if one.confidence >= min_confidence
        and (not min_speaker_confidence or (one.speaker_confidence or 0.0) >= min_speaker_confidence)
        and (not determinacy or one.determinacy in determinacy)
    ]
    if len(kept) == len(record.attributions) and not determinacy:
        return record
    kept = _relinked(record.attributions, kept)
    speakers = _speaking(record.speakers, kept)
    return replace(
        record,
        attributions=tuple(kept),
        speakers=speakers,
        relays=relayed(kept),
        sourcing=sourcing(Analysis(record.article), kept, speakers, determinacy or ACTUAL),
    )


def _relinked(before: Sequence[Attribution], kept: Sequence[Attribution]) -> list[Attribution]:
    """What is kept, without links to what is gone."""
    ids = {one.id for one in kept}
    holders = {one.id: one.inside for one in before}
    first: dict[str, str] = {}
    out = []
    for one in kept:
        inside, repeats = one.inside, one.repeats
        while inside is not None and inside not in ids:
            inside = holders.get(inside)
        if repeats is not None and repeats not in ids:
            chosen = first.setdefault(repeats, one.id)
            repeats = None if chosen == one.id else chosen
        changed = (inside, repeats) != (one.inside, one.repeats)
        out.append(replace(one, inside=inside, repeats=repeats) if changed else one)
    return out


def _speaking(speakers: Sequence[Speaker], kept: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """The speakers that attributions name, as speaker, relay, hop of a chain, or alternative."""
    named = {name for one in kept for name in (one.speaker, one.relay, *one.chain)}
    named |= {other.speaker for one in kept for other in one.considered}
    return tuple(speaker for speaker in speakers if speaker.id in named)
