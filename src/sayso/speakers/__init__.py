"""Who each source is: identify(article, attributions) -> attributions and speakers."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.terms import Article, Attribution, Speaker


def identify(
    article: Article, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with speaker and act set, and the speakers of the article."""
    raise NotImplementedError
