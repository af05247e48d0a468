"""Shows a record on a terminal as a table of attributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from sayso.cli.terminal.marks import CONTENT, CUE, SOURCE
from sayso.cli.terminal.rows import Heading, Rows
from sayso.cli.terminal.safe import safe_line
from sayso.record.doubt import UNSAID, doubt_of
from sayso.terms import PUBLISHER, Record, Span

_MAX_CONTENT_CHARS = 90
_HEADINGS = (
    Heading("id", 10), Heading("act", max_width=14), Heading("form"), Heading("speaker", 12, 26), Heading("kind"),
    Heading("cue", 8), Heading("content", 24), Heading("chain", 6), Heading("words, who", 10),
)  # fmt: skip


def table_view(record: Record) -> Iterator[RenderableType]:
    """One row per attribution, in text order.

    The chain omits the publisher. The last column has the confidence of the spans and that of the speaker.
    """
    speakers = {speaker.id: speaker for speaker in record.speakers}
    rows = []
    for attribution in record.attributions:
        speaker = speakers.get(attribution.speaker or "")
        name = safe_line(str(doubt_of(attribution, speakers) or (speaker.name if speaker else "") or "—"))
        confidence = attribution.speaker_confidence
        unsaid = UNSAID.get(attribution.determinacy)
        row = (
            Text(f"{attribution.id} in {attribution.inside}" if attribution.inside else attribution.id),
            Text(f"{f'{unsaid}: ' if unsaid else ''}{attribution.act.replace('_', ' ')}"),
            Text(attribution.form),
            Text(f"{name} ({speaker.id})" if speaker else name, SOURCE),
            Text(speaker.kind if speaker else "—"),
            Text(_words(record, attribution.cue), CUE),
            Text(_short(_words(record, attribution.content)), CONTENT),
            Text(" ← ".join(hop for hop in attribution.chain if hop != PUBLISHER)),
            Text(f"{attribution.confidence:.2f} " + ("—" if confidence is None else f"{confidence:.2f}")),
        )
        rows.append(row)
    yield Rows(_HEADINGS, rows)


def _words(record: Record, spans: Sequence[Span]) -> str:
    """The words of spans, with an ellipsis between them."""
    return " … ".join(safe_line(span.of(record.article.text)) for span in spans)


def _short(words: str) -> str:
    """The words without the middle if they are long; both ends help to find the passage."""
    half = _MAX_CONTENT_CHARS // 2
    return words if len(words) <= _MAX_CONTENT_CHARS else f"{words[:half].rstrip()} […] {words[-half:].lstrip()}"
