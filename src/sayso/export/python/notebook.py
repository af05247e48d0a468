"""Shows a record in a notebook: the marked article and its statements as one HTML fragment."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from sayso.export.markup import escaped
from sayso.export.report import act_cell, chain_cell, confidence_cell, marked_article, speaker_cell
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Speaker

MAX_CHARS: Final = 20_000
"""The characters of text and statements that a fragment shows of a longer article."""
_STYLE: Final = """
.sayso{color-scheme:light dark;color:inherit;max-width:60rem;line-height:1.6}
.sayso .s{border-bottom:2px solid #3a8fd0}.sayso .c{border-bottom:2px dotted #e0701b}.sayso .t{background:#12a37840}
.sayso p{white-space:pre-wrap;margin:.5em 0}.sayso h3{margin:.2em 0}.sayso .d{opacity:.75}
.sayso sup{font:.7em sans-serif;padding:0 .15em}
.sayso table{border-collapse:collapse;background:none;font-size:.9em}
.sayso th,.sayso td{text-align:left;vertical-align:top;padding:.2em .6em;border-bottom:1px solid #8886;color:inherit}
.sayso td:last-child{white-space:nowrap}
"""


def to_html(record: Record) -> str:
    """The record as an HTML fragment: metadata, the marked article, and a table of speakers and statements.

    The fragment has no script, no id and no address outside it, and takes the colors of the page around it. Text of
    the page is escaped. A long article is cut after 20,000 characters, and the fragment says so.
    """
    shown, omitted = _cut(record)
    article = record.article
    headline = any(block.kind is BlockKind.HEADLINE for block in article.blocks)
    title = "" if headline else f"<h3>{escaped(article.headline or article.url or 'A page')}</h3>"
    origin = f"text of {article.origin}" if article.origin else None
    metadata = (article.publisher, origin, article.published, ", ".join(article.byline))
    note = f'<p class="d">… {omitted:,} more characters; sayso export --to html shows all.</p>' if omitted else ""
    return (
        f'<div class="sayso"><style>{_STYLE}</style>'
        f'<p class="d">{" · ".join(escaped(part) for part in metadata if part)}</p>'
        f"{title}{marked_article(shown, links=False, furniture=False)}{note}"
        '<p class="d">Marks: <span class="s">source</span>, <span class="c">cue</span>, '
        f'<span class="t">content</span>; dimmed: doubtful. {_counts(record)}</p>{_table(shown)}</div>'
    )


def _counts(record: Record) -> str:
    """The totals as a sentence."""
    sourcing = record.sourcing
    return (
        f"{sourcing.attributions} statements: {sourcing.named.count} from named sources, "
        f"{sourcing.unnamed.count} from unnamed ones, {sourcing.relayed.count} relayed."
    )


def _cut(record: Record) -> tuple[Record, int]:
    """The record of the first blocks of a long article, and the number of characters without them."""
    from msgspec.structs import replace

    text = record.article.text
    if len(text) <= MAX_CHARS:
        return record, 0
    end = MAX_CHARS
    blocks = tuple(
        Block(block.kind, Span(block.span.start, min(block.span.end, end)))
        for block in record.article.blocks
        if block.span.start < end
    )
    attributions = tuple(
        row for row in record.attributions if all(span.end <= end for span in (*row.source, *row.cue, *row.content))
    )
    article: Article = replace(record.article, text=text[:end], blocks=blocks)
    return replace(record, article=article, attributions=attributions), len(text) - end


def _table(record: Record) -> str:
    """The statements by speaker, in the order of the text."""
    if not record.attributions:
        return "<p>No attributed statements.</p>"
    speakers = {speaker.id: speaker for speaker in record.speakers}
    groups: defaultdict[str, list[Attribution]] = defaultdict(list)
    for attribution in record.attributions:
        groups[attribution.speaker or ""].append(attribution)
    rows = "".join(_rows(group, speakers) for group in groups.values())
    head = "".join(f"<th>{name}</th>" for name in ("Speaker", "Id", "Act, form", "Chain", "Confidence"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _rows(group: list[Attribution], speakers: dict[str, Speaker]) -> str:
    """The rows of the statements of a speaker."""
    rows = []
    for number, attribution in enumerate(group):
        name = speaker_cell(attribution, speakers) + (
            _about(speakers.get(attribution.speaker or "")) if not number else ""
        )
        rows.append(
            f"<tr><td>{name}</td><td>{escaped(attribution.id)}</td><td>{act_cell(attribution)}</td>"
            f"<td>{chain_cell(attribution, speakers)}</td><td>{confidence_cell(attribution)}</td></tr>"
        )
    return "".join(rows)


def _about(speaker: Speaker | None) -> str:
    """Kind, role and affiliation of a speaker."""
    if speaker is None:
        return ""
    parts = [part for part in (speaker.kind, speaker.role, speaker.affiliation) if part]
    return f'<br><span class="d">{escaped(", ".join(parts))}</span>'
