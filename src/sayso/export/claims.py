"""Input for fact-checks: each checkable statement as a schema.org Claim inside a ClaimReview that has no rating yet."""

from __future__ import annotations

from typing import Any, Final

from sayso.export.jsonld import CONTEXT, agent, sureness
from sayso.terms import Act, Determinacy, Record

CHECKABLE: Final = frozenset((Act.STATEMENT, Act.DENIAL, Act.PERCEPTION))


def claims(record: Record, name: str = "record") -> dict[str, Any]:
    """The claims of a record that were made. Whether one is true sayso does not say: rating, author and date of the
    review are left open.
    """
    article = record.article
    base = article.url or f"urn:sayso:{name}"
    known = {speaker.id: speaker for speaker in record.speakers}
    reviews = []
    for one in record.attributions:
        if one.act not in CHECKABLE or one.determinacy is not Determinacy.ACTUAL:
            continue
        if one.repeats is not None or not one.content:
            continue
        claim: dict[str, Any] = {
            "@type": "Claim",
            "@id": f"{base}#{one.id}",
            "appearance": _work(record, base),
            "keywords": sureness(one, known),
        }
        if (who := agent(known.get(one.speaker or ""), base)) is not None:
            claim["author"] = who
        if article.published:
            claim["datePublished"] = article.published
        reviews.append({
            "@type": "ClaimReview",
            "claimReviewed": " … ".join(span.of(article.text) for span in one.content),
            "itemReviewed": claim,
        })  # fmt: skip
    return {"@context": CONTEXT, "@graph": reviews}


def _work(record: Record, base: str) -> dict[str, Any]:
    article = record.article
    work: dict[str, Any] = {"@type": "NewsArticle", "@id": base}
    told = {"url": article.url, "headline": article.headline, "datePublished": article.published}
    return work | {key: value for key, value in told.items() if value}
