"""One attribution before it has an id."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.tagging.model import Floats
from sayso.terms import Form, Spans


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution before it has an id, and the features of its confidence."""

    source: Spans
    cue: Spans
    content: Spans
    form: Form
    features: Floats

    @property
    def first(self) -> int:
        """Where its first span begins."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def last(self) -> int:
        """Where its last span ends."""
        return max(span.end for span in (*self.source, *self.cue, *self.content))
