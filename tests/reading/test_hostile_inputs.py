# ruff: noqa: E501 (one page per line)
"""A hostile page, email, feed or JSON line yields a record or one SaysoError; the other pages are read and kept."""

from __future__ import annotations

import codecs
import encodings
import json
import os
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from encodings.aliases import aliases
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso import Options, Record, SaysoError
from sayso.errors import InputError, LimitError
from sayso.limits import check_time, time_limit
from sayso.reading.inputs.feeds import entries, feed_pages
from sayso.reading.inputs.files import pages
from sayso.terms import Page

SAID = "Ivo Marr said so."
STORY = f"<p>The ferries sail again, and {SAID}</p>"
SURROGATE = "\\ud83d"
CODECS = sorted({*aliases, *aliases.values(), *(module.name for module in pkgutil.iter_modules(encodings.__path__))})


def record(page: Any, **given: Any) -> Record:
    """Return the record and check that it survives a round trip through JSON."""
    result = sayso.attribute(page, **given)
    assert Record.from_json(result.to_json()) == result
    return result


@pytest.mark.parametrize("name", CODECS)
def test_every_python_codec_name_is_a_known_charset_or_ignored(name: str) -> None:
    pages = (
        f"<html><head><meta charset={name}></head><body>{STORY}<p>caf\xe9".encode("latin-1"),
        f"<?xml version='1.0' encoding='{name}'?><html><body>{STORY}<p>caf\xe9".encode("latin-1"),
        f"From: a@b.example\nSubject: =?{name}?q?caf=E9?=\nContent-Type: text/plain; charset={name}\n\n{SAID}\xe9\n".encode(
            "latin-1"
        ),
    )
    for page in pages:
        try:
            article = sayso.read(page)
        except SaysoError:
            continue
        assert article.text


def test_only_labels_of_the_encoding_standard_are_charsets() -> None:
    from sayso.reading.inputs.decoding import charset

    assert [charset(name) for name in ("latin1", " UTF-8\n", "gb2312", "Shift_JIS")] == [
        "cp1252",
        "utf-8",
        "gb18030",
        "cp932",
    ]
    assert [
        charset(name) for name in ("idna", "undefined", "punycode", "utf-7", "unicode_escape", "rot13", "", None)
    ] == [None] * 8
    from sayso.lexicons import lexicon

    assert all(codecs.lookup(row["codec"])._is_text_encoding for row in lexicon("charsets"))


@pytest.mark.parametrize(
    "page",
    [
        f'<html><head><script type="application/ld+json">{{"@type":"Article","headline":"A {SURROGATE} b","author":"Ada {SURROGATE}",'
        f'"publisher":"{SURROGATE} Echo","articleSection":"{SURROGATE}","datePublished":"{SURROGATE}"}}</script></head><body>{STORY}',
        f"<html><head><title>A &#xD800; b &#55357;</title></head><body>{STORY}<p>&#xD83D;&#xDE00;</p>",
        f'<html lang="\ufffd"><head><meta property="og:title" content="&#xDC00;"></head><body>{STORY}',
        f"From: =?unicode_escape?q?=5Cud83d?= <a@b.example>\nSubject: =?utf-7?q?+2D0-?=\n\n{SAID}\n",
        f"From: a@b.example\nContent-Type: text/plain; charset=utf-7\n\n+2D0- {SAID}\n",
        f"From: a@b.example\nContent-Type: text/plain; charset=unicode_escape\n\n\\ud83d {SAID}\n",
        f"<html><head><title>&#{'1' * 5000};</title></head><body>{STORY}",
        f"From: a@b.example\nDate: Mon, 3 May {'1' * 20} 10:00:00 +0000\n\n{SAID}\n",
        f"From: a@b.example\nDate: Mon, 3 May 2024 10:00:00 +{'9' * 20}\n\n{SAID}\n",
    ],
)
def test_a_page_with_lone_surrogates_and_huge_numbers_is_readable(page: str) -> None:
    assert SAID in record(page.encode()).article.text


