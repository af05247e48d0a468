"""The HTML of a record in a notebook: safe, small, self-contained; and ``show`` elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

import sayso
from sayso import Record
from sayso.export.python.notebook import MAX_CHARS, to_html
from tests.archive.record_builder import record as made
from tests.archive.test_sureness import weir

SENTENCE = "“The weir of Harrow holds in any weather that we know of,” said Ivo Marr, the warden of the upper lock. "
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</style>"


class Tags(HTMLParser):
    """The tags and attributes of a page, and the tags that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


def test_a_record_shows_its_article_and_speakers() -> None:
    html = weir()._repr_html_()
    assert html == to_html(weir())
    assert '<span class="s">Owen Falk</span>' in html
    assert '<sup>a1</sup><span class="t">the weir holds</span>' in html
    assert html.count('<span class="d t">') == 1  # a3, with a confidence of 0.5
    assert "probably Owen Falk, or Ida Marr" in html
    assert "did not say: statement" in html
    assert parsed(html).tags >= {"style", "table", "sup", "span"}


def test_the_html_is_self_contained() -> None:
    html = weir().to_html()
    assert parsed(html).attributes <= {"class"}
    assert re.findall(r"url\(|@import|<link|<script|\son\w+=", html) == []
    assert parsed(html).tags.isdisjoint({"script", "link", "img", "iframe", "a", "form"})


def test_a_page_of_600_words_is_below_50_kilobytes() -> None:
    record = sayso.attribute(SENTENCE * 29)
    assert len(record.article.text.split()) >= 600
    assert len(record.attributions) >= 25
    assert len(record.to_html().encode()) < 50_000


def test_text_of_a_page_stays_text() -> None:
    record = made(
        f"{ATTACK} said it holds", {"speaker": ATTACK, "source": ATTACK, "role": ATTACK, "content": "it holds"},
        outlet=ATTACK, headline=ATTACK, url=ATTACK,
    )  # fmt: skip
    article = replace(record.article, byline=(ATTACK, "\u202eevil"), origin=ATTACK)
    html = replace(record, article=article).to_html()
    assert parsed(html).tags.isdisjoint({"script", "img"})
    assert html.count("</style>") == 1
    assert "\u202e" not in html


def test_colors_follow_the_notebook() -> None:
    style = re.search(r"<style>(.*?)</style>", weir().to_html(), re.DOTALL)
    assert style is not None
    rules = re.findall(r"([^{}]+)\{([^}]*)\}", style[1])
    assert all(part.strip().startswith(".sayso") for selector, _ in rules for part in selector.split(","))
    assert "color:inherit" in style[1]
    backgrounds = re.findall(r"background:(\S+?)[;}]", style[1])
    assert all(color == "none" or len(color) == 9 for color in backgrounds)  # translucent: light and dark


def test_a_long_article_is_cut_and_says_so() -> None:
    record = made(
        "The gate is shut. " * 3_000 + "Ivo Marr said it leaks", {"speaker": "Ivo Marr", "content": "it leaks"}
    )
    html = record.to_html()
    assert f"{len(record.article.text) - MAX_CHARS:,} more characters" in html
    assert len(html) < MAX_CHARS + 5_000
    parsed(html)


def test_a_record_without_statements_is_shown() -> None:
    html = Record(sayso.read("It rained.")).to_html()
    assert "No attributed statements" in html
    assert "It rained." in html


@pytest.mark.parametrize("text", ["“It holds,” said Ivo Marr."])
def test_show_prints_the_view_of_sayso_read(run, tmp_path, text: str) -> None:
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    code = "import sayso, sys; from pathlib import Path; sayso.attribute(Path('page.txt')).show()"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    shown = run("read", tmp_path / "page.txt", "--format", "page")
    assert done.stdout.splitlines()[1:] == shown.stdout.splitlines()[1:]  # the first line names the page
    assert b"Ivo Marr" in done.stdout
