"""A record as a table on a terminal: one row an attribution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.terminal.marks import CONTENT, CUE, SOURCE
from sayso.cli.terminal.safe import safe_line
from sayso.record.doubt import UNSAID, doubt_of
from sayso.terms import PUBLISHER, Record, Span

_CONTENT_CHARS = 90


def table_view(record: Record) -> Iterator[RenderableType]:
    """One row an attribution, in order of the text. A chain is ids of speakers, the page's own outlet left out. Last
    stands how sure the words are, and who says them.
    """
    speakers = {speaker.id: speaker for speaker in record.speakers}
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    table.add_column("id", no_wrap=True)
    table.add_column("act", overflow="fold", max_width=14)
    table.add_column("form", no_wrap=True)
    table.add_column("speaker", overflow="fold", min_width=12, max_width=26)
    table.add_column("kind", no_wrap=True)
    table.add_column("cue", overflow="fold", min_width=8)
    table.add_column("content", overflow="fold", min_width=24)
    table.add_column("chain", overflow="fold", min_width=6)
    table.add_column("words, who", no_wrap=True)
    for one in record.attributions:
        speaker = speakers.get(one.speaker or "")
        named = safe_line(str(doubt_of(one, speakers) or (speaker.name if speaker else "") or "—"))
        sure = one.speaker_confidence
        unsaid = UNSAID.get(one.determinacy)
        table.add_row(
            Text(f"{one.id} in {one.inside}" if one.inside else one.id),
            Text(f"{f'{unsaid}: ' if unsaid else ''}{one.act.replace('_', ' ')}"),
            Text(one.form),
            Text(f"{named} ({speaker.id})" if speaker else named, SOURCE),
            Text(speaker.kind if speaker else "—"),
            Text(_words(record, one.cue), CUE),
            Text(_short(_words(record, one.content)), CONTENT),
            Text(" ← ".join(hop for hop in one.chain if hop != PUBLISHER)),
            Text(f"{one.confidence:.2f} " + ("—" if sure is None else f"{sure:.2f}")),
        )
    yield table


def _words(record: Record, spans: Sequence[Span]) -> str:
    """The words of spans, with an ellipsis where they are broken."""
    return " … ".join(safe_line(span.of(record.article.text)) for span in spans)


def _short(words: str) -> str:
    """The words, cut in the middle where they are many, since both ends help to find them."""
    half = _CONTENT_CHARS // 2
    return words if len(words) <= _CONTENT_CHARS else f"{words[:half].rstrip()} […] {words[-half:].lstrip()}"
