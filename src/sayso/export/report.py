"""Exports a record as a self-contained HTML report without scripts or external links, also for print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sayso.export.marking import Stretch, stretches
from sayso.export.markup import escaped
from sayso.record.doubt import UNSAID, doubt_of, doubtful
from sayso.terms import READ_KINDS, Attribution, BlockKind, Record, Share, Speaker

_STYLE: Final = """
:root{color-scheme:light dark}body{font:16px/1.6 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{line-height:1.2}table{border-collapse:collapse;width:100%;font:14px/1.4 system-ui,sans-serif}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #8886}
.s{border-bottom:2px solid #0072b2}.c{border-bottom:2px dotted #d55e00}.t{background:#009e7326}
.d{background:none;border-bottom:1px dashed #8888}tr.d td{color:#767676}h3{line-height:1.5}
.furniture{color:#767676;font-size:.8em}sup a{font:11px system-ui,sans-serif;text-decoration:none}
p{white-space:pre-wrap}:target{outline:3px solid #e69f00}@media print{body{max-width:none;font-size:11pt}}
"""
_CLASSES: Final = (("source", "s"), ("cue", "c"), ("content", "t"))


def report(record: Record) -> str:
    """The report of a record: sourcing, statements with speakers, and the article with marked spans."""
    article = record.article
    title = escaped(article.headline or article.url or "A page")
    speakers = {speaker.id: speaker for speaker in record.speakers}
    rows = "".join(_row(attribution, record, speakers) for attribution in record.attributions)
    contradictions = "".join(
        f"<li>{escaped(row.why)} {' / '.join(f'<q>{escaped(span.of(article.text))}</q>' for span in row.spans)}</li>"
        for row in record.inconsistencies
    )
    origin = f"text of {article.origin}" if article.origin else None
    metadata = (article.publisher, origin, article.published, ", ".join(article.byline))
    byline = " · ".join(escaped(part) for part in metadata if part)
    return (
        f'<!doctype html>\n<html lang="{escaped(article.language or "en")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1><p>{byline}</p>"
        f"<h2>Sourcing</h2>{_sourcing(record)}"
        + (f"<h2>Contradictions</h2><ul>{contradictions}</ul>" if contradictions else "")
        + "<h2>Statements</h2><table><thead><tr><th>Id</th><th>Speaker</th><th>Content</th><th>Act, form</th>"
        "<th>Chain</th><th>Confidence</th></tr>"
        f"</thead><tbody>{rows}</tbody></table><h2>The article</h2>"
        f'<p>Marks: <span class="s">source</span>, <span class="c">cue</span>, <span class="t">content</span>, '
        '<span class="d">doubtful</span>.</p>'
        f"{marked_article(record)}<hr>"
        f"<p>sayso {escaped(record.sayso.version)}, model {escaped(record.sayso.model[:16])}. "
        "sayso does not judge whether a statement is true.</p></main></body></html>\n"
    )


def _row(attribution: Attribution, record: Record, speakers: dict[str, Speaker]) -> str:
    """The row of an attribution in the table of statements."""
    text = " … ".join(span.of(record.article.text) for span in attribution.content)
    look = ' class="d"' if doubtful(attribution) else ""
    return (
        f'<tr id="{escaped(attribution.id)}"{look}><td>'
        f'<a href="#in-{escaped(attribution.id)}">{escaped(attribution.id)}</a></td>'
        f"<td>{speaker_cell(attribution, speakers)}</td><td>{escaped(text)}</td>"
        f"<td>{act_cell(attribution)}</td><td>{chain_cell(attribution, speakers)}</td>"
        f"<td>{confidence_cell(attribution)}</td></tr>"
    )


def speaker_cell(attribution: Attribution, speakers: Mapping[str, Speaker]) -> str:
    """The name of the speaker, with its doubt, as HTML."""
    speaker = speakers.get(attribution.speaker or "")
    return escaped(str(doubt_of(attribution, speakers) or (speaker.name if speaker else ""))) or "—"


def act_cell(attribution: Attribution) -> str:
    """The act and the form as HTML."""
    unsaid = UNSAID.get(attribution.determinacy)
    return escaped(f"{f'{unsaid}: ' if unsaid else ''}{attribution.act.replace('_', ' ')}, {attribution.form}")


def chain_cell(attribution: Attribution, speakers: Mapping[str, Speaker]) -> str:
    """The chain as HTML."""
    return " ← ".join(
        escaped(speakers[hop].name if hop in speakers and speakers[hop].name else "this page’s outlet")
        for hop in attribution.chain
    )


def confidence_cell(attribution: Attribution) -> str:
    """The confidences as HTML."""
    confidence = f"words {attribution.confidence:.0%}"
    if attribution.speaker_confidence is not None:
        confidence += f", speaker {attribution.speaker_confidence:.0%}"
    return confidence


def _sourcing(record: Record) -> str:
    """The table of counts and shares."""
    sourcing = record.sourcing
    total_count, other = sourcing.attributions, sourcing.attributions - sourcing.named.count - sourcing.unnamed.count
    rows: list[tuple[str, Share]] = [
        ("named sources", sourcing.named), ("anonymous sources", sourcing.unnamed),
        ("other sources", Share(other, other / total_count if total_count else 0.0)),
        ("first-hand", sourcing.first_hand),
        ("relayed from other outlets", sourcing.relayed),
        *((f"kind: {kind}", share) for kind, share in sourcing.by_kind.items()),
    ]  # fmt: skip
    cells = "".join(
        f"<tr><td>{escaped(name)}</td><td>{share.count}</td><td>{share.share:.0%}</td></tr>" for name, share in rows
    )
    outlet = next((speaker.name for speaker in record.speakers if speaker.id == sourcing.rests_on), None)
    if outlet is not None:
        cells += f"<tr><td>rests on the report of one outlet</td><td>{escaped(outlet)}</td><td></td></tr>"
    total = f"<tr><td>statements</td><td>{sourcing.attributions}</td><td></td></tr>"
    return f"<table><tbody>{total}{cells}</tbody></table>"


def marked_article(
    record: Record,
    anchors: Mapping[int, Sequence[str]] = MappingProxyType({}),
    *,
    links: bool = True,
    furniture: bool = True,
) -> str:
    """The blocks of the article with marked spans: classes s, c and t for source, cue and content.

    The id of each attribution stands before its content, as a link to its row with ``links``. Without ``furniture``,
    only the blocks that are searched for attributions are shown. ``anchors`` are further ids of places in the text,
    by offset.
    """
    text = record.article.text
    numbers: dict[int, list[str]] = {}
    for attribution in record.attributions:
        if attribution.content:
            numbers.setdefault(attribution.content[0].start, []).append(attribution.id)
    edges = [edge for block in record.article.blocks for edge in (block.span.start, block.span.end)] + [*anchors]
    pieces = list(stretches(len(text), edges, record.attributions))
    sure = {attribution.id for attribution in record.attributions if not doubtful(attribution)}
    parts, index = [], 0
    for block in record.article.blocks:
        tag = "h3" if block.kind is BlockKind.HEADLINE else "p"
        style = "" if block.kind in READ_KINDS else ' class="furniture"'
        content = []
        while index < len(pieces) and pieces[index].end <= block.span.end:
            if pieces[index].start >= block.span.start:
                content += [f'<a id="{escaped(name)}"></a>' for name in anchors.get(pieces[index].start, ())]
                content.append(_marked(text, pieces[index], numbers, sure, block.span.end, links=links))
            index += 1
        if furniture or not style:
            parts.append(f"<{tag}{style}>{''.join(content)}</{tag}>")
    return "".join(parts)


def _marked(text: str, piece: Stretch, numbers: dict[int, list[str]], sure: set[str], end: int, *, links: bool) -> str:
    """A stretch of the article with its marks. ``end`` is the end of the block."""
    names = map(escaped, numbers.get(piece.start, ()))
    form = '<sup id="in-{0}"><a href="#{0}">{0}</a></sup>' if links else "<sup>{0}</sup>"
    ids = "".join(form.format(name) for name in names)
    words = text[piece.start : piece.end]
    shown = escaped(words.strip("\n") if piece.end == end else words)
    marks = [mark for role, mark in _CLASSES if getattr(piece, role)]
    doubt = marks and sure.isdisjoint((*piece.source, *piece.cue, *piece.content))
    classes = " ".join(sorted([*marks, "d"] if doubt else marks))
    return ids + (f'<span class="{classes}">{shown}</span>' if classes else shown)
