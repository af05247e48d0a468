"""What the statements of an article add up to: assemble(analysis, attributions, speakers, model) -> Record."""

from __future__ import annotations

from collections.abc import Sequence

from sayso._version import __version__
from sayso.analysis import Analysis
from sayso.attributions.nesting import nest, ordered
from sayso.record.chain import chained
from sayso.record.inconsistencies import inconsistencies
from sayso.record.relays import relayed
from sayso.record.repeats import repeated
from sayso.record.sourcing import sourcing
from sayso.terms import Attribution, Provenance, Record, Speaker


def assemble(
    analysis: Analysis, attributions: Sequence[Attribution], speakers: Sequence[Speaker], model: str
) -> Record:
    """The record of an article; ``model`` is the digest of the model that found the attributions."""
    return summed(analysis, ordered(nest(attributions)), speakers, model)


def summed(analysis: Analysis, attributions: Sequence[Attribution], speakers: Sequence[Speaker], model: str) -> Record:
    """As :func:`assemble` of attributions that have their order, ids and nesting already."""
    article = analysis.article
    standing = repeated(article, attributions, speakers)
    standing, speakers = chained(article, standing, speakers)
    return Record(
        article,
        standing,
        tuple(speakers),
        relays=relayed(standing),
        inconsistencies=inconsistencies(article, standing, speakers),
        sourcing=sourcing(analysis, standing, speakers),
        sayso=Provenance(__version__, model),
    )
