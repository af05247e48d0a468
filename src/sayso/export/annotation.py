"""W3C Web Annotation: each attribution an Annotation whose targets are its spans, by quote and by position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sayso.record.doubt import named_considered
from sayso.terms import Attribution, Record, Span, Speaker

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
ROLES: Final = ("source", "cue", "content")
_AROUND: Final = 32
_TAGS: Final = ("form", "act", "determinacy", "inside", "repeats", "relay", "confidence", "speaker_confidence")


def web_annotations(record: Record, name: str = "record") -> dict[str, Any]:
    """The record as an AnnotationCollection; ``name`` makes the ids where the page has no URL.

    The role of a target (source, cue, content) is its styleClass; act, form and the like are tags. Positions count code
    points of the article's text, as the standard's text/plain selectors do.
    """
    article = record.article
    base = article.url or f"urn:sayso:{name}"
    known = {speaker.id: speaker for speaker in record.speakers}
    made = [_annotation(one, record, known, base) for one in record.attributions]
    return {
        "@context": CONTEXT,
        "id": f"{base}#annotations",
        "type": "AnnotationCollection",
        "label": article.headline or base,
        "total": len(made),
        "generator": {
            "id": "urn:sayso:software",
            "type": "Software",
            "name": f"sayso {record.sayso.version}",
        },
        "first": {"id": f"{base}#annotations-1", "type": "AnnotationPage", "startIndex": 0, "items": made},
    }


def _annotation(one: Attribution, record: Record, known: Mapping[str, Speaker], base: str) -> dict[str, Any]:
    speaker = known.get(one.speaker or "")
    told = [(name, value) for name in _TAGS if (value := getattr(one, name)) is not None]
    bodies = [_body(f"{name}:{f'{v:.2f}' if isinstance(v, float) else v}", "tagging") for name, v in told]
    if speaker is not None:
        bodies.append(_body(speaker.name or speaker.id, "identifying"))
        bodies.append(_body(f"kind:{speaker.kind}", "tagging"))
    for name, probability in named_considered(one, known):
        bodies.append(_body(f"considered:{probability:.2f} {name}", "tagging"))
    return {
        "id": f"{base}#{one.id}",
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
            for span in getattr(one, role)
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
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def read_annotations(made: dict[str, Any], text: str) -> list[dict[str, list[Span]]]:
    """The spans by role of each annotation of a collection, from its positions; a quote that is not there is a
    ValueError.
    """
    out = []
    for item in made["first"]["items"]:
        spans: dict[str, list[Span]] = {role: [] for role in ROLES}
        for target in item["target"]:
            quote, position = target["selector"]
            span = Span(position["start"], position["end"])
            if span.of(text) != quote["exact"]:
                raise ValueError(f"{item['id']}: the text at {span} is not the quote")
            spans[target["styleClass"]].append(span)
        out.append(spans)
    return out
