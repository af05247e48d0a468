"""The draft of an attribution, before it has an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sayso.linking.form import form_of
from sayso.tagging.model import Floats
from sayso.terms import Form, Spans
from sayso.text.quoted_words import QuotedWords

FEATURES: Final = 14
"""Length of the feature vector of the confidence (see :func:`sayso.linking.links.drafts`)."""
_CUE_FEATURE: Final = -4
"""Index of the log-probability of the pointer to the cue in the features of the confidence."""


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


def draft_of_layout(quoted: QuotedWords, source: Spans, cue: Spans, content: Spans, doubt: float = 0.0) -> Draft:
    """A draft that the layout or the quotation marks show, and not the pointers of the model.

    Its features are zero except for the form, and the pointer to the cue, which has the log-probability ``doubt``.
    """
    form = form_of(quoted, content)
    vector = np.zeros(FEATURES, dtype=np.float32)
    vector[_CUE_FEATURE] = doubt
    vector[-2:] = form == Form.DIRECT, form == Form.MIXED
    return Draft(source, cue, content, form, vector)
