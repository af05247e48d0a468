"""WARC files to pages: their response records of HTML, the broken ones as errors that name record and offset."""

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

_HTML: Final = ("text/html", "application/xhtml+xml")
_GZIP: Final = b"\x1f\x8b\x08"
_START: Final = re.compile(rb"(?<=\n)WARC/1\.[01]\r?\n")
_INSIDE: Final = re.compile(rb"\r?\n\r?\nWARC/1\.[01]\r?\nWARC-")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 16
_WHOLE: Final = "Check that it is whole"


def warc_pages(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """The HTML pages of an open WARC, gzipped or not; after a broken record come those that are whole."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError("WARC files need FastWARC", 'Install it: pip install "sayso[warc]"', name) from error
    packed = file.read(len(_GZIP)) == _GZIP
    start: int | None = 0
    count, at, told = 0, 0, False
    while start is not None:
        file.seek(start)
        at, first = start, count
        try:
            # Wrong lengths and digests are told by the record itself, so that one fault does not end the file.
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=False):
                count, at, told = count + 1, record.stream_pos, False
                found = _page(record, name, f"record {count} at byte {at}", options)
                yield from found
                if found and isinstance(found[-1], _SwallowedError):
                    break
            else:
                return
        except Exception as error:  # FastWARC raises what its Cython parts happen to meet
            if not (told and count == first):
                place = f"after record {count} at byte {at}" if count > first else f"at byte {at}"
                yield InputError(f"a record cannot be read ({error})", _WHOLE, name, place)
            told = count > first  # the next one found may be the very record that could not be read
        start = _next(file, at + 1, packed)


class _SwallowedError(InputError):
    """A record whose stated length runs over records after it."""


def _next(file: IO[bytes], start: int, packed: bool) -> int | None:
    """Where the next record begins that can be told to be one; None where there is none."""
    pattern = re.compile(re.escape(_GZIP)) if packed else _START
    at = max(0, start - 1)
    while True:
        file.seek(at)
        data = file.read(_CHUNK)
        for found in pattern.finditer(data):
            if at + found.start() >= start and (not packed or _is_record(file, at + found.start())):
                return at + found.start()
        if len(data) < _CHUNK:
            return None
        at += _CHUNK - _OVERLAP


def _is_record(file: IO[bytes], at: int) -> bool:
    """Whether packed data at this place begins with a record."""
    file.seek(at)
    try:
        return zlib.decompressobj(31).decompress(file.read(4096), 8).startswith(b"WARC/1.")
    except zlib.error:
        return False


def _page(record: WarcRecord, name: str, place: str, options: Options) -> list[Page | SaysoError]:
    """The page of a record and what is wrong with it; nothing where it is no HTML."""
    most = options.limit("max_page_bytes")
    try:
        record.parse_http(auto_decode="transfer")
        heads = record.http_headers
        kind = (record.http_content_type or "").lower()
        if heads is None or not kind.startswith(_HTML) or (heads.status_code or 200) >= 300:
            torn = heads is None or not heads.status_code
            torn = torn or (not kind and record.content_length > 0 and not record.reader.read(1))
            return [_broken("no whole head of an answer", name, place)] if torn else []
        length = record.content_length
        data = record.reader.read(most + 1)
        if inside := _INSIDE.search(data):
            what = f"the record says {length:,} bytes, and another begins after {inside.start():,}"
            return [_SwallowedError(what, "Check the WARC with its maker", name, place)]
        if len(data) > most:
            options.check("max_page_bytes", max(len(data), length), name, place)
        chunked = "chunked" in (heads.get("Transfer-Encoding") or "").lower()
        faults: list[Page | SaysoError] = []
        if len(data) < length and not chunked:
            faults.append(_broken(f"the record is cut off: {len(data):,} of {length:,} bytes", name, place))
        data = _plain(data, (heads.get("Content-Encoding") or "").lower(), most)
        options.check("max_page_bytes", len(data), name, place)
        url = record.headers.get("WARC-Target-URI")
        page = Page(decode(data, name, record.http_charset), f"{name}, {place}", url and url.strip("<>"))
        return [page, *faults]
    except SaysoError as error:
        return [type(error)(error.what, error.hint, name, place)]
    except Exception as error:  # as above: the record's bytes decide what is raised
        return [_broken(f"the record is broken ({error})", name, place)]


def _broken(what: str, name: str, place: str) -> InputError:
    """The error of one record."""
    return InputError(what, "Check the WARC with its maker", name, place)


def _plain(data: bytes, coding: str, most: int) -> bytes:
    """The body without its content encoding."""
    if coding in ("gzip", "x-gzip"):
        return zlib.decompressobj(31).decompress(data, most + 1)
    if coding == "deflate":
        return zlib.decompressobj().decompress(data, most + 1)
    if coding in ("", "identity"):
        return data
    raise InputError(f"content encoding {coding}", "Store pages as identity or gzip")
