"""The article as it reads: its blocks with every mark, the statements that belong beside each, and folded furniture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from markupsafe import Markup

from sayso.export.marking import Stretch, note_place, stretches
from sayso.terms import READ_KINDS, Attribution, Block, BlockKind, Determinacy, Record, Span
from sayso.web.rendering.escaping import esc
from sayso.web.rendering.messages import Messages
from sayso.web.views.margin_notes import Notes
from sayso.web.views.statement_cards import StatementCard, grouped

_OWN: Final = READ_KINDS | {BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT}
_TAGS: Final = {BlockKind.HEADLINE: "h2"}


@dataclass(frozen=True, slots=True)
class Row:
    """A block as HTML, and the statements beside it."""

    kind: str
    tag: str
    html: Markup
    notes: Markup


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of furniture: what is in it, in words, and its blocks."""

    told: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The article: what stands before its body, and the rest."""

    front: tuple[Row | Fold, ...]
    body: tuple[Row | Fold, ...]


@dataclass(slots=True)
class _Ink:
    """What the marking of a text needs to know."""

    text: str
    by_id: Mapping[str, StatementCard]
    kept: frozenset[str]
    notes: Notes
    odd_next: Mapping[str, str]
    refs: Mapping[int, list[str]]
    flags: Mapping[int, list[str]] = field(default_factory=dict)


def reading(record: Record, statements: Sequence[StatementCard], notes: Notes) -> ArticleView:
    """The article of a record with its marks; what was not chosen is there, but bears no mark."""
    article, by_id = record.article, {one.id: one for one in statements}
    places = _places(record.attributions)
    kept = frozenset(one.id for one in statements if one.chosen)
    flags, odd_next = _flags(record)
    t = notes.t
    ink = _Ink(article.text, by_id, kept, notes, odd_next, places, flags)
    blocks = article.blocks or _whole(article.text)
    borders = [edge for block in blocks for edge in (block.span.start, block.span.end)]
    cut = list(stretches(len(article.text), [*borders, *places], record.attributions, record.inconsistencies))
    rows = _rows(blocks, cut, ink)
    if loose := [by_id[one.id] for one in record.attributions if note_place(one) is None and one.id in by_id]:
        rows.append(Row(str(BlockKind.BODY), "p", Markup(), notes.beside(grouped(loose))))
    heads = next((n for n, row in enumerate(rows) if row.kind == BlockKind.BODY), len(rows))
    if all(row.kind not in (BlockKind.HEADLINE, BlockKind.DEK, BlockKind.BYLINE) for row in rows[:heads]):
        heads = 0
    return ArticleView(_folded(_titled(rows[:heads]), t), _folded(rows[heads:], t))


def _whole(text: str) -> tuple[Block, ...]:
    return (Block(BlockKind.BODY, Span(0, len(text))),) if text else ()


def _places(attributions: Sequence[Attribution]) -> dict[int, list[str]]:
    """The statements whose figure stands at each place."""
    places: defaultdict[int, list[str]] = defaultdict(list)
    for one in attributions:
        if (place := note_place(one)) is not None:
            places[place].append(one.id)
    return dict(places)


def _flags(record: Record) -> tuple[dict[int, list[str]], dict[str, str]]:
    """The places of inconsistencies by where they end, and for each the place that it leads to."""
    flags: defaultdict[int, list[str]] = defaultdict(list)
    leads: dict[str, str] = {}
    for number, odd in enumerate(record.inconsistencies, 1):
        for place, span in enumerate(odd.spans, 1):
            flags[span.end].append(f"{number}-{place}")
            leads[f"{number}-{place}"] = f"{number}-{place % len(odd.spans) + 1}"
    return dict(flags), leads


def _rows(blocks: Sequence[Block], cut: Sequence[Stretch], ink: _Ink) -> list[Row]:
    """One row a block that shows anything."""
    rows, at = [], 0
    for block in blocks:
        parts, names = [], []
        while at < len(cut) and cut[at].end <= block.span.end:
            parts.append(_stretch(cut[at], block, ink))
            names += [name for name in ink.refs.get(cut[at].end, ()) if name in ink.by_id]
            at += 1
        html = "".join(parts)
        if html.strip() or names:
            groups = grouped([ink.by_id[name] for name in names])
            beside = ink.notes.beside(groups) if groups else Markup()
            rows.append(Row(str(block.kind), _TAGS.get(block.kind, "p"), Markup(html), beside))
    return rows


def _stretch(one: Stretch, block: Block, ink: _Ink) -> str:
    """A stretch with its marks, and the figures and flags that stand behind it."""
    words = ink.text[one.start : one.end]
    if one.start == block.span.start:
        words = words.lstrip("\n")
    if one.end == block.span.end:
        words = words.rstrip("\n")
    told = esc(words)
    if words and (one.source or one.cue or one.content or one.odd):
        told = f"<span {_attributes(one, ink)}>{told}</span>"
    for name in ink.refs.get(one.end, ()):
        if name in ink.by_id:
            told += _ref(ink.by_id[name], ink.notes.t)
    for name in ink.flags.get(one.end, ()):
        told += _flag(name, ink)
    return told


def _attributes(one: Stretch, ink: _Ink) -> str:
    """The classes that show a stretch, and for the script the statements that it belongs to."""
    classes, data = ["m"], ""
    for letter, names in (("s", one.source), ("c", one.cue), ("t", one.content)):
        if names:
            data += f' data-{letter}="{esc(" ".join(names))}"'
            if any(name in ink.kept for name in names):
                classes.append(letter)
    if "t" in classes and one.depth > 1:
        classes.append(f"d{min(one.depth, 3)}")
    if "t" in classes and any(ink.by_id[name].determinacy != Determinacy.ACTUAL for name in one.content[:1]):
        classes.append("unsaid")
    if one.odd:
        classes.append("o")
    return f'class="{" ".join(classes)}"{data}'


def _ref(one: StatementCard, t: Messages) -> str:
    """The figure that leads to a statement's record."""
    act = t(f"act.{one.act}")
    if one.determinacy != Determinacy.ACTUAL:
        act = f"{t(f'determinacy.{one.determinacy}')}, {act}"
    told, name = t("page.ref", number=one.number, who=one.who, act=act), esc(one.id)
    off = "" if one.chosen else " off"
    return f'<a class="ref{off}" href="#{name}" id="in-{name}" aria-label="{esc(told)}">{esc(one.number)}</a>'


