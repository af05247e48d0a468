"""The article: its blocks with marked spans and margin notes; blocks outside the article are folded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from markupsafe import Markup

from sayso.export.marking import Stretch, note_place, stretches
from sayso.terms import READ_KINDS, Attribution, Block, BlockKind, Determinacy, Record, Span
from sayso.text.hazards import visible
from sayso.web.rendering.escaping import esc
from sayso.web.rendering.messages import Messages
from sayso.web.views.margin_notes import MarginNotes
from sayso.web.views.statement_cards import StatementCard

_ARTICLE_KINDS: Final = READ_KINDS | {BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT}
_TAGS: Final = {BlockKind.HEADLINE: "h2"}


@dataclass(frozen=True, slots=True)
class Row:
    """A block as HTML with its margin notes. ``start`` is the offset of its first character; None if the screen shows
    other characters than the text has.
    """

    kind: str
    tag: str
    html: Markup
    notes: Markup
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of blocks outside the article: a summary of their kinds, and the blocks."""

    summary: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The article: the rows before the body, and the rest."""

    front: tuple[Row | Fold, ...]
    body: tuple[Row | Fold, ...]


@dataclass(slots=True)
class _MarkContext:
    """The data that marking a text needs: ``refs`` and ``flags`` are by the offset at which they are printed."""

    text: str
    by_id: Mapping[str, StatementCard]
    selected: frozenset[str]
    sure: frozenset[str]
    notes: MarginNotes
    next_flag: Mapping[str, str]
    refs: Mapping[int, list[str]]
    flags: Mapping[int, list[str]] = field(default_factory=dict)


def article_view(record: Record, statements: Sequence[StatementCard], notes: MarginNotes) -> ArticleView:
    """Return the article of a record; statements that the filter excludes are printed without marks."""
    article, by_id = record.article, {card.id: card for card in statements}
    refs = _refs(record.attributions)
    selected = frozenset(card.id for card in statements if card.selected)
    sure = frozenset(card.id for card in statements if card.selected and not card.doubtful)
    flags, next_flag = _flags(record)
    t = notes.t
    context = _MarkContext(article.text, by_id, selected, sure, notes, next_flag, refs, flags)
    blocks = article.blocks or _single_block(article.text)
    borders = [edge for block in blocks for edge in (block.span.start, block.span.end)]
    pieces = list(stretches(len(article.text), [*borders, *refs], record.attributions, record.inconsistencies))
    rows = _rows(blocks, pieces, context)
    if unplaced := [by_id[a.id] for a in record.attributions if note_place(a) is None and a.id in by_id]:
        rows.append(Row(str(BlockKind.BODY), "p", Markup(), notes.margin(unplaced)))
    front = next((n for n, row in enumerate(rows) if row.kind == BlockKind.BODY), len(rows))
    if all(row.kind not in (BlockKind.HEADLINE, BlockKind.DEK, BlockKind.BYLINE) for row in rows[:front]):
        front = 0
    return ArticleView(_fold(_with_title(rows[:front]), t), _fold(rows[front:], t))


def _single_block(text: str) -> tuple[Block, ...]:
    return (Block(BlockKind.BODY, Span(0, len(text))),) if text else ()


def _refs(attributions: Sequence[Attribution]) -> dict[int, list[str]]:
    """Return the statements whose number is printed at each offset."""
    refs: defaultdict[int, list[str]] = defaultdict(list)
    for attribution in attributions:
        if (place := note_place(attribution)) is not None:
            refs[place].append(attribution.id)
    return dict(refs)


def _flags(record: Record) -> tuple[dict[int, list[str]], dict[str, str]]:
    """Return the contradiction flags by the offset at which they are printed, and the flag that each links to."""
    flags: defaultdict[int, list[str]] = defaultdict(list)
    links: dict[str, str] = {}
    for number, inconsistency in enumerate(record.inconsistencies, 1):
        for place, span in enumerate(inconsistency.spans, 1):
            flags[span.end].append(f"{number}-{place}")
            links[f"{number}-{place}"] = f"{number}-{place % len(inconsistency.spans) + 1}"
    return dict(flags), links


def _rows(blocks: Sequence[Block], pieces: Sequence[Stretch], context: _MarkContext) -> list[Row]:
    """Return a row for each block that is not empty."""
    rows, at = [], 0
    for block in blocks:
        parts, names = [], []
        while at < len(pieces) and pieces[at].end <= block.span.end:
            parts.append(_piece(pieces[at], block, context))
            names += [name for name in context.refs.get(pieces[at].end, ()) if name in context.by_id]
            at += 1
        html = "".join(parts)
        if html.strip() or names:
            margin = context.notes.margin([context.by_id[name] for name in names]) if names else Markup()
            rows.append(Row(str(block.kind), _TAGS.get(block.kind, "p"), Markup(html), margin, _start(block, context)))
    return rows


def _start(block: Block, context: _MarkContext) -> int | None:
    """Return the offset of the first character that the screen shows of a block."""
    words = block.span.of(context.text)
    start = block.span.start + len(words) - len(words.lstrip("\n"))
    return start if visible(words) == words and "\r" not in words else None


def _piece(piece: Stretch, block: Block, context: _MarkContext) -> str:
    """Return a piece of text with its marks, and the statement numbers and flags after it."""
    words = context.text[piece.start : piece.end]
    if piece.start == block.span.start:
        words = words.lstrip("\n")
    if piece.end == block.span.end:
        words = words.rstrip("\n")
    html = esc(words)
    if words and (piece.source or piece.cue or piece.content or piece.odd):
        html = f"<span {_attributes(piece, context)}>{html}</span>"
    for name in context.refs.get(piece.end, ()):
        if name in context.by_id:
            html += _ref(context.by_id[name], context.notes.t)
    for name in context.flags.get(piece.end, ()):
        html += _flag(name, context)
    return html


def _attributes(piece: Stretch, context: _MarkContext) -> str:
    """Return the HTML attributes of a piece: classes for its look, and the ids of its statements for the script."""
    classes, data = ["m"], ""
    sure = False
    for letter, names in (("s", piece.source), ("c", piece.cue), ("t", piece.content)):
        if names:
            data += f' data-{letter}="{esc(" ".join(names))}"'
            if any(name in context.selected for name in names):
                classes.append(letter)
            sure = sure or any(name in context.sure for name in names)
    depth = sum(name in context.sure for name in piece.content)
    if "t" in classes and depth > 1:
        classes.append(f"d{min(depth, 3)}")
    if len(classes) > 1 and not sure:
        classes.append("faint")
    if "t" in classes and any(context.by_id[name].determinacy != Determinacy.ACTUAL for name in piece.content[:1]):
        classes.append("unsaid")
    if piece.odd:
        classes.append("o")
    return f'class="{" ".join(classes)}"{data}'


def _ref(card: StatementCard, t: Messages) -> str:
    """Return the link from the number in the text to the statement's card."""
    act = t(f"act.{card.act}")
    if card.determinacy != Determinacy.ACTUAL:
        act = f"{t(f'determinacy.{card.determinacy}')}, {act}"
    label, name = t("page.ref", number=card.number, who=card.who, act=act), esc(card.id)
    off = "" if card.selected else " off"
    off += " faint" if card.doubtful else ""
    return f'<a class="ref{off}" href="#{name}" id="in-{name}" aria-label="{esc(label)}">{esc(card.number)}</a>'


