# ruff: noqa: E501 (pages in one line each)
"""Authors and times in the elements of a page, also next to those of other articles."""

from __future__ import annotations

import json

import pytest

import sayso
from sayso.reading.metadata.bylines import people

STORY = "<p>The lock at Hale opened on Monday, the county said, and the boats queued from dawn until the keeper came.</p><p>“It works,” said Ned Roe, the keeper. “So far it does, and we are glad of it.”</p>"
OTHERS = '<aside class="related"><h3>More</h3><ul><li><a href="/1">Eel count falls again</a> <span class="author">Jon Russet</span> <time datetime="2026-01-01T08:00:00Z">1 January</time></li></ul></aside>'


def page(head: str, *, meta: str = "", title: str = "New lock opens") -> sayso.Article:
    html = f'<html lang="en"><head><title>{title}</title>{meta}</head><body><article><h1>New lock opens</h1>{head}<div>{STORY}</div></article>{OTHERS}</body></html>'
    return sayso.read(html, url="https://echo.example/lock")


def stated(**fields: object) -> str:
    data = {"@type": "NewsArticle", "headline": "New lock opens"} | fields
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<div class="byline"><a rel="author" href="/d">Devin Colway</a> <time datetime="2026-05-04T09:00:00+01:00">4 May 2026</time></div>',
            "2026-05-04T09:00:00+01:00",
        ),
        (
            '<p>By <a rel="author">Devin Colway</a></p><time datetime="2026-05-04T09:30:00Z">4 May</time>',
            "2026-05-04T09:30:00+00:00",
        ),
        (
            '<p class="meta"><span class="author">Devin Colway</span> <time class="published" datetime="2026-05-04T21:15-05:00">last night</time></p>',
            "2026-05-04T21:15:00-05:00",
        ),
    ],
)
def test_a_time_element_keeps_hour_and_zone_and_the_author_is_next_to_it(head: str, published: str) -> None:
    article = page(head)
    assert article.published == published
    assert article.byline == ("Devin Colway",)


def test_the_time_of_an_update_is_the_modified_time() -> None:
    article = page(
        '<time datetime="2026-05-04T09:00:00Z">4 May</time> <p>Updated <time datetime="2026-05-05T10:00:00Z">5 May</time></p>'
    )
    assert (article.published, article.modified) == ("2026-05-04T09:00:00+00:00", "2026-05-05T10:00:00+00:00")


def test_a_stated_day_takes_its_hour_from_an_element_of_the_same_day() -> None:
    meta = stated(datePublished="2026-05-04")
    assert (
        page('<time datetime="2026-05-04T09:00:00Z">4 May</time>', meta=meta).published == "2026-05-04T09:00:00+00:00"
    )
    assert page('<time datetime="2026-05-09T09:00:00Z">9 May</time>', meta=meta).published == "2026-05-04"


def test_authors_and_times_of_other_articles_are_ignored() -> None:
    article = page("")
    assert (article.byline, article.published) == ((), None)


@pytest.mark.parametrize(
    ("head", "meta", "expected"),
    [
        (
            "By Devin Colway, Ada Marsh and Jo Tarn",
            stated(author={"name": "Devin Colway"}),
            ("Devin Colway", "Ada Marsh", "Jo Tarn"),
        ),
        (
            "By Devin Colway",
            stated(author=[{"name": "Devin Colway"}, {"name": "Ada Marsh"}]),
            ("Devin Colway", "Ada Marsh"),
        ),
        (
            "By Devin Colway",
            stated(author={"name": "Devin Colway"}) + '<meta name="author" content="Vale Brackwell">',
            ("Devin Colway",),
        ),
        ("Written by Devin", stated(author={"@type": "Person", "name": "Devin"}), ("Devin",)),
        ("By Devin Colway on Monday, May 4th, 2026 at 9 a.m.", "", ("Devin Colway",)),
        ("By Ada Marsh Associated Press", "", ("Ada Marsh",)),
        ("By Mia Lund and staff", stated(author=[{"@type": "Organization", "name": "Hale Echo"}]), ("Mia Lund",)),
        ("By staff and agencies", "", ()),
        (
            "",
            stated(
                **{
                    "@graph": [
                        {"@type": "Article", "headline": "x", "author": {"@id": "#p"}},
                        {"@type": "Person", "@id": "#p", "name": "Ada Marsh"},
                    ]
                }
            ).replace('"@type": "NewsArticle", "headline": "New lock opens", ', ""),
            ("Ada Marsh",),
        ),
    ],
)
def test_the_byline_has_all_authors_and_nobody_else(head: str, meta: str, expected: tuple[str, ...]) -> None:
    assert page(f'<p class="byline">{head}</p>' if head else "", meta=meta).byline == expected


