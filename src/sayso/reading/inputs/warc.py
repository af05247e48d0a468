"""Read the HTML response records of WARC files as pages; broken records become errors with record and offset."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from sayso.errors import InputError, SaysoError
from sayso.limits import Options
from sayso.reading.inputs.decoding import decode
from sayso.terms import Page

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_RECORD_START: Final = re.compile(rb"(?<=\n)WARC/1\.[01]\r?\n")
_NESTED_RECORD: Final = re.compile(rb"\r?\n\r?\nWARC/1\.[01]\r?\nWARC-")
_CHUNK_BYTES: Final = 1 << 20
_OVERLAP_BYTES: Final = 16
_COMPLETE_HINT: Final = "Check that the file is complete"


def warc_pages(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """Yield the HTML pages of an open WARC file, gzipped or not; reading continues after a broken record."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError("WARC files need FastWARC", 'Install it: pip install "sayso[warc]"', name) from error
    gzipped = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    start: int | None = 0
    count, offset, reported = 0, 0, False
    while start is not None:
        file.seek(start)
        offset, count_before = start, count
        try:
            # _page reports wrong lengths and digests, so that one broken record does not end the file.
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=False):
                count, offset, reported = count + 1, record.stream_pos, False
                results = _page(record, name, f"record {count} at byte {offset}", options)
                yield from results
                if results and isinstance(results[-1], _SwallowedError):
                    break
            else:
                return
        except Exception as error:  # the Cython code of FastWARC raises various exception types
            if not (reported and count == count_before):
                place = f"after record {count} at byte {offset}" if count > count_before else f"at byte {offset}"
                yield InputError(f"a record cannot be read ({error})", _COMPLETE_HINT, name, place)
            reported = count > count_before  # the next match can be the record that could not be read
        start = _next_record(file, offset + 1, gzipped)


class _SwallowedError(InputError):
    """The stated length of the record includes later records."""


def _next_record(file: IO[bytes], start: int, gzipped: bool) -> int | None:
    """Return the offset of the next recognizable record, or None."""
    pattern = re.compile(re.escape(_GZIP_MAGIC)) if gzipped else _RECORD_START
    offset = max(0, start - 1)
    while True:
        file.seek(offset)
        data = file.read(_CHUNK_BYTES)
        for match in pattern.finditer(data):
            if offset + match.start() >= start and (not gzipped or _is_record(file, offset + match.start())):
                return offset + match.start()
        if len(data) < _CHUNK_BYTES:
            return None
        offset += _CHUNK_BYTES - _OVERLAP_BYTES


def _is_record(file: IO[bytes], offset: int) -> bool:
    """Return whether the gzip member at this offset starts with a record."""
    file.seek(offset)
    try:
        return zlib.decompressobj(31).decompress(file.read(4096), 8).startswith(b"WARC/1.")
    except zlib.error:
        return False


def _page(record: WarcRecord, name: str, place: str, options: Options) -> list[Page | SaysoError]:
    """Return the page of a record and its errors; an empty list if it is not HTML."""
    max_bytes = options.limit("max_page_bytes")
    try:
        record.parse_http(auto_decode="transfer")
        headers = record.http_headers
        content_type = (record.http_content_type or "").lower()
        if headers is None or not content_type.startswith(_HTML_TYPES) or (headers.status_code or 200) >= 300:
            incomplete = headers is None or not headers.status_code
            incomplete = incomplete or (not content_type and record.content_length > 0 and not record.reader.read(1))
            return [_broken("the HTTP response header is incomplete", name, place)] if incomplete else []
        length = record.content_length
        data = record.reader.read(max_bytes + 1)
        if nested := _NESTED_RECORD.search(data):
            what = f"the record states {length:,} bytes, but another record starts after {nested.start():,}"
            return [_SwallowedError(what, "Check the program that wrote the WARC file", name, place)]
        if len(data) > max_bytes:
            options.check("max_page_bytes", max(len(data), length), name, place)
        chunked = "chunked" in (headers.get("Transfer-Encoding") or "").lower()
        errors: list[Page | SaysoError] = []
        if len(data) < length and not chunked:
            errors.append(_broken(f"the record is truncated: {len(data):,} of {length:,} bytes", name, place))
        data = _decoded(data, (headers.get("Content-Encoding") or "").lower(), max_bytes)
        options.check("max_page_bytes", len(data), name, place)
        url = record.headers.get("WARC-Target-URI")
        page = Page(decode(data, name, record.http_charset), f"{name}, {place}", url and url.strip("<>"))
        return [page, *errors]
    except SaysoError as error:
        return [type(error)(error.what, error.hint, name, place)]
    except Exception as error:  # as above: any exception type is possible
        return [_broken(f"the record is broken ({error})", name, place)]


def _broken(what: str, name: str, place: str) -> InputError:
    """Return the error of a broken record."""
    return InputError(what, "Check the program that wrote the WARC file", name, place)


def _decoded(data: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return the body without its content encoding."""
    if encoding in ("gzip", "x-gzip"):
        return zlib.decompressobj(31).decompress(data, max_bytes + 1)
    if encoding == "deflate":
        return zlib.decompressobj().decompress(data, max_bytes + 1)
    if encoding in ("", "identity"):
        return data
    raise InputError(f"unsupported content encoding {encoding}", "Store pages as identity or gzip")
