"""Exports schema.org as JSON-LD: the page is a NewsArticle, quotations are Quotations, indirect statements Claims.

A Quotation has ``spokenByCharacter``, a Claim ``author``. A relayed statement has a ``citation`` of the original
outlet. A negated or hypothetical statement is a Claim ``about`` the speaker, without an author. The keywords contain
the confidence of spans and speaker. An unnamed source is a Person, a group an Organization, both with a description
and without a name, so that the export invents no names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.record.doubt import named_considered
from sayso.terms import PUBLISHER, Attribution, Determinacy, Form, Record, Speaker, SpeakerKind

CONTEXT = "https://schema.org"


def jsonld(record: Record, name: str = "record") -> dict[str, Any]:
    """The record as JSON-LD. ``name`` is the base of the ids if the page has no URL."""
    article = record.article
    base = article.url or f"urn:sayso:{name}"
    speakers = {speaker.id: speaker for speaker in record.speakers}
    return without_none({
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": base,
        "url": article.url,
        "headline": article.headline,
        "alternativeHeadline": article.dek,
        "datePublished": article.published,
        "dateModified": article.modified,
        "inLanguage": article.language,
        "articleSection": article.section,
        "author": [{"@type": "Person", "name": author} for author in article.byline] or None,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.publisher} if article.publisher else None,
        "sourceOrganization": {"@type": "Organization", "name": article.origin} if article.origin else None,
        "hasPart": [_part(attribution, record, speakers, base) for attribution in record.attributions],
    })  # fmt: skip


def _part(attribution: Attribution, record: Record, speakers: dict[str, Speaker], base: str) -> dict[str, Any]:
    """An attribution as a Quotation or a Claim."""
    text = " … ".join(span.of(record.article.text) for span in attribution.content)
    speaker = agent(speakers.get(attribution.speaker or ""), base)
    actual = attribution.determinacy is Determinacy.ACTUAL
    quoted = actual and attribution.form is not Form.INDIRECT
    relay = speakers.get(attribution.relay or "")
    return without_none({
        "@type": "Quotation" if quoted else "Claim",
        "@id": f"{base}#{attribution.id}",
        "text": text,
        "spokenByCharacter": speaker if quoted else None,
        "author": speaker if actual and not quoted else None,
        "about": None if actual else speaker,
        "isPartOf": {"@id": f"{base}#{attribution.inside}" if attribution.inside else base},
        "sameAs": f"{base}#{attribution.repeats}" if attribution.repeats else None,
        "keywords": [f"{name}:{getattr(attribution, name)}" for name in ("act", "form", "determinacy")]
        + confidence_keywords(attribution, speakers),
        "citation": {"@type": "CreativeWork", "publisher": agent(relay, base)} if relay else None,
    })  # fmt: skip


def confidence_keywords(attribution: Attribution, speakers: Mapping[str, Speaker]) -> list[str]:
    """The confidence of spans and speaker, and the alternative speakers, as keywords."""
    keywords = [f"confidence:{attribution.confidence:.2f}"]
    if attribution.speaker_confidence is not None:
        keywords.append(f"speaker_confidence:{attribution.speaker_confidence:.2f}")
    alternatives = named_considered(attribution, speakers)
    return [*keywords, *(f"considered:{probability:.2f} {name}" for name, probability in alternatives)]


def agent(speaker: Speaker | None, base: str) -> dict[str, Any] | None:
    """A speaker as a Person or an Organization; None for an unstated speaker."""
    if speaker is None or speaker.kind is SpeakerKind.UNSTATED:
        return None
    if speaker.kind is SpeakerKind.OUTLET:
        return {**_organization(speaker, base), "@type": "NewsMediaOrganization"}
    if speaker.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT):
        return _organization(speaker, base)
    named = speaker.kind in (SpeakerKind.PERSON, SpeakerKind.AUTHOR)
    if speaker.kind is SpeakerKind.GROUP:
        return without_none({"@type": "Organization", "@id": f"{base}#{speaker.id}", "description": speaker.name})
    return without_none({
        "@type": "Person",
        "@id": f"{base}#{speaker.id}",
        "name": speaker.name or None if named else None,
        "description": None if named else speaker.name,
        "jobTitle": speaker.role,
        "affiliation": {"@type": "Organization", "name": speaker.affiliation} if speaker.affiliation else None,
    })  # fmt: skip


def _organization(speaker: Speaker, base: str) -> dict[str, Any]:
    """A speaker as an Organization; a document has a description in place of a name."""
    name = speaker.name or ("the publisher" if speaker.id == PUBLISHER else None)
    kind = "description" if speaker.kind is SpeakerKind.DOCUMENT else "name"
    return without_none({"@type": "Organization", "@id": f"{base}#{speaker.id}", kind: name})


def without_none(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that are not None."""
    return {key: value for key, value in fields.items() if value is not None}
