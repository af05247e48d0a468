"""What the statements of an article add up to: assemble(article, attributions, speakers) -> Record."""

from __future__ import annotations

from collections.abc import Sequence

from sayso._version import __version__
from sayso.terms import Article, Attribution, Provenance, Record, Speaker


def assemble(article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker], model: str) -> Record:
    """The record of an article; ``model`` is the digest of the model that found the attributions."""
    return Record(article, tuple(attributions), tuple(speakers), sayso=Provenance(__version__, model))
