"""The draft of an attribution, before it has an id."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.tagging.model import Floats
from sayso.terms import Form, Spans


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before it has an id, with the features of its confidence."""

    source: Spans
    cue: Spans
    content: Spans
    form: Form
    features: Floats

    @property
    def first(self) -> int:
        """The start of the first span."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def last(self) -> int:
        """The end of the last span."""
        return max(span.end for span in (*self.source, *self.cue, *self.content))