def _flag(name: str, ink: _Ink) -> str:
    """The flag of a place that is at odds with another, and leads there."""
    label = esc(ink.notes.t("page.flag", number=name.partition("-")[0]))
    return f'<a class="flag" id="odd-{name}" href="#odd-{ink.odd_next[name]}" aria-label="{label}">⚑</a>'


def _titled(rows: list[Row]) -> list[Row]:
    """The first headline of the front is the title of the screen."""
    out, found = [], False
    for row in rows:
        if row.kind == BlockKind.HEADLINE and not found:
            row, found = Row(row.kind, "h1", row.html, row.notes), True
        out.append(row)
    return out


def _folded(rows: Sequence[Row], t: Messages) -> tuple[Row | Fold, ...]:
    """The rows with each run of furniture as one."""
    out: list[Row | Fold] = []
    for own, run in groupby(rows, lambda row: row.kind in _OWN):
        here = list(run)
        if own:
            out += here
            continue
        kinds = Counter(t(f"block.{row.kind}") for row in here)
        told = ", ".join(f"{count} × {kind}" if count > 1 else kind for kind, count in kinds.items())
        out.append(Fold(told, tuple(here)))
    return tuple(out)


def title_of(record: Record, t: Messages) -> str:
    """What a page is called in titles and links."""
    return record.article.headline or record.article.url or t("page.untitled")
