"""Decode pages: the charset comes from the byte order mark, the content or a declaration; binary data is refused."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Final

from sayso.errors import InputError
from sayso.lexicons import lexicon
from sayso.limits import Options
from sayso.reading.inputs.file_signatures import HINT, refuse
from sayso.terms import Page

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET_DECLARATION: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?+\s*+([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=["']([\w.:-]{2,40})""",
    re.I,
)
_DECLARATION_BYTES: Final = 4096
_SAMPLE_BYTES: Final = 20_000
_ESCAPE_CODECS: Final = frozenset({"iso2022_jp", "hz"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAX_CONTROLS: Final = 0.05
_MAX_NULLS: Final = 0.3
_MIN_GUESS_BYTES: Final = 30
_GUESS_CODECS: Final = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r", "iso8859_2"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
]


def characters(page: Page, options: Options, declared: str | None = None) -> str:
    """Return the text of a page, with byte order mark and line breaks. ``declared`` is the charset of an HTTP header.

    Raises LimitError if the page is too large, InputError if it is empty or binary.
    """
    data = page.data
    options.check("max_page_bytes", _size(data), page.name)
    text = data if isinstance(data, str) else decode(data, page.name, declared)
    if not text.strip("\ufeff \t\r\n\f\v\0"):
        raise InputError("the page is empty", "Provide a page with text", page.name)
    # Decoded bytes never contain surrogates, and the search takes as long as the decoding.
    if isinstance(data, str) and (surrogate := _SURROGATE.search(text)):
        raise InputError(
            "the page contains a lone surrogate, which is not a character",
            "Decode the page with its charset, or provide its bytes",
            page.name,
            f"character {surrogate.start()}",
        )
    return text


def _size(data: bytes | str) -> int:
    """Return the size of the page in bytes; a huge text is not encoded, its characters are counted."""
    if isinstance(data, bytes) or data.isascii():
        return len(data)
    return len(data) if len(data) > 100_000_000 else len(data.encode("utf-8", "surrogatepass"))


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Decode bytes with the first match of byte order mark, valid UTF-8, declared charset, guessed charset."""
    for mark, mark_codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(mark_codec, "replace")
    _refuse_binary(data, name)
    if codec := _utf_16_codec(data):
        return data.decode(codec, "replace")
    label = charset(declared) or charset(_declared_charset(data))
    if label in _ESCAPE_CODECS:
        return data.decode(label, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_invalid_utf_8(data, label, error.start)


def _refuse_binary(data: bytes, name: str) -> None:
    """Raise InputError for binary data."""
    refuse(data, name)
    sample = data[:_SAMPLE_BYTES]
    if _utf_16_codec(data):
        return
    nulls = sample.count(0)
    controls = len(_CONTROL.findall(sample.decode("latin-1"))) - nulls
    if nulls > _MAX_NULLS * len(sample) or controls > max(8, _MAX_CONTROLS * len(sample)):
        raise InputError("this is binary data, not a page of text", HINT, name)


def _utf_16_codec(data: bytes) -> str | None:
    """Return the codec of UTF-16 without byte order mark, where nearly every second byte is null."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.8 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.8 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _declared_charset(data: bytes) -> str | None:
    """Return the charset declared at the start of the page."""
    match = _CHARSET_DECLARATION.search(data, 0, _DECLARATION_BYTES)
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def charset(label: str | None) -> str | None:
    """Return the codec for a charset label as in browsers, or None for a label unknown to browsers."""
    return _charsets().get(label.strip(" \t\r\n\f").lower()) if label else None


@cache
def _charsets() -> dict[str, str]:
    """Map charset labels to Python codecs."""
    return {row["term"]: row["codec"] for row in lexicon("charsets")}


def _decode_invalid_utf_8(data: bytes, label: str | None, error_offset: int) -> str:
    """Decode bytes that are not valid UTF-8: as UTF-8 with a few errors, as declared, or as guessed."""
    text = data.decode("utf-8", "replace")
    errors = text.count("\ufffd")
    decoded = sum(1 for char in text[: 4 * _SAMPLE_BYTES] if char > "\x7f" and char != "\ufffd")
    if decoded > errors or (errors <= 2 and error_offset >= len(data) - 4 and decoded):
        return text
    if label and not label.startswith("utf"):
        return data.decode(label, "replace")
    return data.decode(_guess_codec(data, error_offset), "replace")


def _guess_codec(data: bytes, error_offset: int) -> str:
    """Return the most likely codec of undeclared bytes; Windows-1252 if there are too few non-ASCII bytes."""
    from charset_normalizer import from_bytes

    sample = data[max(0, error_offset - _SAMPLE_BYTES // 2) : error_offset + _SAMPLE_BYTES // 2]
    non_ascii = sum(1 for byte in sample if byte > 0x7F)
    if non_ascii < max(_MIN_GUESS_BYTES, 0.1 * len(sample)):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_GUESS_CODECS).best()
    return best.encoding if best is not None else "cp1252"
