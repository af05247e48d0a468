"""Writes a sourcing memo as HTML: the memo on one page, then the text with the words that its lines link to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Final

from sayso.export.markup import Fragment, element, escaped, joined
from sayso.export.memo.memo_lines import build_memo
from sayso.export.memo.memo_terms import Memo, MemoLine, MemoPart
from sayso.export.report import marked_article
from sayso.terms import Record

FOOT: Final = (
    "All names and all words in quotation marks come verbatim from the page; labels are fixed. sayso does not judge "
    "whether a statement is true."
)
"""The last line of a memo."""
_SHORT: Final = 110  # characters of a line that is printed in two columns
_OPENING: Final = frozenset('“"„«')
_CLOSING: Final = frozenset('”"“»')
_STYLE: Final = """
:root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font:600 1.5rem/1.2 Georgia,serif;margin:.2rem 0}h2{font-size:.95rem;margin:1rem 0 .2rem}
.about,.foot,.absent{color:#666}
ul{margin:0;padding:0;list-style:none}li{padding:.2rem 0;border-bottom:1px solid #8884}.label{font-size:.8em;color:#666}
.label+.label::before{content:"· "}
.name{font-weight:600}.key{font-weight:600;text-decoration:underline}.refs a{font-size:.8em;margin-right:.25em}
.s{border-bottom:2px solid #0072b2}.c{border-bottom:2px dotted #d55e00}.t{background:#009e7326}
.furniture{color:#767676;font-size:.8em}sup a{font-size:11px;text-decoration:none}:target{outline:3px solid #e69f00}
.text{break-before:page;border-top:1px solid #8884;margin-top:3rem;font-family:Georgia,serif}
.text p{white-space:pre-wrap}
@media(prefers-color-scheme:dark){.about,.foot,.absent,.label{color:#aaa}}
@media print{body{max-width:none;margin:0;font-size:9.5pt}.short ul{columns:2}
li{padding:.08rem 0;break-inside:avoid}
h2{margin:.6rem 0 .1rem}}
"""


def memo_html(record: Record) -> str:
    """Return the memo of a record as a self-contained HTML page without scripts or external content."""
    memo, language = build_memo(record), escaped(record.article.language or "en")
    title = escaped(memo.title)
    address = f'<p class="about">{escaped(memo.url)}</p>' if memo.url else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Sourcing memo: {title}</title><style>{_STYLE}</style></head><body><main>"
        f'<p class="label">Sourcing memo</p><h1 lang="{language}">{title}</h1>'
        f'<p class="about">{escaped(" · ".join(memo.about))}</p>{address}'
        f"{memo_sections(memo, lambda anchor: f'#{_in_text(anchor)}', ids=True)}"
        f'<p class="foot">{escaped(FOOT)} sayso {escaped(record.sayso.version)}.</p>'
        f'<section class="text" lang="{language}"><h2>The words in the text</h2>'
        f"{marked_article(record, _anchors(memo, record))}</section></main></body></html>\n"
    )


def memo_sections(memo: Memo, href: Callable[[str], str], *, ids: bool = False) -> Fragment:
    """Return the sections of a memo. ``href`` gives the address of an anchor, ``ids`` adds targets for links back."""
    seen: set[str] | None = set() if ids else None
    sections = [
        element(
            "section",
            joined([
                element("h2", section.title),
                element("ul", joined(_line(line, href, seen) for line in section.lines)),
            ]),
            class_="short" if all(_is_short(line) for line in section.lines) else None,
        )
        for section in memo.sections
    ]  # fmt: skip
    if memo.absent:
        label = element("span", "None on this page: ", class_="label")
        sections.append(element("p", joined([label, element("span", ", ".join(memo.absent))]), class_="absent"))
    return joined(sections)


def _is_short(line: MemoLine) -> bool:
    """Return whether a line fits into half the width of a printed page."""
    return sum(len(part.text) + 2 for part in line.parts) + sum(len(number) + 2 for number, _ in line.links) <= _SHORT


def part_text(part: MemoPart) -> str:
    """Return a part as text: words and key words in quotation marks, unless they have their own."""
    own = part.text[:1] in _OPENING and part.text[-1:] in _CLOSING
    return part.text if own or part.kind in ("label", "name") else f"“{part.text}”"


def _line(line: MemoLine, href: Callable[[str], str], seen: set[str] | None) -> Fragment:
    """Return a line: its parts, then the links to its words."""
    parts = [joined([element("span", part_text(part), class_=part.kind), Fragment(" ")]) for part in line.parts]
    refs = []
    for number, anchor in line.links:
        target = None
        if seen is not None and anchor not in seen:
            seen.add(anchor)
            target = anchor
        label = (
            f"Show the words of statement {number} in the text" if number.isdecimal() else "Show the words in the text"
        )
        refs.append(element("a", number, href=href(anchor), id=target, aria_label=label))
    return element("li", joined([*parts, element("span", joined(refs), class_="refs")]))


def _in_text(anchor: str) -> str:
    """Return the id of a place in the text of the file."""
    return f"in-{anchor}"


def _anchors(memo: Memo, record: Record) -> dict[int, list[str]]:
    """Return the ids of the places that no number of a statement marks: contradictions, the credit of an agency."""
    places: defaultdict[int, list[str]] = defaultdict(list)
    for number, inconsistency in enumerate(record.inconsistencies, 1):
        for place, span in enumerate(inconsistency.spans, 1):
            places[span.start].append(_in_text(f"odd-{number}-{place}"))
    for section in memo.sections:
        for line in section.lines:
            for _, anchor in line.links:
                if anchor.startswith("at-"):
                    places[int(anchor.removeprefix("at-"))].append(_in_text(anchor))
    for attribution in record.attributions:
        spans = attribution.cue or attribution.source
        if not attribution.content and spans:
            places[spans[0].start].append(_in_text(attribution.id))
    return dict(places)
