"""Recognize documents, and binary formats that are refused, by their first bytes."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from typing import Final

from sayso.errors import InputError
from sayso.lexicons import lexicon

READ: Final = "HTML, plain text, Markdown, email, PDF, DOCX, ODT and RTF"
"""Supported formats, for error messages."""
HINT: Final = f"Provide {READ}"
_PDF_HEADER_BYTES: Final = 1024
"""A PDF has its header within these first bytes."""
_LEADING_BLANKS: Final = b"\xef\xbb\xbf \t\r\n"


def document_kind(data: bytes | str) -> str | None:
    """Return ``pdf``, ``docx``, ``odt`` or ``rtf`` for a page that is a document, else None."""
    if isinstance(data, str):
        return "rtf" if data.startswith("{\\rtf") else None
    start = data[:_PDF_HEADER_BYTES]
    if start.lstrip(_LEADING_BLANKS).startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    return _zip_document_kind(data) if start.startswith(b"PK\x03\x04") else None


def refuse(data: bytes, name: str) -> None:
    """Raise InputError for data in a known binary format, with the supported formats as hint."""
    for signature, what, hint in _refused_signatures():
        if data.startswith(signature):
            raise InputError(f"this is {what}, not a page of text", f"{hint}{HINT}", name)
    if data.startswith(b"PK\x03\x04"):
        raise InputError(f"this is {_zip_description(data)}, not a page of text", HINT, name)


@cache
def _refused_signatures() -> list[tuple[bytes, str, str]]:
    """Return the signatures of refused formats, each with its name and hint."""
    return [
        (bytes.fromhex(row["term"]), row["name"], "" if row["hint"] == "-" else f"{row['hint']}. ")
        for row in lexicon("signatures")
    ]


def _zip_names(data: bytes) -> frozenset[str]:
    """Return the names of the files in a zip file; an empty set if it is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError):
        return frozenset()


def _zip_document_kind(data: bytes) -> str | None:
    """Return the kind of a document in a zip file."""
    names = _zip_names(data)
    if "word/document.xml" in names:
        return "docx"
    # The file named mimetype is the first one and not compressed.
    other = any(kind in data[:200] for kind in (b"opendocument.spreadsheet", b"opendocument.presentation", b"epub"))
    return "odt" if "content.xml" in names and not other else None


def _zip_description(data: bytes) -> str:
    """Return the description of a zip file that is not a document."""
    names = _zip_names(data)
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in data[:200]:
        return "a spreadsheet"
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in data[:200]:
        return "a presentation"
    return "an e-book" if b"epub" in data[:200] else "a zip file"
