"""Whether something was said, and whether it is sure by whom, in words: "probably Owen Falk, or Priya Dunmore"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sayso.terms import Attribution, Determinacy, Speaker

DOUBT_BELOW: Final = 0.8
"""A ``speaker_confidence`` below this is shown as doubt."""
UNSAID: Final = {Determinacy.NEGATED: "did not say", Determinacy.HYPOTHETICAL: "if said"}
"""What is put beside a statement that was not made."""
_LEAST: Final = 0.05  # probability of an alternative that is named
_MOST: Final = 2  # alternatives that are named


class Doubt(NamedTuple):
    """A name that is not sure, and the likeliest others; ``open`` where none of them could be chosen."""

    name: str
    others: tuple[str, ...]
    open: bool

    def __str__(self) -> str:
        """The doubt in words."""
        others = " or ".join(self.others)
        if self.open:
            return f"{self.name}, perhaps {others}" if self.name else f"perhaps {others}"
        return f"probably {self.name}, or {others}" if others else f"probably {self.name}"


def doubt(name: str | None, confidence: float | None, considered: Iterable[tuple[str, float]]) -> Doubt | None:
    """The doubt about a speaker's name by its ``speaker_confidence`` and the names considered; None where it is sure
    enough, or nothing is known of it.
    """
    likely = [(other, probability) for other, probability in considered if other and probability >= _LEAST][:_MOST]
    others = tuple(other for other, _ in likely)
    if likely and (not name or confidence is None or likely[0][1] > confidence):
        return Doubt(name or "", others, open=True)
    if not name or confidence is None or confidence >= DOUBT_BELOW:
        return None
    return Doubt(name, others, open=False)


def doubt_of(one: Attribution, speakers: Mapping[str, Speaker]) -> Doubt | None:
    """The doubt about an attribution's speaker, by the speakers of its record."""
    speaker = speakers.get(one.speaker or "")
    return doubt(speaker.name if speaker else None, one.speaker_confidence, named_considered(one, speakers))


def named_considered(one: Attribution, speakers: Mapping[str, Speaker]) -> list[tuple[str, float]]:
    """The alternatives of an attribution by name, with their probabilities; those that the record lacks left out."""
    return [(speakers[other.speaker].name, other.probability) for other in one.considered if other.speaker in speakers]
