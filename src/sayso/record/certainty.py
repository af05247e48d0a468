"""How certain an attribution is: three steps in which a reader sees a record (key facts, all sure ones, all)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sayso.record.doubt import DOUBT_BELOW
from sayso.terms import Act, Attribution, Determinacy

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
