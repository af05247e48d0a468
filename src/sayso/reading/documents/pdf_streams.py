"""Size of the compressed streams of a PDF, measured before PDFium expands them in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sayso.limits import Options, check_time

if TYPE_CHECKING:
    from zlib import _Decompress

_STREAM: Final = re.compile(rb"\bstream(?:\r\n?|\n)")
_NOT_TEXT: Final = re.compile(rb"/Subtype\s*/Image\b|/Length1\b")
_DICTIONARY_BYTES: Final = 4000
"""Maximum bytes of the dictionary before a stream that are searched for its type."""
_MAX_FILTERS: Final = 4
_INPUT_BYTES: Final = 100_000
_CHUNK_BYTES: Final = 1_000_000


def check_streams(data: bytes, name: str, options: Options) -> None:
    """Raise LimitError if the streams of text and page structure expand to more than ``max_page_bytes``.

    Each stream that begins as zlib data counts, whatever its dictionary calls the filter. Not counted are streams
    that are marked as images or fonts: text extraction does not expand images, and fonts are seldom large.
    """
    total = 0
    for start, end in _streams(data):
        layers: list[_Decompress | None] = []
        for offset in range(start, end, _INPUT_BYTES):
            for size in _expanded_sizes(data[offset : min(end, offset + _INPUT_BYTES)], layers):
                total += size
                options.check("max_page_bytes", total, name, f"stream at byte {start + 1:,}")
            if layers[0] is None or layers[0].eof:
                break


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stream that is not marked as an image or a font."""
    previous = end = 0
    for match in _STREAM.finditer(data):
        check_time()
        start = max(previous, match.start() - _DICTIONARY_BYTES)
        dictionary = data[max(start, data.rfind(b" obj", start, match.start())) : match.start()]
        previous = match.end()
        if end < match.end():
            end = data.find(b"endstream", match.end()) % (len(data) + 1)  # a last stream without end has all the rest
        if not _NOT_TEXT.search(dictionary):
            yield match.end(), end


def _expanded_sizes(part: bytes, layers: list[_Decompress | None], level: int = 0) -> Iterator[int]:
    """Yield the sizes of the expanded parts of a stream, and of what these expand to in turn.

    ``layers`` has the state of each level between the parts of a stream: None if the level is not compressed, or
    damaged; PDFium reads what it can of a damaged stream.
    """
    if level == len(layers):
        layers.append(zlib.decompressobj() if level < _MAX_FILTERS and _is_compressed(part) else None)
    decompressor = layers[level]
    while decompressor is not None and part and not decompressor.eof:
        check_time()
        try:
            expanded = decompressor.decompress(part, _CHUNK_BYTES)
        except zlib.error:
            layers[level] = None
            return
        yield len(expanded)
        if expanded:
            yield from _expanded_sizes(expanded, layers, level + 1)
        part = decompressor.unconsumed_tail


def _is_compressed(part: bytes) -> bool:
    """Return whether data begins with the header of zlib: the method, and a checksum of two bytes."""
    return len(part) > 1 and part[0] & 0x0F == 8 and int.from_bytes(part[:2], "big") % 31 == 0
