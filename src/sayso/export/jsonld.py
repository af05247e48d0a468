"""schema.org: the page as a NewsArticle, what is quoted as Quotations, what is told in other words as Claims.

A Quotation has ``spokenByCharacter``, a Claim ``author``; a relayed one has a ``citation`` of the outlet that it
is from. What was not said (negated, hypothetical) is a Claim ``about`` the speaker, without an author. How sure words
and speaker are stands in the keywords.
Kinds of speakers without a type of schema.org (unnamed sources, groups) are a Person or Organization with a description
and no name, so that nobody is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.record.doubt import named_considered
from sayso.terms import PUBLISHER, Attribution, Determinacy, Form, Record, Speaker, SpeakerKind

CONTEXT = "https://schema.org"


def jsonld(record: Record, name: str = "record") -> dict[str, Any]:
    """The record as JSON-LD; ``name`` makes the ids where the page has no URL."""
    article = record.article
    base = article.url or f"urn:sayso:{name}"
    known = {speaker.id: speaker for speaker in record.speakers}
    return _without_none({
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
        "author": [{"@type": "Person", "name": who} for who in article.byline] or None,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.publisher} if article.publisher else None,
        "hasPart": [_part(one, record, known, base) for one in record.attributions],
    })  # fmt: skip


def _part(one: Attribution, record: Record, known: dict[str, Speaker], base: str) -> dict[str, Any]:
    """An attribution as a Quotation or Claim; what nobody said is a Claim about the speaker, who is not its author."""
    text = " … ".join(span.of(record.article.text) for span in one.content)
    who = agent(known.get(one.speaker or ""), base)
    said = one.determinacy is Determinacy.ACTUAL
    quoted = said and one.form is not Form.INDIRECT
    relay = known.get(one.relay or "")
    return _without_none({
        "@type": "Quotation" if quoted else "Claim",
        "@id": f"{base}#{one.id}",
        "text": text,
        "spokenByCharacter": who if quoted else None,
        "author": who if said and not quoted else None,
        "about": None if said else who,
        "isPartOf": {"@id": f"{base}#{one.inside}" if one.inside else base},
        "sameAs": f"{base}#{one.repeats}" if one.repeats else None,
        "keywords": [f"act:{one.act}", f"form:{one.form}", f"determinacy:{one.determinacy}", *sureness(one, known)],
        "citation": {"@type": "CreativeWork", "publisher": agent(relay, base)} if relay else None,
    })  # fmt: skip


def sureness(one: Attribution, known: Mapping[str, Speaker]) -> list[str]:
    """How sure an attribution's words and speaker are, and who else it could be, as keywords."""
    told = [f"confidence:{one.confidence:.2f}"]
    if one.speaker_confidence is not None:
        told.append(f"speaker_confidence:{one.speaker_confidence:.2f}")
    return [*told, *(f"considered:{probability:.2f} {name}" for name, probability in named_considered(one, known))]


def agent(speaker: Speaker | None, base: str) -> dict[str, Any] | None:
    """A speaker as a Person or Organization; a document as its description is none, so it is a Thing's name only."""
    if speaker is None or speaker.kind in (SpeakerKind.UNSTATED, SpeakerKind.DOCUMENT):
        return None if speaker is None or speaker.kind is SpeakerKind.UNSTATED else _organization(speaker, base)
    if speaker.kind is SpeakerKind.OUTLET:
        return {**_organization(speaker, base), "@type": "NewsMediaOrganization"}
    if speaker.kind is SpeakerKind.ORGANIZATION:
        return _organization(speaker, base)
    named = speaker.kind in (SpeakerKind.PERSON, SpeakerKind.AUTHOR)
    if speaker.kind is SpeakerKind.GROUP:
        return _without_none({"@type": "Organization", "@id": f"{base}#{speaker.id}", "description": speaker.name})
    return _without_none({
        "@type": "Person",
        "@id": f"{base}#{speaker.id}",
        "name": speaker.name or None if named else None,
        "description": None if named else speaker.name,
        "jobTitle": speaker.role,
        "affiliation": {"@type": "Organization", "name": speaker.affiliation} if speaker.affiliation else None,
    })  # fmt: skip


def _organization(speaker: Speaker, base: str) -> dict[str, Any]:
    name = speaker.name or ("the publisher" if speaker.id == PUBLISHER else None)
    kind = "description" if speaker.kind is SpeakerKind.DOCUMENT else "name"
    return _without_none({"@type": "Organization", "@id": f"{base}#{speaker.id}", kind: name})


def _without_none(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None}
