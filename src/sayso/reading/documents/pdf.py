"""Read the words of a PDF and their positions with PDFium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sayso.errors import InputError, extra_missing
from sayso.limits import Options, check_time
from sayso.reading.documents.columns import PrintedLine, Word, lines_of
from sayso.reading.documents.paragraphs import Paragraph
from sayso.reading.documents.pdf_paragraphs import joined
from sayso.reading.documents.pdf_streams import check_streams

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_PDFIUM: Final = threading.Lock()
"""PDFium is not thread-safe."""
_PASSWORD_ERROR: Final = 4
"""PDFium error code for a document with a password."""
_TICK_CHARS: Final = 500
"""Number of characters between checks of the time limit."""
_DESCENT: Final = 0.25
"""Share of the font size below the baseline."""
_BOX_SLACK: Final = 4.0
"""Maximum distance in points by which the box of a word can exceed the extent of its font."""
_HYPHENS: Final = {"\x02": "-", "\ufffe": "-"}
"""Characters that PDFium returns for a hyphen at the end of a line."""


def pdf_paragraphs(data: bytes, name: str, options: Options) -> Iterator[Paragraph]:
    """Yield the paragraphs of a PDF in reading order, with headers and page numbers as page furniture.

    Raises InputError if it is damaged, locked, or scanned without text, LimitError if it expands to too much.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise extra_missing("PDF", "documents", "pypdfium2") from error
    check_streams(data, name, options)
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                pages = list(_pages(document, name, options))
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR:
                raise InputError("the PDF is locked with a password", "Save it without a password", name) from error
            raise InputError(f"the PDF is damaged ({error})", "Save or print it again as PDF", name) from error
    if not any(pages):
        count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
        raise InputError(
            f"the PDF contains pictures of {count} and no text, like a scan",
            "Run text recognition (OCR) first, for example with ocrmypdf",
            name,
        )
    yield from joined(pages)


def _pages(document: PdfDocument, name: str, options: Options) -> Iterator[list[PrintedLine]]:
    """Yield the lines of each page in reading order, one column after another."""
    import pypdfium2

    chars = 0
    options.check("max_lines", len(document), name, "pages")
    for number in range(len(document)):
        check_time()
        try:
            page = document[number]
            width, height = page.get_size()
            text = page.get_textpage()
        except pypdfium2.PdfiumError:  # skip only the damaged page
            yield []
            continue
        chars += text.count_chars()
        options.check("max_text_chars", chars, name, f"page {number + 1}")
        words = list(_words(text))
        text.close()
        page.close()
        yield lines_of(words, width, height)


def _words(text: PdfTextPage) -> Iterator[Word]:
    """Yield the words of a page in file order, each with its box; baseline and font size give top and bottom."""
    from pypdfium2 import raw

    chars: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    height: tuple[float, float] | None = None
    for i in range(text.count_chars()):
        if i % _TICK_CHARS == 0:
            check_time()
        code = raw.FPDFText_GetUnicode(text, i)
        char = "" if 0xD800 <= code < 0xE000 or not code else chr(code)
        char = _HYPHENS.get(char, char)
        left, bottom, right, top = text.get_charbox(i, loose=True)
        distant = bool(chars) and (abs(bottom - box[1]) > (top - bottom) or left > box[2] + 2 * (top - bottom))
        if chars and (char.isspace() or distant or left < box[0] - (top - bottom)):
            yield _word(chars, box, height)
            chars = []
        if char and not char.isspace() and (char.isprintable() or char == "\xad"):
            if not chars:
                height = _font_extent(text, i)
            box = (left, bottom, right, top) if not chars else _union(box, (left, bottom, right, top))
            chars.append(char)
    if chars:
        yield _word(chars, box, height)


def _word(chars: list[str], box: tuple[float, float, float, float], extent: tuple[float, float] | None) -> Word:
    """Return a word with its box, or with the extent of its font from bottom to top if that contains the box."""
    left, bottom, right, top = box
    if extent is not None and extent[0] <= bottom + _BOX_SLACK and top <= extent[1] + _BOX_SLACK:
        bottom, top = extent
    return Word("".join(chars), left, bottom, right, top)


def _font_extent(text: PdfTextPage, index: int) -> tuple[float, float] | None:
    """Return bottom and top of the line of a character from its font size; None for rotated text.

    The boxes of some fonts end at the ink of each letter, so that words of one line have different heights.
    """
    from ctypes import byref, c_double

    from pypdfium2 import raw

    matrix, x, y = raw.FS_MATRIX(), c_double(), c_double()
    size = raw.FPDFText_GetFontSize(text, index)
    if not (
        raw.FPDFText_GetMatrix(text, index, byref(matrix))
        and raw.FPDFText_GetCharOrigin(text, index, byref(x), byref(y))
    ):
        return None
    height = size * matrix.d
    if height <= 0 or abs(matrix.b) > abs(matrix.d) / 10:
        return None
    return y.value - _DESCENT * height, y.value + (1 - _DESCENT) * height


def _union(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Return the smallest box around two boxes."""
    return min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3])
