"""Attributions that the first pass misses: what markup shows, refusals to comment, those inside contents; acts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.analysis import Analysis
from sayso.attributions.marked_speech import marked_speech
from sayso.attributions.missed_refusals import asks_no_name, refusals
from sayso.attributions.nested_merge import candidates, merge
from sayso.attributions.second_pass import inside
from sayso.terms import Attribution

__all__ = ["marked_speech", "nested", "refusals"]


def nested(
    analysis: Analysis, attributions: Sequence[Attribution], model: Path | None = None
) -> tuple[Attribution, ...]:
    """The attributions with those inside their contents, ``inside`` set, ids in the order of the text."""
    held = candidates(analysis, attributions)
    found = merge(analysis, attributions, held, inside(analysis, attributions, held, model))
    return tuple(one for one in found if not asks_no_name(analysis.text, one))
