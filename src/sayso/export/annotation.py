"""Exports W3C Web Annotations: each attribution is an Annotation with its spans as targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sayso.record.doubt import named_considered
from sayso.terms import Attribution, Record, Span, Speaker

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
ROLES: Final = ("source", "cue", "content")
_CONTEXT_CHARS: Final = 32
_TAGS: Final = ("form", "act", "determinacy", "inside", "repeats", "relay", "confidence", "speaker_confidence")


def web_annotations(record: Record, name: str = "record") -> dict[str, Any]:
    """The record as an AnnotationCollection. ``name`` is the base of the ids if the page has no URL.

    The styleClass of a target is its role (source, cue, content); act, form and other fields are tags. Positions count
    code points of the article text, like the text/plain selectors of the standard.
    """
    article = record.article
    base = article.url or f"urn:sayso:{name}"
    speakers = {speaker.id: speaker for speaker in record.speakers}
    items = [_annotation(attribution, record, speakers, base) for attribution in record.attributions]
    return {
        "@context": CONTEXT,
        "id": f"{base}#annotations",
        "type": "AnnotationCollection",
        "label": article.headline or base,
        "total": len(items),
        "generator": {
            "id": "urn:sayso:software",
            "type": "Software",
            "name": f"sayso {record.sayso.version}",
        },
        "first": {"id": f"{base}#annotations-1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _annotation(attribution: Attribution, record: Record, speakers: Mapping[str, Speaker], base: str) -> dict[str, Any]:
    """An attribution as an Annotation."""
    speaker = speakers.get(attribution.speaker or "")
    tags = [(name, value) for name in _TAGS if (value := getattr(attribution, name)) is not None]
    bodies = [_body(f"{name}:{f'{v:.2f}' if isinstance(v, float) else v}", "tagging") for name, v in tags]
    if speaker is not None:
        bodies.append(_body(speaker.name or speaker.id, "identifying"))
        bodies.append(_body(f"kind:{speaker.kind}", "tagging"))
    for name, probability in named_considered(attribution, speakers):
        bodies.append(_body(f"considered:{probability:.2f} {name}", "tagging"))
    return {
        "id": f"{base}#{attribution.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": [
            {
                "type": "SpecificResource",
                "source": base,
                "styleClass": role,
                "selector": selectors(record.article.text, span),
            }
            for role in ROLES
            for span in getattr(attribution, role)
        ],
    }


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"}


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """A span as a TextQuoteSelector and a TextPositionSelector."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - _CONTEXT_CHARS) : span.start],
            "suffix": text[span.end : span.end + _CONTEXT_CHARS],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def read_annotations(collection: dict[str, Any], text: str) -> list[dict[str, list[Span]]]:
    """The spans of each annotation by role. Raises ValueError if the text at a position is not the quote."""
    annotations = []
    for item in collection["first"]["items"]:
        spans: dict[str, list[Span]] = {role: [] for role in ROLES}
        for target in item["target"]:
            quote, position = target["selector"]
            span = Span(position["start"], position["end"])
            if span.of(text) != quote["exact"]:
                raise ValueError(f"{item['id']}: the text at {span} is not the quote")
            spans[target["styleClass"]].append(span)
        annotations.append(spans)
    return annotations
