"""Bytes to characters: the encoding is told by mark, by content and by declaration; binary data is refused."""

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

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?+\s*+([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=["']([\w.:-]{2,40})""",
    re.I,
)
_META_BYTES: Final = 4096
_SAMPLE: Final = 20_000
_ESCAPES: Final = frozenset({"iso2022_jp", "hz"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAX_CONTROLS: Final = 0.05
_MAX_NULLS: Final = 0.3
_FEW: Final = 30
_LIKELY: Final = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r", "iso8859_2"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
]


def characters(page: Page, options: Options, declared: str | None = None) -> str:
    """The page as text, a byte-order mark and line ends kept. ``declared`` is the charset of an HTTP header.

    Raises LimitError for a page that is too large, InputError for one that is empty or binary.
    """
    data = page.data
    options.check("max_page_bytes", _size(data), page.name)
    text = data if isinstance(data, str) else decode(data, page.name, declared)
    if not text.strip("\ufeff \t\r\n\f\v\0"):
        raise InputError("the page is empty", "Hand in a page with text in it", page.name)
    # Bytes never decode to one, and the search takes as long as the decoding.
    if isinstance(data, str) and (surrogate := _SURROGATE.search(text)):
        raise InputError(
            "half a surrogate pair, which is no character",
            "Decode the page with the encoding that it was written in, or hand in its bytes",
            page.name,
            f"character {surrogate.start()}",
        )
    return text


def _size(data: bytes | str) -> int:
    """The bytes of the page; a text's are only counted, never encoded, since it may be huge."""
    if isinstance(data, bytes) or data.isascii():
        return len(data)
    return len(data) if len(data) > 100_000_000 else len(data.encode("utf-8", "surrogatepass"))


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The bytes as text by the first sign that holds: byte-order mark, UTF-8 by content, declaration, a guess."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    _refuse_binary(data, name)
    if wide := _wide(data):
        return data.decode(wide, "replace")
    label = charset(declared) or charset(_stated(data))
    if label in _ESCAPES:
        return data.decode(label, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, label, error.start)


def _refuse_binary(data: bytes, name: str) -> None:
    """Raise InputError for data that is no text at all."""
    refuse(data, name)
    sample = data[:_SAMPLE]
    if _wide(data):
        return
    nulls = sample.count(0)
    controls = len(_CONTROL.findall(sample.decode("latin-1"))) - nulls
    if nulls > _MAX_NULLS * len(sample) or controls > max(8, _MAX_CONTROLS * len(sample)):
        raise InputError("this is binary data, not a page of text", HINT, name)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of the sample is null."""
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


def _stated(data: bytes) -> str | None:
    """The charset that the page's own head states."""
    found = _META.search(data, 0, _META_BYTES)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def charset(label: str | None) -> str | None:
    """The codec of a charset by its label, as browsers take it; None for one that browsers do not know."""
    return _charsets().get(label.strip(" \t\r\n\f").lower()) if label else None


@cache
def _charsets() -> dict[str, str]:
    """Labels of charsets to Python's codecs."""
    return {row["term"]: row["codec"] for row in lexicon("charsets")}


def _decode_other(data: bytes, label: str | None, broken: int) -> str:
    """Bytes that are not valid UTF-8: UTF-8 with a few faults, the stated encoding, or the likeliest one."""
    faulty = data.decode("utf-8", "replace")
    faults = faulty.count("\ufffd")
    good = sum(1 for char in faulty[: 4 * _SAMPLE] if char > "\x7f" and char != "\ufffd")
    if good > faults or (faults <= 2 and broken >= len(data) - 4 and good):
        return faulty
    if label and not label.startswith("utf"):
        return data.decode(label, "replace")
    return data.decode(_guess(data, broken), "replace")


def _guess(data: bytes, broken: int) -> str:
    """The likeliest encoding of bytes that say nothing of it; Windows-1252 where there is too little to go by."""
    from charset_normalizer import from_bytes

    sample = data[max(0, broken - _SAMPLE // 2) : broken + _SAMPLE // 2]
    high = sum(1 for byte in sample if byte > 0x7F)
    if high < max(_FEW, 0.1 * len(sample)):
        return "cp1252"
    found = from_bytes(sample, cp_isolation=_LIKELY)
    best = found.best()
    return best.encoding if best is not None else "cp1252"
