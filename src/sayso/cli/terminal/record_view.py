"""Shows a record on a terminal: the article with marks, then speakers, chains, contradictions and sourcing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.terminal import marks
from sayso.cli.terminal.rows import Heading, Rows
from sayso.cli.terminal.safe import safe_line
from sayso.cli.terminal.summary import sourcing_view
from sayso.record.doubt import UNSAID, doubt_of
from sayso.terms import PUBLISHER, READ_KINDS, Article, Block, BlockKind, Determinacy, Record, Speaker

_OWN = READ_KINDS | {BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT}
_GUTTER = 10


def page_view(record: Record, *, furniture: bool = False) -> Iterator[RenderableType]:
    """The parts of the view in order. Text of the page is escaped: no markup, no terminal control sequences."""
    yield _metadata(record.article)
    yield legend()
    yield _article(record, furniture=furniture)
    if not record.attributions:
        yield Text("No attributed statements found.", "bold")
        return
    yield speakers_view(record)
    yield from _doubts(record)
    yield from _not_actual(record)
    yield from _chains(record)
    yield from _relays(record)
    yield from _inconsistencies(record)
    yield sourcing_view(record)


def legend() -> Text:
    """The legend of the marks."""
    line = Text()
    for role, (left, right) in marks.BRACKETS.items():
        line.append(f"{left}{role}{right}", marks.STYLES[role]).append("  ")
    return line.append("superscript: number of the attribution (¹ is a1)\n", "dim")


def heading(words: str) -> Text:
    """The heading of a part of the view."""
    return Text(f"\n{words}", "bold")


def _metadata(article: Article) -> Text:
    """The metadata of the page on one line."""
    parts = [
        article.publisher,
        article.published and f"published {article.published}",
        article.modified and f"modified {article.modified}",
        article.origin and f"text of {article.origin}",
        article.byline and "by " + ", ".join(article.byline),
        article.language,
        article.url,
    ]
    return Text(safe_line(" · ".join(part for part in parts if part) or "no metadata"), "dim")


def _article(record: Record, *, furniture: bool) -> Table:
    """Each block, labeled with its kind (except body) and the attributions that start in it."""
    all_marks = marks.marks(record.attributions)
    starts = {a.id: min(span.start for span in (*a.source, *a.cue, *a.content)) for a in record.attributions}
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=_GUTTER, style="dim")
    grid.add_column(overflow="fold")
    for is_own, run in groupby(record.article.blocks, lambda block: block.kind in _OWN):
        blocks = list(run)
        if not (is_own or furniture):
            grid.add_row("", _folded(blocks))
            grid.add_row("", "")
            continue
        for block in blocks:
            ids = [name for name, start in starts.items() if block.span.start <= start < block.span.end]
            label = [] if block.kind is BlockKind.BODY else [block.kind.replace("_", " ")]
            words = marks.marked(record.article.text, block.span, marks.in_block(block, all_marks))
            words.style = "bold" if block.kind is BlockKind.HEADLINE else "" if block.kind in READ_KINDS else "dim"
            grid.add_row(" ".join(label + ids), words)
            grid.add_row("", "")
    return grid


def _folded(blocks: list[Block]) -> Text:
    """One line for adjacent furniture blocks: their number by kind."""
    kinds = Counter(block.kind.replace("_", " ") for block in blocks)
    summary = ", ".join(f"{count} × {kind}" if count > 1 else kind for kind, count in kinds.items())
    return Text(f"··· furniture, not searched: {summary}", "dim italic")


def speakers_view(record: Record) -> Rows:
    """A table of speakers with the ids of their attributions."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for attribution in record.attributions:
        counts = attribution.repeats is None and attribution.determinacy is Determinacy.ACTUAL
        if attribution.speaker is not None and counts:
            said[attribution.speaker].append(attribution.id)
    headings = [Heading(name) for name in ("id", "name", "kind", "role, affiliation")]
    rows = []
    for speaker in sorted(record.speakers, key=lambda speaker: -len(said[speaker.id])):
        if ids := said[speaker.id]:
            cells = (speaker.id, safe_line(speaker.name) or "—", speaker.kind, _description(speaker))
            rows.append([*map(Text, (*cells, str(len(ids)), " ".join(ids)))])
    return Rows([*headings, Heading("said", right=True), Heading("attributions")], rows, "Speakers")


def _description(speaker: Speaker) -> str:
    """The role, the affiliation, and the reason for anonymity."""
    parts = [speaker.role, speaker.affiliation]
    if speaker.spokesperson and "spokes" not in (speaker.role or ""):
        parts.append("spokesperson")
    if speaker.anonymity_reason:
        parts.append(f"unnamed: “{speaker.anonymity_reason}”")
    return safe_line(", ".join(part for part in parts if part))


def _doubts(record: Record) -> Iterator[RenderableType]:
    """The attributions with an uncertain speaker, and the alternatives."""
    speakers = {speaker.id: speaker for speaker in record.speakers}
    doubts = [(row, doubt) for row in record.attributions if (doubt := doubt_of(row, speakers)) is not None]
    if doubts:
        yield heading("Uncertain speakers")
    for attribution, doubt in doubts:
        confidence = attribution.speaker_confidence
        percent = "" if confidence is None else f" ({confidence:.0%})"
        yield Text("  ").append(safe_line(str(doubt)), marks.SOURCE).append(f"{percent}  {attribution.id}", "dim")


def _not_actual(record: Record) -> Iterator[RenderableType]:
    """The negated and hypothetical attributions, which no count includes."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    not_actual = [row for row in record.attributions if row.determinacy is not Determinacy.ACTUAL]
    if not_actual:
        yield heading("Not said")
    for attribution in not_actual:
        words = " … ".join(span.of(record.article.text) for span in attribution.content)
        line = Text("  ").append(UNSAID[attribution.determinacy], marks.CUE).append("  ")
        line.append(safe_line(names.get(attribution.speaker or "", "") or "—"), marks.SOURCE)
        line.append(": ").append(safe_line(words), marks.CONTENT)
        yield line.append(f"  {attribution.id}", "dim")


def _chains(record: Record) -> Iterator[RenderableType]:
    """The chains with more hops than publisher and speaker."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    names[PUBLISHER] = record.article.publisher or names.get(PUBLISHER) or "this page"
    chains: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for attribution in record.attributions:
        if len(attribution.chain) > 2 and attribution.determinacy is Determinacy.ACTUAL:
            chains[attribution.chain].append(attribution.id)
    if chains:
        yield heading("Chains, from the publisher to the first-hand source")
    for chain, ids in chains.items():
        hops = Text("  ")
        for number, hop in enumerate(chain):
            hops.append(" ← " if number else "", marks.CUE).append(safe_line(names.get(hop, hop)), marks.SOURCE)
        yield hops.append("  " + " ".join(ids), "dim")


def _relays(record: Record) -> Iterator[RenderableType]:
    """The outlets whose reports the page relays."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    if record.relays:
        yield heading("Relayed from")
    for relay in record.relays:
        line = Text("  ").append(safe_line(names.get(relay.outlet, relay.outlet)), marks.SOURCE)
        yield line.append("  " + " ".join(relay.attributions), "dim")


def _inconsistencies(record: Record) -> Iterator[RenderableType]:
    """The inconsistencies of the page with their passages."""
    if record.inconsistencies:
        yield heading("Contradictions")
    for inconsistency in record.inconsistencies:
        yield Text(f"  ! {safe_line(inconsistency.why)}", marks.CUE)
        for span in inconsistency.spans:
            yield Text(f"    [{span.start}, {span.end}) {safe_line(span.of(record.article.text))}", "dim")
