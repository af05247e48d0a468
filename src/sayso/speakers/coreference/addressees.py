"""Sources that are spoken to: ``he was told``, ``she had been accused``."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from sayso.attributions.acts import bases
from sayso.terms import Attribution
from sayso.text.vocabulary import small

_READ: Final = 200


def suffers(text: str, attribution: Attribution) -> bool:
    """Whether the source is the one addressed, not the one who speaks: ``he had been accused``, ``she was told``."""
    if not attribution.cue or not attribution.source or attribution.source[0].start > attribution.cue[0].start:
        return False
    cue = attribution.cue[0].of(text)[:_READ].lower().split()
    if {("as", "saying"), ("expected", "to")} & set(pairwise(cue)):
        return False  # quoted as saying, expected to announce: the one who does speak
    words = bases(" ".join(cue))
    if len(words) != len(cue):
        return False
    verbs = [
        n for n, word in enumerate(words) if word in small("patient_verb") and cue[n].endswith(("ed", "told", "said"))
    ]
    return any(n and small("be") & set(cue[max(0, n - 2) : n]) for n in verbs)
