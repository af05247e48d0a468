"""The spaCy component: ``nlp.add_pipe("sayso")`` finds the attributed statements of a Doc (extra ``spacy``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from sayso.errors import extra_missing
from sayso.limits import DEFAULT, Options
from sayso.pipeline import attribute
from sayso.terms import Attribution, Page, Record, Spans, Speaker

try:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan
except ImportError as error:
    raise extra_missing("the spaCy component", "spacy", "spacy") from error

SPANS_KEY: Final = "sayso"
"""The key in ``doc.spans``."""
LABELS: Final = {"source": "SOURCE", "cue": "CUE", "content": "CONTENT"}
"""The labels of the spans in ``doc.spans["sayso"]`` by role."""
_RECORD: Final = "sayso_json"
_CACHED_RECORDS: Final = 16


@dataclass(frozen=True, slots=True)
class DocAttribution:
    """An attribution with its spans as spans of the Doc. ``attribution`` and ``speaker`` are those of the record, with
    offsets in characters; the spans of the Doc are extended to whole tokens.
    """

    attribution: Attribution
    speaker: Speaker | None
    source: tuple[DocSpan, ...]
    cue: tuple[DocSpan, ...]
    content: tuple[DocSpan, ...]


class SaysoComponent:
    """Adds ``doc._.sayso`` (the record), ``doc._.attributions`` and ``doc.spans["sayso"]`` to each Doc."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributed statements of a Doc. Its text is read as plain text, whose characters stay the same."""
        record = attribute(Page(doc.text, "doc"), options=self._options) if doc.text.strip() else None
        setattr(doc._, _RECORD, None if record is None else record.to_json())
        spans = []
        for attribution in record.attributions if record is not None else ():
            for role, label in LABELS.items():
                spans += _doc_spans(doc, getattr(attribution, role), label, attribution.id)
        doc.spans[SPANS_KEY] = spans
        return doc


@Language.factory(
    "sayso",
    default_config={"model": None, "publisher": None, "min_confidence": 0.0, "min_speaker_confidence": 0.0},
    assigns=["doc._.sayso", "doc._.attributions", "doc.spans"],
)
def create(
    nlp: Language,
    name: str,
    model: str | None,
    publisher: str | None,
    min_confidence: float,
    min_speaker_confidence: float,
) -> SaysoComponent:
    """Return the component. ``model`` is a folder of ``sayso train`` (None: the bundled model), ``publisher`` the
    outlet of the texts; the bounds omit statements with a lower probability.
    """
    _add_extensions()
    return SaysoComponent(
        replace(
            DEFAULT,
            format="text",
            model=None if model is None else Path(model),
            publisher=publisher,
            min_confidence=min_confidence,
            min_speaker_confidence=min_speaker_confidence,
        )
    )


def _add_extensions() -> None:
    """Register the extension attributes of Doc. The record is stored as JSON, so that a Doc can be serialized."""
    if not Doc.has_extension(_RECORD):
        Doc.set_extension(_RECORD, default=None)
        Doc.set_extension("sayso", getter=_record)
        Doc.set_extension("attributions", getter=_attributions)


def _record(doc: Doc) -> Record | None:
    """The record of a Doc; None for a Doc without text, or one that the component has not read."""
    text = getattr(doc._, _RECORD)
    return None if text is None else _decoded(text)


@lru_cache(maxsize=_CACHED_RECORDS)
def _decoded(text: str) -> Record:
    """The record of a JSON text."""
    return Record.from_json(text)


def _attributions(doc: Doc) -> tuple[DocAttribution, ...]:
    """The attributions of a Doc in the order of its text."""
    record = _record(doc)
    if record is None:
        return ()
    speakers = {speaker.id: speaker for speaker in record.speakers}
    return tuple(
        DocAttribution(
            attribution,
            speakers.get(attribution.speaker or ""),
            *(tuple(_doc_spans(doc, getattr(attribution, role), LABELS[role], attribution.id)) for role in LABELS),
        )
        for attribution in record.attributions
    )


def _doc_spans(doc: Doc, spans: Spans, label: str, name: str) -> list[DocSpan]:
    """Spans of characters as spans of the Doc, extended to whole tokens; ``name`` becomes the id of the span."""
    aligned = (doc.char_span(span.start, span.end, label, span_id=name, alignment_mode="expand") for span in spans)
    return [span for span in aligned if span is not None]
