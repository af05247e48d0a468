"""Size of the compressed streams of a PDF, measured before PDFium expands them in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from sayso.limits import Options, check_time

_STREAM: Final = re.compile(rb"\bstream\r?\n")
_FLATE: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_NOT_TEXT: Final = re.compile(rb"/Subtype\s*/Image\b|/Length1\b|/FontFile")
_DICTIONARY_BYTES: Final = 4000
"""Maximum bytes of the dictionary before a stream that are searched for its filters."""
_MAX_FILTERS: Final = 4
_CHUNK_BYTES: Final = 1_000_000


def check_streams(data: bytes, name: str, options: Options) -> None:
    """Raise LimitError if the streams of text and page structure expand to more than ``max_page_bytes``.

    Images and fonts do not count: text extraction does not expand images, and fonts are seldom large.
    """
    total = 0
    for start, filters in _compressed(data):
        try:
            for part in _expanded(data[start : data.find(b"endstream", start)], filters):
                total += len(part)
                options.check("max_page_bytes", total, name, f"stream at byte {start + 1:,}")
        except zlib.error:  # PDFium reads what it can of a damaged stream
            continue


def _compressed(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the start of each compressed stream of text or page structure, and its number of compressions."""
    previous = 0
    for match in _STREAM.finditer(data):
        start = max(previous, match.start() - _DICTIONARY_BYTES)
        dictionary = data[max(start, data.rfind(b" obj", start, match.start())) : match.start()]
        previous = match.end()
        filters = min(len(_FLATE.findall(dictionary)), _MAX_FILTERS)
        if filters and not _NOT_TEXT.search(dictionary):
            yield match.end(), filters


def _expanded(stream: bytes, filters: int) -> Iterator[bytes]:
    """Yield the expanded stream in parts. Raises zlib.error for a damaged stream."""
    if filters == 0:
        yield stream
        return
    decompressor = zlib.decompressobj()
    for part in _expanded(stream, filters - 1):
        rest = part
        while rest and not decompressor.eof:
            check_time()
            yield decompressor.decompress(rest, _CHUNK_BYTES)
            rest = decompressor.unconsumed_tail
