"""Writes a sourcing memo as DOCX (extra memo): the memo, then the text, with links between them."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sayso.errors import extra_missing
from sayso.export.memo.memo_html import FOOT, part_text
from sayso.export.memo.memo_lines import build_memo
from sayso.export.memo.memo_terms import MemoLine
from sayso.terms import READ_KINDS, Record
from sayso.text.hazards import visible

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def memo_docx(record: Record) -> bytes:
    """Return the memo of a record as a DOCX file. Raises ExtraError if python-docx is not installed."""
    try:
        from docx import Document
        from docx.shared import Cm, Pt
    except ImportError as error:
        raise extra_missing("a memo as DOCX", "memo", "python-docx") from error
    memo = build_memo(record)
    document: Any = Document()  # its classes have no types
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(9)
    document.core_properties.title = _clean(memo.title)[:255]
    document.core_properties.author = f"sayso {record.sayso.version}"
    for level in (1, 2):
        heading = document.styles[f"Heading {level}"]
        heading.font.size, heading.paragraph_format.space_before = Pt(14 if level == 1 else 10), Pt(6)
    document.add_paragraph("Sourcing memo").paragraph_format.space_after = 0
    document.add_heading(_clean(memo.title), 1)
    document.add_paragraph(_clean(" · ".join([*memo.about, *([memo.url] if memo.url else [])])))
    for part in memo.sections:
        document.add_heading(part.title, 2)
        for line in part.lines:
            _write_line(document.add_paragraph(style="List Bullet"), line)
    if memo.absent:
        document.add_paragraph(f"None on this page: {', '.join(memo.absent)}")
    document.add_paragraph(FOOT)
    document.add_page_break()
    document.add_heading("The words in the text", 2)
    _write_text(document, record)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write_line(paragraph: Paragraph, line: MemoLine) -> None:
    """Write the parts of a line and its links."""
    paragraph.paragraph_format.space_after = 0
    for part, following in zip(line.parts, [*line.parts[1:], None], strict=True):
        between = ", " if part.kind == "label" and following is not None and following.kind == "label" else " "
        run = paragraph.add_run(_clean(part_text(part)) + between)
        run.bold = part.kind in ("name", "key")
        run.italic = part.kind == "label"
    for number, anchor in line.links:
        _add_link(paragraph, number, _bookmark(anchor))


def _write_text(document: Any, record: Record) -> None:  # noqa: ANN401 (a class of python-docx without type)
    """Write the read blocks of the article with the number and the bookmark of each statement before its words."""
    text = record.article.text
    places: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for attribution in record.attributions:
        if spans := attribution.content or attribution.cue or attribution.source:
            places[spans[0].start].append((attribution.id.removeprefix("a"), attribution.id))
    for pair, inconsistency in enumerate(record.inconsistencies, 1):
        for place, span in enumerate(inconsistency.spans, 1):
            places[span.start].append(("⚑", f"odd-{pair}-{place}"))
    for block in record.article.blocks:
        places[block.span.start].append(("", f"at-{block.span.start}"))
    bookmarks = iter(range(1, 1 + sum(map(len, places.values()))))
    for block in record.article.blocks:
        paragraph = document.add_paragraph()
        starts = sorted(start for start in places if block.span.start <= start < block.span.end)
        for start, end in zip(starts, [*starts[1:], block.span.end], strict=True):
            for number, anchor in places[start]:
                _add_bookmark(paragraph, number, _bookmark(anchor), next(bookmarks))
            run = paragraph.add_run(_clean(text[start:end].strip("\n")))
            run.font.italic = block.kind not in READ_KINDS


def _add_link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """Add a link to a bookmark. python-docx has no function for links inside a document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    run = paragraph.add_run(f"[{text}]")
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _add_bookmark(paragraph: Paragraph, text: str, bookmark: str, number: int) -> None:
    """Add a bookmark around the number of a statement."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark)
    paragraph._p.append(start)
    if text:
        run = paragraph.add_run(text)
        run.font.superscript = True
    paragraph._p.append(end)


def _bookmark(anchor: str) -> str:
    """Return an anchor as the name of a bookmark: a letter, then letters, digits and underscores."""
    return "in_" + "".join(char if char.isascii() and char.isalnum() else "_" for char in anchor)[:36]


def _clean(text: str) -> str:
    """Return a text with the characters that XML does not allow made visible."""
    return visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
