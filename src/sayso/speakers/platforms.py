"""The platform on which an embedded post was published: the post is relayed from it."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.speakers.entities.registry import Entities, Entity
from sayso.terms import Article, Attribution, QuotationKind, SpeakerKind


def posted(article: Article, entities: Entities, attributions: Sequence[Attribution]) -> dict[str, Entity]:
    """For each attribution that is an embedded post, the platform."""
    posts = {
        one.content[0]: one.platform
        for one in article.quotations
        if one.kind is QuotationKind.POST and one.content and one.platform is not None
    }
    known: dict[str, Entity] = {}
    out: dict[str, Entity] = {}
    for attribution in attributions if posts else ():
        platform = posts.get(attribution.content[0]) if attribution.content else None
        if platform is not None:
            if platform not in known:
                known[platform] = entities.make(platform, SpeakerKind.OUTLET, None)
            out[attribution.id] = known[platform]
    return out
