# ruff: noqa: E501 (pages in one line each)
"""Mutated pages of all kinds through the whole way: ``python -m benchmarks.fuzz --count 10000 --seed 1``.

Each is to end in a record that goes to JSON and back, or in a SaysoError, within its time. The pages are small and our
own; the same seed gives the same pages.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
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
}  # fmt: skip
_ODD: Final = [
    "&#xD800;", "\\ud83d", "\ufeff", "\u202e", "\0", "\u2028", "\xa0", "🎉", "e\u0301", "“", "”", '"', "'", "<", ">", "</", "<!--", "-->", "]]>",
    "<![CDATA[", "{", "}", "[", "]", "9" * 25, "1" * 5000, "http://[", "charset=idna", "charset=utf-7", "=?utf-7?q?+2D0-?=", "\r", "\n\n", "\t", " " * 50,
    "---\n", "#", "*" * 9, "--x", "By ", "said", "said that ", "© ", "—", "A. ", "&amp;", "&", "=", "<p", "<script>", "<div>" * 30, "</div>", "<b>", "null", "-1",
]  # fmt: skip


def mutated(kind: str, chance: random.Random) -> bytes:
    """A page of a kind, changed in a few places: bytes lost, doubled, swapped, put in; a family's unit repeated."""
    data = bytearray(_SEEDS[kind].encode())
    units = [family.unit for family in families()]
    for _ in range(chance.randrange(1, 9)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randrange(1, 40))
        what = chance.randrange(7)
        if what == 0:
            del data[at:end]
        elif what == 1:
            data[at:at] = data[at:end] * chance.randrange(1, 30)
        elif what == 2:
            data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 6)))
        elif what == 3:
            data[at:at] = chance.choice(units).encode("utf-8", "replace") * chance.randrange(1, 40)
        elif what == 4:
            other = _SEEDS[chance.choice(sorted(_SEEDS))].encode()
            begin = chance.randrange(len(other))
            data[at:end] = other[begin : begin + chance.randrange(200)]
        else:
            data[at:at] = chance.choice(_ODD).encode("utf-8", "surrogatepass")
    return bytes(data[:8000])


def read(kind: str, data: bytes, folder: Path) -> Iterator[Record | SaysoError]:
    """The records of a page of a kind, and the errors, as the commands get them."""
    options = Options(limits={"max_page_seconds": 20})
    path = folder / {"jsonl": "page.jsonl", "markdown": "page.md", "warc": "page.warc"}.get(kind, "page")
    path.write_bytes(data)
    try:
        found = list(feed_pages(str(path), options) if kind == "feed" else pages(path, options))
    except SaysoError as error:
        yield error
        return
    for page in [*found, *([Page(data.decode("utf-8", "surrogateescape"))] if kind == "text" else [])]:
        try:
            yield sayso.attribute(page, options=options) if isinstance(page, Page) else page
        except SaysoError as error:
            yield error


def fuzz(count: int, seed: int, tell: Callable[[str], None]) -> Counter[str]:
    """Read so many pages; ``tell`` gets a line for each fault. The counts of records, errors and faults."""
    out: Counter[str] = Counter()
    kinds = sorted(_SEEDS)
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            kind, data = kinds[number % len(kinds)], b""
            start = time.process_time()
            try:
                data = mutated(kind, random.Random(f"{seed}.{number}"))
                for one in read(kind, data, Path(name)):
                    if isinstance(one, Record) and Record.from_json(one.to_json()) != one:
                        raise ValueError("the record does not come back")
                    out["records" if isinstance(one, Record) else "errors"] += 1
            except Exception as error:  # whatever it is, it is what we look for
                out["faults"] += 1
                tell(f"{kind} {number}: {type(error).__name__}: {error}: {data[:200]!r}")
            if time.process_time() - start > 15:
                out["faults"] += 1
                tell(f"{kind} {number}: took {time.process_time() - start:.0f} s")
    return out


def main() -> int:
    """Run, print the counts, exit 1 where there was a fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    counts = fuzz(args.count, args.seed, lambda line: print(line, flush=True))
    print(f"{args.count} pages: {counts['records']} records, {counts['errors']} errors, {counts['faults']} faults")
    return 1 if counts["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
