"""The publisher of a page."""

from __future__ import annotations

import pytest

from sayso.limits import Options
from sayso.reading import read_page
from sayso.reading.metadata.publishers import fits, holders, publisher
from sayso.terms import Page


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© Harrow Courier 2022", "Harrow Courier"),
        ("© Harrow Courier 2011-2022", "Harrow Courier"),
        ("Copyright © 2019—2024, Harrow Courier Pty Ltd. All rights reserved.", "Harrow Courier"),
        ("© Copyright 2018 Harrow Courier, LLC, a subsidiary of Tarn Holdings.", "Harrow Courier"),
        ("Copyright 2019. Harrow Courier. All Rights Reserved.", "Harrow Courier"),
        ("All rights reserved © 2019 Harrow Courier is a registered Trademark of Tarn Holdings", "Harrow Courier"),
        ("copyright Harrow Courier 2019 - ISSN: 0000-0000", "Harrow Courier"),
        ("©All Rights Reserved Harrow Courier 2019, a charity", "Harrow Courier"),
        ("© 2022 HarrowCourier.example powered by Tarn Network", "HarrowCourier.example"),
        ("© 2002-2019 - Designed by Tarn Media - Powered by Pressworks", None),
        ("Copyright Policy", None),
        ("Copyright and reprints", None),
        ("© 2019 All rights reserved.", None),
        ("This page is subject to copyright. You may not copy it.", None),
    ],
)
def test_only_the_name_is_taken_from_a_copyright_line(line: str, name: str | None) -> None:
    assert next(iter(holders([line])), None) == name


def test_the_copyright_line_of_the_site_precedes_that_of_a_picture() -> None:
    assert holders(["Image copyright Pia Vance", "© 2024 Harrow Courier"]) == ["Harrow Courier", "Pia Vance"]


@pytest.mark.parametrize("domain", ["northmoordispatch", "nmdispatch", "dispatch", "nd", "northmoortoday"])
def test_a_domain_fits_the_name_it_abbreviates(domain: str) -> None:
    assert fits("The Northmoor Dispatch", domain)


@pytest.mark.parametrize("domain", ["northherald", "herald", "patch", "dn"])
def test_a_domain_fits_no_other_name(domain: str) -> None:
    assert not fits("Northmoor Dispatch", domain)


@pytest.mark.parametrize(
    ("stated", "title", "url", "copyrights", "name"),
    [
        (["Tarn Press Agency", "Harrow Courier"], None, "https://www.harrowcourier.example/a", [], "Harrow Courier"),
        (["U.K."], "Weir holds - Harrow Courier", "https://www.harrowcourier.example/a", [], "Harrow Courier"),
        ([], "Weir holds | Harrow Courier", "https://hcourier.example/a", ["© The Harrow Company"], "Harrow Courier"),
        (["@harrowcourier"], None, "https://harrowcourier.example/a", [], "harrowcourier"),
        (["harrowcourier"], None, "https://harrowcourier.example/", ["© The Harrow Courier"], "The Harrow Courier"),
        (["HarrowCourier.com"], None, "https://harrowcourier.com/", ["© Harrow Holdings"], "HarrowCourier.com"),
        (["Harrow Courier | News from Harrow"], None, "https://harrowcourier.example/a", [], "Harrow Courier"),
        (["Blogspace", "Harrow Courier"], None, "https://harrow.pressworks.example/a", [], "Harrow Courier"),
        (["Harrow Courier"], "Weir holds - for now", None, ["© 2020 Tarn Holdings"], "Harrow Courier"),
        (["Harrow Courier"], "Weir holds - for now", "https://tarnland.example/", [], "Harrow Courier"),
        ([], "Weir holds - for now", None, ["© Harrow Courier 2022"], "Harrow Courier"),
        ([], "Weir holds - for now", None, [], None),
        ([], None, "http://[broken", [], None),
        ([], None, "http://127.0.0.1/a", ["© 2020 Tarn Holdings"], "Tarn Holdings"),
    ],
)
def test_the_name_that_fits_the_domain_is_the_publisher(
    stated: list[str], title: str | None, url: str | None, copyrights: list[str], name: str | None
) -> None:
    assert publisher(stated, title, url, [], copyrights) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Weir holds | Vale of Tessen Post", "Vale of Tessen Post"),
        ("Weir holds - News - The Harrow Courier", "The Harrow Courier"),
        ("Weir holds – for now · Upper Tarn & Hale Gazette", "Upper Tarn & Hale Gazette"),
        ("Radio Tessen » Weir holds", "Radio Tessen"),
        ("Weir holds — The Hale Review", "The Hale Review"),
        ("Weir holds | Sport", None),
        ("Weir holds | World News", None),
        ("Nine bad boats - Album Review", None),
        ("Nine bad boats – A Chronicle", None),
        ("Weir holds – as told to the Post", None),
        ("Weir holds | Ada Marsh", None),
    ],
)
def test_the_title_names_the_publisher_that_nothing_else_names(title: str, name: str | None) -> None:
    assert publisher([], title, None, [], []) == name
    assert publisher(["Brandreth Ledger"], title, None, [], []) == "Brandreth Ledger"


@pytest.mark.parametrize(
    ("copyrights", "logos"),
    [(["© Tessen Local 2026"], []), ([], ["Tessen Local logo"]), (["© The Tessen Local Ltd"], [])],
)
def test_a_name_of_the_title_in_the_logo_or_the_copyright_line_is_the_publisher(
    copyrights: list[str], logos: list[str]
) -> None:
    assert publisher([], "Weir holds | Tessen Local", None, [], copyrights, logos) == "Tessen Local"


def test_the_headline_of_a_page_ends_before_the_publisher_in_its_title() -> None:
    page = """<html><head><title>Weir holds | Vale of Tessen Post</title></head><body>
    <p>The weir at Tessen holds, said Ivo Marr on Monday.</p></body></html>"""
    article = read_page(Page(page), Options())
    assert (article.publisher, article.headline) == ("Vale of Tessen Post", "Weir holds")


def test_a_page_with_an_agency_report_keeps_its_own_publisher() -> None:
    page = """<html><head><title>Weir holds - Harrow Courier</title>
    <meta name="publisher" content="Tarn Press Agency"><link rel="canonical" href="https://harrowcourier.example/weir">
    </head><body><article><h1>Weir holds</h1><p>The weir at Harrow holds, said Ivo Marr on Monday.</p></article>
    </body></html>"""
    assert read_page(Page(page), Options()).publisher == "Harrow Courier"


def test_a_long_name_is_matched_in_time() -> None:
    assert not fits("a " * 400, "a" * 60 + "b")
