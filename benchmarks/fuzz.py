# ruff: noqa: E501 (one line per page)
"""Analyzes mutated pages of all formats: ``python -m benchmarks.fuzz --count 10000 --seed 1``.

Each must give a record that survives JSON, or a SaysoError, within its time limit. The pages are small and our own; the
same seed gives the same pages.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import sayso
from benchmarks.growth.families import families
from sayso import Options, Page, Record, SaysoError
from sayso.reading.inputs.feeds import feed_pages
from sayso.reading.inputs.files import pages

_SAID: Final = "“The ferries sail again,” said Ada Fairlamb, the chair of the harbor board. Ivo Marr denied it."
_SEEDS: Final = {
    "html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferries sail | Wexley Echo</title>'
    '<meta name="author" content="Bo Lind"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferries",'
    '"author":[{"name":"Bo Lind"}],"datePublished":"2024-05-03T10:00:00Z"}</script></head><body><nav><a href="/a">News</a></nav>'
    f'<article><h1>Ferries</h1><p class="byline">By Bo Lind</p><p>{_SAID}</p><figure><figcaption>The pier (Bo Lind/AP)'
    "</figcaption></figure></article><footer>© 2024 Wexley Echo</footer></body></html>",
    "text": f"Ferries sail again\nBy Bo Lind\n3 May 2024\n\nWEXLEY (AP) — {_SAID}\n\nShe said that he “would not say ‘no’”.\n© 2024 Echo\n",
    "markdown": f"---\ntitle: Ferries\nauthor: Bo Lind\ndate: 2024-05-03\n---\n# Ferries\n\n{_SAID} [More](https://a.example).\n",
    "mail": "From: Bo Lind <bo@echo.example>\nSubject: =?utf-8?q?Ferries?=\nDate: Fri, 3 May 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
    f'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n{_SAID}\n--x\n'
    f"Content-Type: text/html; charset=latin-1\n\n<p>{_SAID}</p>\n--x--\n",
    "jsonl": '{"text": "Ivo Marr said so.", "url": "https://a.example/1", "id": 1}\n{"html": "<p>Ada Fairlamb said no.</p>"}\n',
    "feed": '<?xml version="1.0"?><rss><channel><item><title>Ferries &amp; more</title><link>https://a.example/1</link>'
    "<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>&lt;p>Ivo Marr said so.&lt;/p></description></item></channel></rss>",
    "warc": "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\n"
    "Content-Length: 78\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ada Fairlamb said no.</p>\r\n\r\n\r\n",
    "quotations": f"<html><body><p>In a letter, Ada Fairlamb wrote:</p><blockquote><p>We sail.</p><p>{_SAID}</p><footer>— <cite>Ada Fairlamb</cite>"
    f'</footer></blockquote><p>She wrote: <q>we <q>sail</q></q>.</p><blockquote class="twitter-tweet"><p>We sail. pic.twitter.com/a</p>— Ada '
    f'Fairlamb (@ada) <a href="https://x.example/1?s=20">May 4, 2026</a></blockquote><aside class="pullquote">The ferries sail again</aside><figure '
    "class=quote><blockquote>We sail</blockquote><figcaption>Ivo Marr</figcaption></figure><p><b>Will it sail?</b></p><p>I think so.</p></body></html>",
    "quoted lines": "Ada Fairlamb wrote:\n> We sail.\n>> We do not.\n> — Ada Fairlamb\n\n« Non », a dit Orla. — Yes, said Orla Finch — again.\n„Ja“, ‹ no ›, "
    "``so,'' she said.\nFAIRLAMB: We sail. (APPLAUSE)\nMARR: No.\nQ. Why?\nA. Who knows.\nBY MR. LANDT:\nWe sail. — Ada (@ada) May 4, 2026\nâ€œSo,â€\x9d sa\xadid "
    "Ivo.\nthe harbor board met in wexley on a monday\nand its chair said the ferries would sail\n",
    "docx": f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>'
    f"<w:r><w:t>Ferries</w:t></w:r></w:p><w:p><w:r><w:t>{_SAID}</w:t><w:br/><w:t>He left.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ada"
    "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>said no</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
    "odt": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    f'<office:body><office:text><text:h text:outline-level="1">Ferries</text:h><text:p>{_SAID}<text:s text:c="9"/><text:note><text:note-body><text:p>So.'
    "</text:p></text:note-body></text:note></text:p></office:text></office:body></office:document-content>",
    "rtf": "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 A;}}{\\stylesheet{\\s1 Title;}}{\\header Echo\\par}\\pard\\s1 Ferries\\par\\pard \\u8220?"
    "We sail,\\'94 said Ada Fairlamb.{\\footnote So.}\\par\\trowd\\intbl Ada\\cell no\\cell\\row{\\pict\\bin4 abcd}Ivo Marr said so.\\par}",
    "pdf": "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox"
    "[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 150>>stream\nBT /F1 12 Tf 50 700 Td (Ferries sail again) Tj 0 -20 Td "
    "(Ada Fairlamb said the fer-) Tj 0 -14 Td (ries would sail. Ivo Marr denied it.) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
    ">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
}  # fmt: skip
_PACKED: Final = {"docx": "word/document.xml", "odt": "content.xml"}
_PACKINGS: Final = (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_STORED)
_ODD: Final = [
    "&#xD800;", "\\ud83d", "\ufeff", "\u202e", "\0", "\u2028", "\xa0", "🎉", "e\u0301", "“", "”", '"', "'", "<", ">", "</", "<!--", "-->", "]]>",
    "<![CDATA[", "{", "}", "[", "]", "9" * 25, "1" * 5000, "http://[", "charset=idna", "charset=utf-7", "=?utf-7?q?+2D0-?=", "\r", "\n\n", "\t", " " * 50,
    "---\n", "#", "*" * 9, "--x", "By ", "said", "said that ", "© ", "—", "A. ", "&amp;", "&", "=", "<p", "<script>", "<div>" * 30, "</div>", "<b>", "null", "-1",
    "<q>", "</q>", "<cite>", "<blockquote>", "</blockquote>", "« ", " »", "„", "‹", "``", "''", "\xad", "\u200b", "\u2003", "\x1c", "â€œ", "> ", "\n— ", "Q. ", "MARR: ",
    " (@ada) May 4, 2026", "\\u-9999?", "\\bin99999 ", "\\ansicpg932 ", "\\f0 ", "\\'81", "{\\footnote ", "<text:p>", "<w:p>", "/Kids[2 0 R]", "/Count 99999", "1e308 0 0 1 0 0 cm ",
]  # fmt: skip


def mutated(kind: str, random_numbers: random.Random) -> bytes:
    """A page of a format with a few mutations; of a packed document the part with its text, the zip file, or both."""
    if kind not in _PACKED:
        return _mutated(_SEEDS[kind].encode(), random_numbers)
    place = random_numbers.randrange(4)
    part = _SEEDS[kind].encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        if kind == "odt":
            file.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        file.writestr(
            zipfile.ZipInfo(_PACKED[kind]),
            _mutated(part, random_numbers) if place else part,
            random_numbers.choice(_PACKINGS),
        )
    return packed.getvalue() if place > 1 else _mutated(packed.getvalue(), random_numbers)


def _mutated(page: bytes, random_numbers: random.Random) -> bytes:
    """Bytes deleted, repeated, replaced or inserted, or units of a family."""
    data = bytearray(page)
    units = _units()
    for _ in range(random_numbers.randrange(1, 9)):
        at = random_numbers.randrange(len(data) + 1)
        end = min(len(data), at + random_numbers.randrange(1, 40))
        mutation = random_numbers.randrange(7)
        if mutation == 0:
            del data[at:end]
        elif mutation == 1:
            data[at:at] = data[at:end] * random_numbers.randrange(1, 30)
        elif mutation == 2:
            data[at:at] = bytes(random_numbers.randrange(256) for _ in range(random_numbers.randrange(1, 6)))
        elif mutation == 3:
            data[at:at] = random_numbers.choice(units).encode("utf-8", "replace") * random_numbers.randrange(1, 40)
        elif mutation == 4:
            other_page = _SEEDS[random_numbers.choice(sorted(_SEEDS))].encode()
            start = random_numbers.randrange(len(other_page))
            data[at:end] = other_page[start : start + random_numbers.randrange(200)]
        else:
            data[at:at] = random_numbers.choice(_ODD).encode("utf-8", "surrogatepass")
    return bytes(data[:8000])


@cache
def _units() -> list[str]:
    """The units of all families."""
    return [family.unit for family in families()]


def read(kind: str, data: bytes, folder: Path) -> Iterator[Record | SaysoError]:
    """The records and errors of a page, as in the commands."""
    options = Options(limits={"max_page_seconds": 20})
    path = folder / {"jsonl": "page.jsonl", "markdown": "page.md", "warc": "page.warc"}.get(kind, "page")
    path.write_bytes(data)
    try:
        read_pages = list(feed_pages(str(path), options) if kind == "feed" else pages(path, options))
    except SaysoError as error:
        yield error
        return
    for page in [*read_pages, *([Page(data.decode("utf-8", "surrogateescape"))] if kind == "text" else [])]:
        try:
            yield sayso.attribute(page, options=options) if isinstance(page, Page) else page
        except SaysoError as error:
            yield error


def fuzz(count: int, seed: int, report: Callable[[str], None], kinds: Sequence[str] | None = None) -> Counter[str]:
    """Analyze ``count`` pages; ``report`` gets a line per fault. Returns the counts of records, errors and faults."""
    counts: Counter[str] = Counter()
    kinds = sorted(kinds or _SEEDS)
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            kind, data = kinds[number % len(kinds)], b""
            start = time.process_time()
            try:
                data = mutated(kind, random.Random(f"{seed}.{number}"))
                for result in read(kind, data, Path(name)):
                    if isinstance(result, Record) and Record.from_json(result.to_json()) != result:
                        raise ValueError("the record changes in JSON")
                    counts["records" if isinstance(result, Record) else "errors"] += 1
            except Exception as error:  # any other exception is a fault
                counts["faults"] += 1
                report(f"{kind} {number}: {type(error).__name__}: {error}: {data[:200]!r}")
            if time.process_time() - start > 15:
                counts["faults"] += 1
                report(f"{kind} {number}: took {time.process_time() - start:.0f} s")
    return counts


def main() -> int:
    """Run and print the counts; returns 1 if there are faults."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", choices=sorted(_SEEDS), help="only pages of these formats")
    args = parser.parse_args()
    counts = fuzz(args.count, args.seed, lambda line: print(line, flush=True), args.kinds)
    print(f"{args.count} pages: {counts['records']} records, {counts['errors']} errors, {counts['faults']} faults")
    return 1 if counts["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
