"""Attributions after the first pass: doubtful ones, marked-up speech, refusals, nested attributions; and acts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.analysis import Analysis
from sayso.attributions.marked_speech import marked_speech
from sayso.attributions.missed_refusals import refusals, requests_anonymity
from sayso.attributions.nested_statements.nested_merge import candidates, merge
from sayso.attributions.nested_statements.second_pass import inside
from sayso.attributions.page_doubt import without_doubtful
from sayso.attributions.phrase_cues import with_phrases
from sayso.terms import Attribution

__all__ = ["marked_speech", "nested", "refusals", "with_phrases", "without_doubtful"]


def nested(
    analysis: Analysis, attributions: Sequence[Attribution], model: Path | None = None, most: int | None = None
) -> tuple[Attribution, ...]:
    """The attributions plus the nested ones in their contents, with ``inside`` set and ids in text order.

    ``most`` is the maximum number of tokens of the contents that the model reads again.
    """
    page_candidates = candidates(analysis, attributions)
    merged = merge(
        analysis, attributions, page_candidates, inside(analysis, attributions, page_candidates, model, most)
    )
    return tuple(attribution for attribution in merged if not requests_anonymity(analysis.text, attribution))
