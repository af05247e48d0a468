"""PDF to words with their places, by PDFium; what the pages make of them is decided in the modules beside this one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sayso.errors import InputError, extra_missing
from sayso.limits import Options, tick
from sayso.reading.documents.columns import PrintedLine, Word, lines_of
from sayso.reading.documents.paragraphs import Paragraph
from sayso.reading.documents.pdf_paragraphs import joined

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_PDFIUM: Final = threading.Lock()
"""PDFium must not be called by two threads at once."""
_LOCKED: Final = 4
"""PDFium's code for a document with a password."""
_OFTEN: Final = 500
"""Characters between two looks at the clock."""
_HYPHENS: Final = {"\x02": "-", "\ufffe": "-"}
"""What PDFium puts in place of a hyphen at the end of a line."""


def pdf_paragraphs(data: bytes, name: str, options: Options) -> Iterator[Paragraph]:
    """The paragraphs of a PDF in reading order, headers and page numbers as furniture.

    Raises InputError for one that is damaged, locked, or holds pictures of pages and no text.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise extra_missing("PDF", "documents", "pypdfium2") from error
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                pages = list(_pages(document, name, options))
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _LOCKED:
                raise InputError("the PDF is locked by a password", "Save it without one", name) from error
            raise InputError(f"the PDF is damaged ({error})", "Save or print it again as PDF", name) from error
    if not any(pages):
        count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
        raise InputError(
            f"the PDF holds pictures of {count} and no text, as a scanner makes it",
            "Recognize its text first, for example with ocrmypdf, and hand in the result",
            name,
        )
    yield from joined(pages)


def _pages(document: PdfDocument, name: str, options: Options) -> Iterator[list[PrintedLine]]:
    """The lines of each page in reading order, columns after each other."""
    import pypdfium2

    chars = 0
    options.check("max_lines", len(document), name, "pages")
    for number in range(len(document)):
        tick()
        try:
            page = document[number]
            width, height = page.get_size()
            text = page.get_textpage()
        except pypdfium2.PdfiumError:  # one damaged page costs that page
            yield []
            continue
        chars += text.count_chars()
        options.check("max_text_chars", chars, name, f"page {number + 1}")
        words = list(_words(text))
        text.close()
        page.close()
        yield lines_of(words, width, height)


def _words(text: PdfTextPage) -> Iterator[Word]:
    """The words of a page in the order of the file, each with its box."""
    from pypdfium2 import raw

    chars: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    for i in range(text.count_chars()):
        if i % _OFTEN == 0:
            tick()
        code = raw.FPDFText_GetUnicode(text, i)
        char = "" if 0xD800 <= code < 0xE000 or not code else chr(code)
        char = _HYPHENS.get(char, char)
        left, bottom, right, top = text.get_charbox(i, loose=True)
        far = bool(chars) and (abs(bottom - box[1]) > (top - bottom) or left > box[2] + 2 * (top - bottom))
        if chars and (char.isspace() or far or left < box[0] - (top - bottom)):
            yield Word("".join(chars), *box)
            chars = []
        if char and not char.isspace() and (char.isprintable() or char == "\xad"):
            box = (left, bottom, right, top) if not chars else _around(box, (left, bottom, right, top))
            chars.append(char)
    if chars:
        yield Word("".join(chars), *box)


def _around(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The box around two boxes."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
