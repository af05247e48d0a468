"""Gives each statement as a self-contained passage with its provenance: chunks(record) -> list[Chunk]."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from sayso.terms import Attribution, Record, Span, Speaker, SpeakerKind

_MAX_PASSAGE_CHARS: Final = 2_000  # a longer passage has only the sentences with a span


class Chunk(msgspec.Struct, frozen=True):
    """A statement as a passage. ``text`` is for embedding and for the prompt, the other fields are its provenance.

    ``content`` and ``passage`` are verbatim: the words of the statement, and the sentences that contain it.
    ``passage_spans`` and ``content_spans`` are offsets into ``record.article.text``. ``chain`` has names, from the
    outlet to the first-hand source. ``doubt`` names the possible speakers if the speaker is uncertain. ``inside`` is
    the id of the chunk of the enclosing statement, ``repeats`` that of the statement that this one repeats.
    """

    id: str
    text: str
    content: str
    passage: str
    speaker: str | None
    doubt: str | None
    kind: str
    role: str | None
    affiliation: str | None
    act: str
    form: str
    determinacy: str
    outlet: str | None
    published: str | None
    headline: str | None
    url: str | None
    chain: tuple[str, ...]
    relayed: bool
    inside: str | None
    repeats: str | None
    confidence: float
    speaker_confidence: float | None
    content_spans: tuple[Span, ...]
    passage_spans: tuple[Span, ...]

    def metadata(self) -> dict[str, str | int | float | bool]:
        """Return the provenance as flat values without None, as vector stores expect it; lists become text."""
        values = {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("id", "text", "passage")}
        values["chain"] = " ← ".join(self.chain)
        for name in ("content_spans", "passage_spans"):
            values[name] = " ".join(f"{span.start}-{span.end}" for span in values[name])
        return {name: value for name, value in values.items() if value not in (None, "")}


def chunks(record: Record) -> list[Chunk]:
    """Return each statement of a record as a self-contained passage with its provenance, in the order of the text.

    The ids are those of the attributions after the URL of the page, or after the hash of its text: the same page and
    model give the same chunks. Use ``record.only(…)`` first to leave statements out.
    """
    from hashlib import sha256

    from sayso.text.sentences import sentence_ends

    text = record.article.text
    base = record.article.url or f"urn:sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    breaks = [0, *(start for _, start in sentence_ends(text)), len(text)]
    speakers = {speaker.id: speaker for speaker in record.speakers}
    return [_chunk(record, attribution, speakers, breaks, base) for attribution in record.attributions]


def _chunk(
    record: Record, attribution: Attribution, speakers: Mapping[str, Speaker], breaks: Sequence[int], base: str
) -> Chunk:
    """The chunk of an attribution."""
    from sayso.record.doubt import doubt_of

    article = record.article
    speaker = speakers.get(attribution.speaker or "")
    doubt = doubt_of(attribution, speakers)
    spans = _passage(article.text, attribution, breaks)
    content = " … ".join(span.of(article.text) for span in attribution.content)
    passage = " … ".join(span.of(article.text) for span in spans)
    chain = tuple(speakers[hop].name or "this page’s outlet" for hop in attribution.chain if hop in speakers)
    lines = (
        f"{_act(attribution)}: {content}",
        f"Speaker: {_who(speaker, str(doubt) if doubt else None)}",
        f"Passage: {passage}",
        f"Published: {_where(record)}",
        f"Chain: {' ← '.join(chain)}" if len(chain) > 1 else "",
    )
    return Chunk(
        id=f"{base}#{attribution.id}", text="\n".join(line for line in lines if line), content=content,
        passage=passage, speaker=(speaker.name or None) if speaker else None, doubt=str(doubt) if doubt else None,
        kind=str(speaker.kind if speaker else SpeakerKind.UNSTATED), role=speaker.role if speaker else None,
        affiliation=speaker.affiliation if speaker else None, act=str(attribution.act), form=str(attribution.form),
        determinacy=str(attribution.determinacy), outlet=article.publisher, published=article.published,
        headline=article.headline, url=article.url, chain=chain, relayed=attribution.relay is not None,
        inside=f"{base}#{attribution.inside}" if attribution.inside else None,
        repeats=f"{base}#{attribution.repeats}" if attribution.repeats else None,
        confidence=attribution.confidence, speaker_confidence=attribution.speaker_confidence,
        content_spans=attribution.content, passage_spans=spans,
    )  # fmt: skip


def _act(attribution: Attribution) -> str:
    """The act as a label: "Statement", "Non response", "Statement (did not say)"."""
    from sayso.record.doubt import UNSAID

    unsaid = UNSAID.get(attribution.determinacy)
    return attribution.act.replace("_", " ").capitalize() + (f" ({unsaid})" if unsaid else "")


def _who(speaker: Speaker | None, doubt: str | None) -> str:
    """The speaker with kind, role and affiliation."""
    if speaker is None or not speaker.name:
        return doubt or "not stated"
    about = ", ".join(part for part in (speaker.role, speaker.affiliation) if part)
    return f"{doubt or speaker.name} ({speaker.kind}{f'; {about}' if about else ''})"


def _where(record: Record) -> str:
    """Outlet, date, headline and address of the page."""
    article = record.article
    parts = (article.publisher, article.published, article.headline and f"“{article.headline}”", article.url)
    return ", ".join(part for part in parts if part) or "unknown"


def _passage(text: str, attribution: Attribution, breaks: Sequence[int]) -> tuple[Span, ...]:
    """The sentences from the first to the last span of an attribution; of a long passage, those with a span."""
    spans = sorted((*attribution.source, *attribution.cue, *attribution.content))
    if not spans:
        return ()
    sentences = list(pairwise(breaks))
    first, last = bisect_right(breaks, spans[0].start) - 1, bisect_left(breaks, max(span.end for span in spans)) - 1
    ranges = [(sentences[first][0], sentences[last][1])]
    if ranges[0][1] - ranges[0][0] > _MAX_PASSAGE_CHARS:
        ranges = [
            (start, end)
            for start, end in sentences[first : last + 1]
            if any(span.start < end and start < span.end for span in spans)
        ]
    return tuple(_stripped(text, start, end) for start, end in ranges if text[start:end].strip())


def _stripped(text: str, start: int, end: int) -> Span:
    """A span without white space at its borders."""
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