@pytest.mark.parametrize(
    ("line", "outlet", "expected"),
    [
        ("Elo Brand Hale Today", "Hale Today", ("Elo Brand",)),
        ("Hale Sport", "The Hale Sport", ()),
        ("Analysis by Cy Marsh, Hale Editor-at-large", "Hale", ("Cy Marsh",)),
        ("5 March 2026 Ada Marsh", None, ("Ada Marsh",)),
        ("Ada Marsh 05/03/2026 Comments Gardens and Ponds", None, ("Ada Marsh",)),
    ],
)
def test_dates_outlets_and_sections_are_not_people(line: str, outlet: str | None, expected: tuple[str, ...]) -> None:
    assert people([line], outlet) == expected


@pytest.mark.parametrize(
    ("title", "head", "url", "expected"),
    [
        ("The Hale Review: new lock opens", "", "https://www.thehalereview.example/1", "The Hale Review"),
        ("New lock opens", '<img class="site-logo" alt="Hale Echo logo" src="/a.png">', "https://haleecho.example/1", "Hale Echo"),
        ("New lock opens", '<img alt="Hale Echo logo" src="/logo.png">', "https://brandreth.example/1", None),
    ],
)  # fmt: skip
def test_the_publisher_comes_from_the_start_of_the_title_or_the_logo(
    title: str, head: str, url: str, expected: str | None
) -> None:
    html = f"<html><head><title>{title}</title></head><body>{head}<article><h1>New lock opens</h1>{STORY}</article></body></html>"
    assert sayso.read(html, url=url).publisher == expected


MAIL = "From: {sender}\nDate: Mon, 04 May 2026 09:00:00 +0100\nSubject: Lock\nContent-Type: text/plain; charset=utf-8\n\n{body}"


@pytest.mark.parametrize(
    ("sender", "body", "byline"),
    [
        (
            "Ada Marsh <ada@echo.example>",
            "The lock is open, the county said.\n\n> On 1 January 2026 Jo Tarn wrote:\n> By Jo Tarn\n> The lock is shut.\n",
            ("Ada Marsh",),
        ),
        (
            "Ada Marsh <ada@echo.example>",
            "The lock is open, the county said.\n\n-----Original Message-----\nFrom: Jo Tarn\nSent: 1 January 2026\n\nBy Jo Tarn\n\nThe lock is shut.\n",
            ("Ada Marsh",),
        ),
        (
            "Ada Marsh <ada@echo.example>",
            "The lock is open, the county said.\n\nOn Thu, Jan 1, 2026 at 8:00 AM Jo Tarn <jo@a.example> wrote:\n> It is shut.\n",
            ("Ada Marsh",),
        ),
        (
            "Hale Echo <news@echo.example>",
            "New lock opens\n\nBy Devin Colway\n\nThe lock at Hale opened on Monday, the county said, and the boats queued.\n",
            ("Devin Colway",),
        ),
    ],
)
def test_date_and_sender_of_an_email_come_from_its_header(sender: str, body: str, byline: tuple[str, ...]) -> None:
    article = sayso.read(MAIL.format(sender=sender, body=body).encode())
    assert article.published == "2026-05-04T09:00:00+01:00"
    assert article.byline == byline


@pytest.mark.parametrize(
    ("head", "byline", "published"),
    [
        ('<p class="date">Published 14 January 2026, 06:40 GMT</p>', (), "2026-01-14T06:40:00+00:00"),
        (
            "<div><span>Reported by Gwyn Lacey</span> | <span>Photographs by Ula Prem</span> | <span>Tue 6 Jan 2026 09.30 GMT</span></div>",
            ("Gwyn Lacey",),
            "2026-01-06T09:30:00+00:00",
        ),
        (
            '<div><span class="writer">Mirela Tanase</span><span class="stamp">Posted on March 3, 2026 at 4:05 PM ET</span></div>',
            ("Mirela Tanase",),
            "2026-03-03T16:05:00-05:00",
        ),
        ('<p class="article-byline">Words: Iona Peel. Pictures: Rob Clough</p>', ("Iona Peel",), None),
    ],
)
def test_dates_and_authors_beside_the_headline_without_markup_of_their_own(
    head: str, byline: tuple[str, ...], published: str | None
) -> None:
    article = page(head)
    assert (article.byline, article.published) == (byline, published)
