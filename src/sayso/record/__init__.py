"""Builds the record of an article: assemble(analysis, attributions, speakers, model) -> Record."""

from __future__ import annotations

from collections.abc import Sequence

from sayso._version import __version__
from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nesting import nest, ordered
from sayso.record.chain import chained
from sayso.record.inconsistencies import inconsistencies
from sayso.record.relays import relayed, relayed_by, with_origin
from sayso.record.repeats import repeated
from sayso.record.sourcing import sourcing
from sayso.terms import Attribution, Provenance, Record, Speaker


def assemble(
    analysis: Analysis, attributions: Sequence[Attribution], speakers: Sequence[Speaker], model: str
) -> Record:
    """The record of an article. ``model`` is the digest of the model that tagged the attributions."""
    return summed(analysis, ordered(nest(attributions)), speakers, model)


def summed(analysis: Analysis, attributions: Sequence[Attribution], speakers: Sequence[Speaker], model: str) -> Record:
    """Like :func:`assemble`, for attributions with final order, ids and nesting."""
    article = analysis.article
    attributions = repeated(article, attributions, speakers)
    origin, speakers = with_origin(article, speakers) if attributions else (None, speakers)
    attributions = relayed_by(attributions, next((speaker for speaker in speakers if speaker.id == origin), None))
    attributions, speakers = chained(article, attributions, speakers, origin)
    return Record(
        article,
        attributions,
        speakers,
        relays=relayed(attributions),
        inconsistencies=inconsistencies(article, attributions, speakers),
        sourcing=sourcing(analysis, attributions, speakers),
        sayso=Provenance(__version__, model),
    )
