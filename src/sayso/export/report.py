"""One record as one HTML page to hand on: no script, no foreign address, all text escaped, readable in print."""

from __future__ import annotations

from typing import Final

from sayso.export.marking import Stretch, stretches
from sayso.export.markup import escaped
from sayso.record.doubt import UNSAID, doubt_of
from sayso.terms import READ_KINDS, Attribution, BlockKind, Record, Share, Speaker

_STYLE: Final = """
:root{color-scheme:light dark}body{font:16px/1.6 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{line-height:1.2}table{border-collapse:collapse;width:100%;font:14px/1.4 system-ui,sans-serif}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #8886}
.s{border-bottom:2px solid #0072b2}.c{border-bottom:2px dotted #d55e00}.t{background:#009e7326}
.furniture{color:#767676;font-size:.8em}sup a{font:11px system-ui,sans-serif;text-decoration:none}
p{white-space:pre-wrap}:target{outline:3px solid #e69f00}@media print{body{max-width:none;font-size:11pt}}
"""
_CLASSES: Final = (("source", "s"), ("cue", "c"), ("content", "t"))


def report(record: Record) -> str:
    """The report: sourcing, statements with their speakers, and the article with source, cue and content marked."""
    article = record.article
    title = escaped(article.headline or article.url or "A page")
    known = {speaker.id: speaker for speaker in record.speakers}
    rows = "".join(_row(one, record, known) for one in record.attributions)
    alarms = "".join(
        f"<li>{escaped(one.why)} {' / '.join(f'<q>{escaped(span.of(article.text))}</q>' for span in one.spans)}</li>"
        for one in record.inconsistencies
    )
    told = (article.publisher, article.published, ", ".join(article.byline))
    about = " · ".join(escaped(part) for part in told if part)
    return (
        f'<!doctype html>\n<html lang="{escaped(article.language or "en")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1><p>{about}</p>"
        f"<h2>Whose word it rests on</h2>{_sourcing(record)}"
        + (f"<h2>At odds with itself</h2><ul>{alarms}</ul>" if alarms else "")
        + "<h2>Statements</h2><table><thead><tr><th>Id</th><th>Who</th><th>What</th><th>Act</th>"
        "<th>On whose word</th><th>How sure</th></tr>"
        f"</thead><tbody>{rows}</tbody></table><h2>The article</h2>"
        f'<p>Marks: <span class="s">source</span>, <span class="c">cue</span>, <span class="t">content</span>.</p>'
        f"{_article(record)}<hr><p>sayso {escaped(record.sayso.version)}, model {escaped(record.sayso.model[:16])}. "
        "Whether a statement is true is not judged.</p></main></body></html>\n"
    )


def _row(one: Attribution, record: Record, known: dict[str, Speaker]) -> str:
    text = " … ".join(span.of(record.article.text) for span in one.content)
    chain = " ← ".join(
        escaped(known[hop].name if hop in known and known[hop].name else "this page’s outlet") for hop in one.chain
    )
    speaker = known.get(one.speaker or "")
    who = escaped(str(doubt_of(one, known) or (speaker.name if speaker else ""))) or "—"
    unsaid = UNSAID.get(one.determinacy)
    what = f"{f'{unsaid}: ' if unsaid else ''}{one.act.replace('_', ' ')}, {one.form}"
    sure = f"words {one.confidence:.0%}"
    if one.speaker_confidence is not None:
        sure += f", speaker {one.speaker_confidence:.0%}"
    return (
        f'<tr id="{escaped(one.id)}"><td>'
        f'<a href="#in-{escaped(one.id)}">{escaped(one.id)}</a></td>'
        f"<td>{who}</td><td>{escaped(text)}</td><td>{escaped(what)}</td>"
        f"<td>{chain}</td><td>{sure}</td></tr>"
    )


def _sourcing(record: Record) -> str:
    told = record.sourcing
    rows: list[tuple[str, Share]] = [
        ("named sources", told.named), ("unnamed sources", told.unnamed), ("first-hand", told.first_hand),
        ("relayed from other outlets", told.relayed),
        *((f"kind: {kind}", share) for kind, share in told.by_kind.items()),
    ]  # fmt: skip
    cells = "".join(
        f"<tr><td>{escaped(name)}</td><td>{share.count}</td><td>{share.share:.0%}</td></tr>" for name, share in rows
    )
    return f"<table><tbody><tr><td>statements</td><td>{told.attributions}</td><td></td></tr>{cells}</tbody></table>"


def _article(record: Record) -> str:
    """The blocks with every span marked, cut where spans begin and end, and before a content a link to its row."""
    text = record.article.text
    numbers: dict[int, list[str]] = {}
    for one in record.attributions:
        if one.content:
            numbers.setdefault(one.content[0].start, []).append(one.id)
    edges = [edge for block in record.article.blocks for edge in (block.span.start, block.span.end)]
    pieces = list(stretches(len(text), edges, record.attributions))
    parts, at = [], 0
    for block in record.article.blocks:
        tag = "h3" if block.kind is BlockKind.HEADLINE else "p"
        style = "" if block.kind in READ_KINDS else ' class="furniture"'
        inside = []
        while at < len(pieces) and pieces[at].end <= block.span.end:
            if pieces[at].start >= block.span.start:
                inside.append(_marked(text, pieces[at], numbers, block.span.end))
            at += 1
        parts.append(f"<{tag}{style}>{''.join(inside)}</{tag}>")
    return "".join(parts)


def _marked(text: str, piece: Stretch, numbers: dict[int, list[str]], end: int) -> str:
    """A stretch of the article with its marks; ``end`` is that of its block."""
    links = [
        f'<sup id="in-{name}"><a href="#{name}">{name}</a></sup>' for name in map(escaped, numbers.get(piece.start, ()))
    ]
    words = text[piece.start : piece.end]
    shown = escaped(words.strip("\n") if piece.end == end else words)
    classes = " ".join(sorted(mark for role, mark in _CLASSES if getattr(piece, role)))
    return "".join(links) + (f'<span class="{classes}">{shown}</span>' if classes else shown)