@pytest.mark.parametrize(
    ("page", "given"),
    [
        (SAID + "\ud83d", {}),
        (SAID, {"url": "https://a.example/\ud83d"}),
        (SAID, {"options": Options(publisher="\udc00 Echo")}),
        (3, {}),
        (None, {}),
        (memoryview(b"Ivo Marr said so."), {}),
        (bytearray(b"Ivo Marr said so."), {}),
        (Page(3), {}),  # type: ignore[arg-type]
        (SAID, {"url": 3}),
        (Path("a\0b"), {}),
    ],
)
def test_an_invalid_page_argument_raises_an_input_error(page: Any, given: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        sayso.attribute(page, **given)


def test_a_named_pipe_is_refused_without_blocking(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="pipe or a device"):
        sayso.attribute(tmp_path / "pipe")


def test_only_the_json_line_with_a_lone_surrogate_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    bad = [
        f'{{"text": "A {SURROGATE} b"}}',
        f'{{"text": "{SAID}", "url": "{SURROGATE}"}}',
        '{"text": 3}',
        '{"text": ' + "1" * 5000 + "}",
    ]
    path.write_text("\n".join([json.dumps({"text": SAID}), *bad, json.dumps({"text": SAID})]))
    results = list(pages(path))
    assert [type(result) for result in results] == [Page, *[InputError] * 4, Page]
    assert [result.place for result in results[1:5]] == ["line 2", "line 3", "line 4", "line 5"]  # type: ignore[union-attr]


FEED = f"""<?xml version="1.0"?><rss><channel>
<item><title>One</title><link>http://[</link><description>{SAID}</description></item>
<item><title>Two</title><pubDate>Mon, 3 May {"1" * 20} 10:00:00 +0000</pubDate><description>{SAID}</description></item>
<item><title>Three &#xD800; &amp;#{"1" * 5000};</title><description>{SAID} &#xD800;</description></item>
<item></item>
<item><title>Five</title><link>https://a.example/5</link><description>{SAID}</description></item>
</channel></rss>"""


def test_only_the_invalid_feed_entry_is_an_error(tmp_path: Path) -> None:
    assert [entry.url for entry in entries(Page(FEED))] == [None] * 4 + ["https://a.example/5"]
    (tmp_path / "feed.xml").write_text(FEED)
    results = list(feed_pages(str(tmp_path / "feed.xml")))
    assert [type(result) for result in results] == [Page, Page, Page, InputError, Page]
    assert all(SAID in record(page).article.text for page in results if isinstance(page, Page))


def test_add_stores_the_valid_pages_and_counts_the_invalid_ones(run: Any, tmp_path: Path) -> None:
    pages = [{"text": SAID}, {"text": "A \ud83d"}, {"html": f"<html><head><meta charset=idna></head><body>{STORY}"}]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, pages)))
    process = run("add", tmp_path / "pages.jsonl", "--archive", tmp_path / "archive.db")
    assert b"Traceback" not in process.stderr
    assert process.returncode == 1
    assert (process.stdout.count(b"added\t"), b"2 added, 1 failed" in process.stderr) == (2, True)


def test_the_time_limit_of_a_page_holds_in_every_thread() -> None:
    page, options = "The ferries sail again, Ivo Marr said. " * 400, Options(limits={"max_page_seconds": 0})

    def exceeds_limit(_: int) -> bool:
        with pytest.raises(LimitError, match="max_page_seconds is 0"):
            sayso.attribute(page, options=options)
        return True

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(exceeds_limit, range(4)))
    assert sayso.attribute(SAID, options=Options(limits={"max_page_seconds": 60})).article.text == SAID
    with pytest.raises(LimitError, match="--limit max_page_seconds=N"):
        sayso.read(page, options=options)


def test_the_time_limit_is_checked_during_analysis() -> None:
    with time_limit(Options(limits={"max_page_seconds": 1}), "page"):
        with time_limit(Options(limits={"max_page_seconds": 1000}), "within"):
            check_time()
        with pytest.raises(LimitError, match="page: the page takes more than 1 s"):
            sayso.attribute("The ferries sail again, Ivo Marr said. " * 20_000)
    check_time()


def test_the_time_limit_is_reported_on_the_command_line(run: Any, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(SAID)
    (tmp_path / "feed.xml").write_text(FEED)
    for command, name in (("read", "page.txt"), ("feed", "feed.xml"), ("add", "page.txt")):
        extra = ["--archive", tmp_path / "archive.db"] if command == "add" else []
        process = run(command, tmp_path / name, "--limit", "max_page_seconds=0", *extra)
        assert process.returncode == 1
        assert b"max_page_seconds is 0" in process.stderr
