"""Doubt about a record: phrases for uncertain speakers, labels of what was not said, and three steps of certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from sayso.lexicons import terms
from sayso.terms import Act, Attribution, Determinacy, Speaker, SpeakerKind

DOUBT_BELOW: Final = 0.8
"""A speaker with a ``speaker_confidence`` below this is shown as uncertain."""
UNSAID: Final = {Determinacy.NEGATED: "did not say", Determinacy.HYPOTHETICAL: "if said"}
"""Labels of negated and hypothetical statements."""
_MIN_ALTERNATIVE: Final = 0.05  # probability of a listed alternative
_MAX_ALTERNATIVES: Final = 2
_MIN_PROBABLY: Final = 0.5  # speaker confidence for "probably" in place of "perhaps"
_NAMELESS: Final = frozenset((SpeakerKind.UNNAMED, SpeakerKind.UNSTATED))
_NAMED: Final = frozenset((SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.AUTHOR))


class How(StrEnum):
    """The degree of uncertainty."""

    PROBABLY = "probably"  # the speaker is more likely than any alternative, and at least _MIN_PROBABLY
    PERHAPS = "perhaps"
    OPEN = "open"  # no candidate was chosen


class Doubt(NamedTuple):
    """An uncertain name, and the most likely alternatives."""

    name: str
    others: tuple[str, ...]
    how: How

    def __str__(self) -> str:
        """The phrase, such as "probably Owen Falk, or Priya Dunmore"."""
        others = " or ".join(self.others)
        if self.how is How.OPEN:
            return f"{self.name}, perhaps {others}" if self.name else f"perhaps {others}"
        return f"{self.how} {self.name}, or {others}" if others else f"{self.how} {self.name}"


def doubt(name: str, kind: str, confidence: float | None, considered: Iterable[tuple[str, float]]) -> Doubt | None:
    """The doubt about a speaker with this ``speaker_confidence`` and these alternatives; None if certain or unknown.

    A speaker without a name, but with alternatives, is open.
    """
    likely = [(other, probability) for other, probability in considered if other and probability >= _MIN_ALTERNATIVE]
    likely = likely[:_MAX_ALTERNATIVES]
    others = tuple(other for other, _ in likely)
    nameless = not name or kind in _NAMELESS or name.casefold() in terms("pronouns")
    if nameless:
        return Doubt(name, others, How.OPEN) if others and (confidence or 0.0) < DOUBT_BELOW else None
    if confidence is None or confidence >= DOUBT_BELOW or not (others or kind in _NAMED):
        return None
    best_alternative = max((probability for _, probability in likely), default=0.0)
    probable = confidence >= max(_MIN_PROBABLY, best_alternative)
    return Doubt(name, others, How.PROBABLY if probable else How.PERHAPS)


def doubt_of(attribution: Attribution, speakers: Mapping[str, Speaker]) -> Doubt | None:
    """The doubt about the speaker of an attribution. ``speakers`` are those of the record by id."""
    speaker = speakers.get(attribution.speaker or "")
    name, kind = (speaker.name, speaker.kind) if speaker else ("", SpeakerKind.UNSTATED)
    return doubt(name, kind, attribution.speaker_confidence, named_considered(attribution, speakers))


def named_considered(attribution: Attribution, speakers: Mapping[str, Speaker]) -> list[tuple[str, float]]:
    """The names and probabilities of the alternative speakers that are in the record."""
    return [
        (speakers[other.speaker].name, other.probability)
        for other in attribution.considered
        if other.speaker in speakers
    ]


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
