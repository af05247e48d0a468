"""A record on a terminal: the article with its marks, then speakers, chains, what is at odds, and the sourcing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.terminal import marks
from sayso.cli.terminal.safe import safe_line
from sayso.cli.terminal.summary import sourcing_view
from sayso.record.doubt import UNSAID, doubt_of
from sayso.terms import PUBLISHER, READ_KINDS, Article, Block, BlockKind, Determinacy, Record, Speaker

_OWN = READ_KINDS | {BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT}
_GUTTER = 10


def page_view(record: Record, *, furniture: bool = False) -> Iterator[RenderableType]:
    """The parts of the view in order. Whatever comes from the page is plain text, never markup or a command."""
    yield _stated(record.article)
    yield legend()
    yield _article(record, furniture=furniture)
    if not record.attributions:
        yield Text("No attributed statement was found.", "bold")
        return
    yield speakers_view(record)
    yield from _doubts(record)
    yield from _unsaid(record)
    yield from _chains(record)
    yield from _relays(record)
    yield from _inconsistencies(record)
    yield sourcing_view(record)


def legend() -> Text:
    """What the marks mean."""
    out = Text()
    for role, (left, right) in marks.BRACKETS.items():
        out.append(f"{left}{role}{right}", marks.STYLES[role]).append("  ")
    return out.append("raised figures: the attribution, ¹ is a1\n", "dim")


def heading(words: str) -> Text:
    """A heading over a part of the view."""
    return Text(f"\n{words}", "bold")


def _stated(article: Article) -> Text:
    """What the page states of itself, on one line."""
    parts = [
        article.publisher,
        article.published and f"published {article.published}",
        article.modified and f"modified {article.modified}",
        article.byline and "by " + ", ".join(article.byline),
        article.language,
        article.url,
    ]
    return Text(safe_line(" · ".join(part for part in parts if part) or "the page states nothing of itself"), "dim")


def _article(record: Record, *, furniture: bool) -> Table:
    """Every block; beside it what it is, if not body, and the attributions that begin in it."""
    found = marks.marks(record.attributions)
    begins = {a.id: min(span.start for span in (*a.source, *a.cue, *a.content)) for a in record.attributions}
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=_GUTTER, style="dim")
    grid.add_column(overflow="fold")
    for own, run in groupby(record.article.blocks, lambda block: block.kind in _OWN):
        blocks = list(run)
        if not (own or furniture):
            grid.add_row("", _folded(blocks))
            grid.add_row("", "")
            continue
        for block in blocks:
            ids = [name for name, at in begins.items() if block.span.start <= at < block.span.end]
            label = [] if block.kind is BlockKind.BODY else [block.kind.replace("_", " ")]
            words = marks.marked(record.article.text, block.span, marks.in_block(block, found))
            words.style = "bold" if block.kind is BlockKind.HEADLINE else "" if block.kind in READ_KINDS else "dim"
            grid.add_row(" ".join(label + ids), words)
            grid.add_row("", "")
    return grid


def _folded(blocks: list[Block]) -> Text:
    """One line for a run of furniture: how much, and what kinds."""
    kinds = Counter(block.kind.replace("_", " ") for block in blocks)
    told = ", ".join(f"{count} × {kind}" if count > 1 else kind for kind, count in kinds.items())
    return Text(f"··· furniture, not searched: {told}", "dim italic")


def speakers_view(record: Record) -> Table:
    """Who speaks: one row a speaker, with the ids of what is attributed to it."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for attribution in record.attributions:
        counts = attribution.repeats is None and attribution.determinacy is Determinacy.ACTUAL
        if attribution.speaker is not None and counts:
            said[attribution.speaker].append(attribution.id)
    table = Table(box=box.SIMPLE_HEAD, title="Speakers", title_justify="left", title_style="bold", show_edge=False)
    for column in ("id", "name", "kind", "role, affiliation"):
        table.add_column(column, overflow="fold")
    table.add_column("said", justify="right")
    table.add_column("attributions", overflow="fold")
    for speaker in sorted(record.speakers, key=lambda one: -len(said[one.id])):
        if said[speaker.id]:
            ids = said[speaker.id]
            told = (speaker.id, safe_line(speaker.name) or "—", speaker.kind, _standing(speaker))
            table.add_row(*map(Text, (*told, str(len(ids)), " ".join(ids))))
    return table


def _standing(speaker: Speaker) -> str:
    """Role, affiliation, and what is stated about who it is."""
    parts = [speaker.role, speaker.affiliation]
    if speaker.spokesperson and "spokes" not in (speaker.role or ""):
        parts.append("spokesperson")
    if speaker.anonymity_reason:
        parts.append(f"unnamed: “{speaker.anonymity_reason}”")
    return safe_line(", ".join(part for part in parts if part))


def _doubts(record: Record) -> Iterator[RenderableType]:
    """Of whom it is not sure who speaks, and who else it could be."""
    speakers = {speaker.id: speaker for speaker in record.speakers}
    doubts = [(one, told) for one in record.attributions if (told := doubt_of(one, speakers)) is not None]
    if doubts:
        yield heading("Not sure who")
    for one, told in doubts:
        sure = "" if one.speaker_confidence is None else f" ({one.speaker_confidence:.0%})"
        yield Text("  ").append(safe_line(str(told)), marks.SOURCE).append(f"{sure}  {one.id}", "dim")


def _unsaid(record: Record) -> Iterator[RenderableType]:
    """What was not said, or is only thought of as said: it counts nowhere."""
    speakers = {speaker.id: speaker.name for speaker in record.speakers}
    found = [one for one in record.attributions if one.determinacy is not Determinacy.ACTUAL]
    if found:
        yield heading("Not said")
    for one in found:
        words = " … ".join(span.of(record.article.text) for span in one.content)
        line = Text("  ").append(UNSAID[one.determinacy], marks.CUE).append("  ")
        line.append(safe_line(speakers.get(one.speaker or "", "") or "—"), marks.SOURCE)
        line.append(": ").append(safe_line(words), marks.CONTENT)
        yield line.append(f"  {one.id}", "dim")


def _chains(record: Record) -> Iterator[RenderableType]:
    """The chains of more than the publisher and a speaker."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    publisher = record.article.publisher or names.get(PUBLISHER) or "this page"
    names[PUBLISHER] = publisher
    chains: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for attribution in record.attributions:
        if len(attribution.chain) > 2 and attribution.determinacy is Determinacy.ACTUAL:
            chains[attribution.chain].append(attribution.id)
    if chains:
        yield heading("Chains, back to the first-hand source")
    for chain, ids in chains.items():
        hops = Text("  ")
        for number, hop in enumerate(chain):
            hops.append(" ← " if number else "", marks.CUE).append(safe_line(names.get(hop, hop)), marks.SOURCE)
        yield hops.append("  " + " ".join(ids), "dim")


def _relays(record: Record) -> Iterator[RenderableType]:
    """Which other outlets' reports the page passes on."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    if record.relays:
        yield heading("Relayed from")
    for relay in record.relays:
        line = Text("  ").append(safe_line(names.get(relay.outlet, relay.outlet)), marks.SOURCE)
        yield line.append("  " + " ".join(relay.attributions), "dim")


def _inconsistencies(record: Record) -> Iterator[RenderableType]:
    """Where the page is at odds with itself, with the words of every place."""
    if record.inconsistencies:
        yield heading("At odds with itself")
    for found in record.inconsistencies:
        yield Text(f"  ! {safe_line(found.why)}", marks.CUE)
        for span in found.spans:
            yield Text(f"    [{span.start}, {span.end}) {safe_line(span.of(record.article.text))}", "dim")
