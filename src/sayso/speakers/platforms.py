"""Platforms as relays: an embedded post is relayed from the platform that published it."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.speakers.entities.registry import Entities, Entity
from sayso.terms import Article, Attribution, QuotationKind, SpeakerKind


def platforms_of_posts(article: Article, entities: Entities, attributions: Sequence[Attribution]) -> dict[str, Entity]:
    """The platform of each attribution that is an embedded post."""
    posts = {
        quotation.content[0]: quotation.platform
        for quotation in article.quotations
        if quotation.kind is QuotationKind.POST and quotation.content and quotation.platform is not None
    }
    entities_by_platform: dict[str, Entity] = {}
    platform_of: dict[str, Entity] = {}
    for attribution in attributions if posts else ():
        platform = posts.get(attribution.content[0]) if attribution.content else None
        if platform is not None:
            if platform not in entities_by_platform:
                entities_by_platform[platform] = entities.make(platform, SpeakerKind.OUTLET, None)
            platform_of[attribution.id] = entities_by_platform[platform]
    return platform_of