def _flag(name: str, context: _MarkContext) -> str:
    """Return the flag of a contradiction, which links to the other passage."""
    label = esc(context.notes.t("page.flag", number=name.partition("-")[0]))
    return f'<a class="flag" id="odd-{name}" href="#odd-{context.next_flag[name]}" aria-label="{label}">⚑</a>'


def _with_title(rows: list[Row]) -> list[Row]:
    """Make the first headline the title of the screen."""
    for n, row in enumerate(rows):
        if row.kind == BlockKind.HEADLINE:
            return [*rows[:n], replace(row, tag="h1"), *rows[n + 1 :]]
    return rows


def _fold(rows: Sequence[Row], t: Messages) -> tuple[Row | Fold, ...]:
    """Fold each run of rows outside the article."""
    folded: list[Row | Fold] = []
    for in_article, run in groupby(rows, lambda row: row.kind in _ARTICLE_KINDS):
        group = list(run)
        if in_article:
            folded += group
            continue
        kinds = Counter(t(f"block.{row.kind}") for row in group)
        summary = ", ".join(f"{count} × {kind}" if count > 1 else kind for kind, count in kinds.items())
        folded.append(Fold(summary, tuple(group)))
    return tuple(folded)


def title_of(record: Record, t: Messages) -> str:
    """Return the title of a page for headings and links."""
    return record.article.headline or record.article.url or t("page.untitled")
