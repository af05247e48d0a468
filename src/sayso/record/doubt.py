"""Whether something was said, and whether it is sure by whom, in words: "probably Owen Falk, or Priya Dunmore"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from sayso.lexicons import terms
from sayso.terms import Attribution, Determinacy, Speaker, SpeakerKind

DOUBT_BELOW: Final = 0.8
"""A ``speaker_confidence`` below this is shown as doubt."""
UNSAID: Final = {Determinacy.NEGATED: "did not say", Determinacy.HYPOTHETICAL: "if said"}
"""What is put beside a statement that was not made."""
_LEAST: Final = 0.05  # probability of an alternative that is named
_MOST: Final = 2  # alternatives that are named
_EVEN: Final = 0.5  # from here on a speaker is likelier than not
_NAMELESS: Final = frozenset((SpeakerKind.UNNAMED, SpeakerKind.UNSTATED))
_NAMED: Final = frozenset((SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.AUTHOR))


class How(StrEnum):
    """How much of a doubt there is."""

    PROBABLY = "probably"  # the one that is named is likelier than not
    PERHAPS = "perhaps"
    OPEN = "open"  # none of the candidates was chosen


class Doubt(NamedTuple):
    """A name that is not sure, and the likeliest others."""

    name: str
    others: tuple[str, ...]
    how: How

    def __str__(self) -> str:
        """The doubt in words."""
        others = " or ".join(self.others)
        if self.how is How.OPEN:
            return f"{self.name}, perhaps {others}" if self.name else f"perhaps {others}"
        return f"{self.how} {self.name}, or {others}" if others else f"{self.how} {self.name}"


def doubt(name: str, kind: str, confidence: float | None, considered: Iterable[tuple[str, float]]) -> Doubt | None:
    """The doubt about a speaker by its ``speaker_confidence`` and the names considered; None where it is sure enough,
    or nothing is known of it. A speaker without a name of its own was left open where others were considered.
    """
    likely = [(other, probability) for other, probability in considered if other and probability >= _LEAST][:_MOST]
    others = tuple(other for other, _ in likely)
    nameless = not name or kind in _NAMELESS or name.casefold() in terms("pronouns")
    if nameless:
        return Doubt(name, others, How.OPEN) if others and (confidence or 0.0) < DOUBT_BELOW else None
    if confidence is None or confidence >= DOUBT_BELOW or not (others or kind in _NAMED):
        return None
    likelier = confidence >= _EVEN and confidence >= max((probability for _, probability in likely), default=0.0)
    return Doubt(name, others, How.PROBABLY if likelier else How.PERHAPS)


def doubt_of(one: Attribution, speakers: Mapping[str, Speaker]) -> Doubt | None:
    """The doubt about an attribution's speaker, by the speakers of its record."""
    speaker = speakers.get(one.speaker or "")
    name, kind = (speaker.name, speaker.kind) if speaker else ("", SpeakerKind.UNSTATED)
    return doubt(name, kind, one.speaker_confidence, named_considered(one, speakers))


def named_considered(one: Attribution, speakers: Mapping[str, Speaker]) -> list[tuple[str, float]]:
    """The alternatives of an attribution by name, with their probabilities; those that the record lacks left out."""
    return [(speakers[other.speaker].name, other.probability) for other in one.considered if other.speaker in speakers]
