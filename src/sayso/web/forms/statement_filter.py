"""Which statements of a page the reader wants to see: by kind of speaker, act, and speaker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.terms import Attribution, Speaker, SpeakerKind


@dataclass(frozen=True, slots=True)
class StatementChoice:
    """Nothing chosen means everything; several of one sort mean any of them, several sorts all of them."""

    kinds: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.acts or self.speakers)

    def holds(self, one: Attribution, speakers: Mapping[str, Speaker]) -> bool:
        """Whether a statement was chosen."""
        return (
            (not self.kinds or kind_of(one, speakers) in self.kinds)
            and (not self.acts or str(one.act) in self.acts)
            and (not self.speakers or one.speaker in self.speakers)
        )


def kind_of(one: Attribution, speakers: Mapping[str, Speaker]) -> str:
    """The kind of a statement's speaker; one that nobody is named for is unstated."""
    speaker = speakers.get(one.speaker or "")
    return str(speaker.kind if speaker else SpeakerKind.UNSTATED)
