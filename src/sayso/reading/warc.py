"""WARC files to pages: their response records of HTML, the broken ones as errors that name record and offset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from sayso.errors import InputError, SaysoError
from sayso.limits import Options
from sayso.reading.characters import decode
from sayso.terms import Page

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HTML: Final = ("text/html", "application/xhtml+xml")


def warc_pages(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """The HTML pages of an open WARC, gzipped or not; where it is cut off, what came before is still read."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError("WARC files need FastWARC", 'Install it: pip install "sayso[warc]"', name) from error
    count, at = 0, 0
    try:
        # Wrong lengths and digests are told by the record itself, so that one fault does not end the file.
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=False):
            count += 1
            at = record.stream_pos
            found = _page(record, name, f"record {count} at byte {at}", options)
            if found is not None:
                yield found
    except Exception as error:  # FastWARC raises what its Cython parts happen to meet
        yield InputError(
            f"the WARC breaks off ({error})", "Check that it is whole", name, f"after record {count} at byte {at}"
        )


def _page(record: WarcRecord, name: str, place: str, options: Options) -> Page | SaysoError | None:
    """The page of a record; None where it is no HTML."""
    most = options.limit("max_page_bytes")
    try:
        record.parse_http()
        heads = record.http_headers
        kind = (record.http_content_type or "").lower()
        if heads is None or not kind.startswith(_HTML) or (heads.status_code or 200) >= 300:
            return None
        length = record.content_length
        data = record.reader.read(most + 1)
        if len(data) > most:
            options.check("max_page_bytes", max(len(data), length), name, place)
        coding = (heads.get("Content-Encoding") or "").lower()
        data = _plain(data, coding, most)
        options.check("max_page_bytes", len(data), name, place)
        url = record.headers.get("WARC-Target-URI")
        return Page(decode(data, name, record.http_charset), f"{name}, {place}", url and url.strip("<>"))
    except SaysoError as error:
        return type(error)(error.what, error.mend, name, place)
    except Exception as error:  # as above: the record's bytes decide what is raised
        return InputError(f"the record is broken ({error})", "Check the WARC with its maker", name, place)


def _plain(data: bytes, coding: str, most: int) -> bytes:
    """The body without its content encoding."""
    import zlib

    if coding in ("gzip", "x-gzip"):
        return zlib.decompressobj(31).decompress(data, most + 1)
    if coding == "deflate":
        return zlib.decompressobj().decompress(data, most + 1)
    if coding in ("", "identity"):
        return data
    raise InputError(f"content encoding {coding}", "Store pages as identity or gzip")
