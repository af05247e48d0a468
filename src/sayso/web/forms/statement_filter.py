"""The statement filter of a page: by step of certainty, kind of speaker, act and speaker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sayso.record.doubt import Step
from sayso.terms import Attribution, Speaker, SpeakerKind


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """A filter of statements. Values of one field are alternatives, fields are combined; an empty field matches all.

    ``step`` selects what the page lists at all. ``kept`` are the names and values of the query that select the version
    and the step.
    """

    kinds: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    step: Step = Step.ALL
    kept: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.acts or self.speakers)

    def matches(self, attribution: Attribution, speakers: Mapping[str, Speaker]) -> bool:
        """Return whether a statement passes the filter."""
        return (
            (not self.kinds or kind_of(attribution, speakers) in self.kinds)
            and (not self.acts or str(attribution.act) in self.acts)
            and (not self.speakers or attribution.speaker in self.speakers)
        )

    def query(self, **changes: str) -> str:
        """Return the query string of the same version and step with some values changed; empty values are left out."""
        pairs = [pair for pair in dict(self.kept, **changes).items() if pair[1]]
        return f"?{urlencode(pairs)}" if pairs else ""


def kind_of(attribution: Attribution, speakers: Mapping[str, Speaker]) -> str:
    """Return the kind of a statement's speaker; without a speaker it is ``unstated``."""
    speaker = speakers.get(attribution.speaker or "")
    return str(speaker.kind if speaker else SpeakerKind.UNSTATED)
