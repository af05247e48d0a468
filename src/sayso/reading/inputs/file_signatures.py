"""What a file is by its first bytes: a document that is read, or one of the kinds that are refused by name."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from sayso.errors import InputError
from sayso.lexicons import lexicon

READ: Final = "HTML, plain text, Markdown, an e-mail, PDF, DOCX, ODT and RTF"
"""What is read, for messages."""
HINT: Final = f"Hand in {READ}"
_PDF_MARK: Final = 1024
"""Bytes at the beginning of a file within which a PDF states that it is one."""
_BLANK: Final = b"\xef\xbb\xbf \t\r\n"


def document_kind(data: bytes | str) -> str | None:
    """``pdf``, ``docx``, ``odt`` or ``rtf`` for a page that is such a document; None for any other."""
    if isinstance(data, str):
        return "rtf" if data.startswith("{\\rtf") else None
    start = data[:_PDF_MARK]
    if start.lstrip(_BLANK).startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    return _packed_kind(data) if start.startswith(b"PK\x03\x04") else None


def refuse(data: bytes, name: str) -> None:
    """Raise InputError for data of a kind that is no text, and name what is read."""
    for signature, what, hint in _refused():
        if data.startswith(signature):
            raise InputError(f"this is {what}, not a page of text", f"{hint}{HINT}", name)
    if data.startswith(b"PK\x03\x04"):
        raise InputError(f"this is {_zip_kind(data)}, not a page of text", HINT, name)


def _refused() -> list[tuple[bytes, str, str]]:
    """The signatures of kinds that are refused, each with its name and a first hint."""
    return [
        (bytes.fromhex(row["term"]), row["name"], "" if row["hint"] == "-" else f"{row['hint']}. ")
        for row in lexicon("signatures")
    ]


def _names(data: bytes) -> frozenset[str]:
    """The names of the files in a zip file; none where it is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return frozenset(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError):
        return frozenset()


def _packed_kind(data: bytes) -> str | None:
    """The kind of a document that is a zip file."""
    names = _names(data)
    if "word/document.xml" in names:
        return "docx"
    # The file named mimetype comes first, unpacked.
    other = any(kind in data[:200] for kind in (b"opendocument.spreadsheet", b"opendocument.presentation", b"epub"))
    return "odt" if "content.xml" in names and not other else None


def _zip_kind(data: bytes) -> str:
    """The name of a zip file that is no document."""
    names = _names(data)
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in data[:200]:
        return "a spreadsheet"
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in data[:200]:
        return "a presentation"
    return "an e-book" if b"epub" in data[:200] else "a zip file"
