"""Exports input for fact-checks: each checkable statement as a schema.org Claim in an unrated ClaimReview."""

from __future__ import annotations

from typing import Any, Final

from sayso.export.jsonld import CONTEXT, agent, confidence_keywords, without_none
from sayso.terms import Act, Determinacy, Record

CHECKABLE: Final = frozenset((Act.STATEMENT, Act.DENIAL, Act.PERCEPTION))


def claims(record: Record, name: str = "record") -> dict[str, Any]:
    """The checkable, actual and unrepeated claims of a record.

    Rating, author and date of the review are omitted, since sayso does not judge whether a claim is true.
    """
    article = record.article
    base = article.url or f"urn:sayso:{name}"
    speakers = {speaker.id: speaker for speaker in record.speakers}
    appearance = without_none({
        "@type": "NewsArticle",
        "@id": base,
        "url": article.url or None,
        "headline": article.headline or None,
        "datePublished": article.published or None,
    })  # fmt: skip
    reviews = []
    for attribution in record.attributions:
        if attribution.act not in CHECKABLE or attribution.determinacy is not Determinacy.ACTUAL:
            continue
        if attribution.repeats is not None or not attribution.content:
            continue
        claim = without_none({
            "@type": "Claim",
            "@id": f"{base}#{attribution.id}",
            "appearance": appearance,
            "keywords": confidence_keywords(attribution, speakers),
            "author": agent(speakers.get(attribution.speaker or ""), base),
            "datePublished": article.published or None,
        })  # fmt: skip
        reviews.append({
            "@type": "ClaimReview",
            "claimReviewed": " … ".join(span.of(article.text) for span in attribution.content),
            "itemReviewed": claim,
        })  # fmt: skip
    return {"@context": CONTEXT, "@graph": reviews}
