# ruff: noqa: E501 (texts and documents in one line each)
"""The origin of a text: the agency of wire copy, the issuer of a press release, the outlet that published it first."""

from __future__ import annotations

import json

import pytest

import sayso

BODY = (
    "The ferries of Port Calder sail again after nine days, and the first boat left the harbor at six in the morning.",
    "“We did not get all that we wanted,” said Mirela Thorne, who speaks for the crews.",
    "The harbor board said in a statement that it was glad, and its chairman, Uri Quillon, declined to name a price.",
)
URL = "https://courier.example/ferries"


def text(*, byline: str = "", lead: str = "", end: str = "") -> str:
    parts = ["Ferry strike ends after nine days", byline, lead + BODY[0], *BODY[1:], end]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(*, byline: str = "", lead: str = "", end: str = "", head: str = "", **stated: object) -> str:
    data = {
        "@type": "NewsArticle",
        "headline": "Ferry strike ends",
        "publisher": {"name": "The Wexley Courier"},
    } | stated
    body = "".join(f"<p>{part}</p>" for part in (lead + BODY[0], *BODY[1:], end) if part)
    return (
        f'<html lang="en"><head><title>Ferry strike ends | The Wexley Courier</title>{head}<script type="application/ld+json">'
        f"{json.dumps(data)}</script></head><body><article><h1>Ferry strike ends after nine days</h1>"
        f'<p class="byline">{byline}</p><div class="article-body">{body}</div></article></body></html>'
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (text(byline="By Associated Press"), "Associated Press"),
        (html(byline="AFP, Geneva"), "Agence France-Presse"),
        (text(byline="By Hugo Lindqvar, AP Sports Writer"), "Associated Press"),
        (text(byline="Hugo Lindqvar Associated Press"), "Associated Press"),
        (html(author={"@type": "Person", "name": "Reuters"}), "Reuters"),
        (html(author=[{"@type": "Organization", "name": "The Canadian Press"}]), "The Canadian Press"),
        (html(head='<meta name="author" content="PTI">'), "Press Trust of India"),
        (html(publisher={"name": "Associated Press"}), "Associated Press"),
        (text(lead="PORT CALDER (Reuters) - "), "Reuters"),
        (text(lead="PORT CALDER, Maine (AP) — "), "Associated Press"),
        (text(lead="(dpa) – "), "dpa"),
        (text(end="— Reuters"), "Reuters"),
        (text(end="The talks go on in April. PTI"), "Press Trust of India"),
        (text(end="The talks go on in April. (AFP)"), "Agence France-Presse"),
        (html(end="Copyright 2026 The Associated Press. All rights reserved."), "Associated Press"),
        (html(end="Source: NASA"), "NASA"),
        (html(end="Provided by Institute of Tidal Physics"), "Institute of Tidal Physics"),
        (html(end="This article was originally published by Calder Science Weekly. Read the original article."),
         "Calder Science Weekly"),
        (html(byline="by Northern Space Agency"), "Northern Space Agency"),
    ],
)  # fmt: skip
def test_a_page_with_text_from_elsewhere_has_an_origin(page: str, expected: str) -> None:
    assert sayso.read(page, url=URL).origin == expected


@pytest.mark.parametrize(
    "page",
    [
        text(byline="By Celia Brackwell"),
        text(byline="By staff and agencies"),
        text(end="The Associated Press contributed to this report."),
        text(end="With reporting by Reuters in Port Calder."),
        text(end="He told Reuters that the talks would go on in April."),
        text(lead="PORT CALDER (Maine) - "),
        text(lead="(CNN) — "),
        text(end="From May the boats sail by night."),
        html(byline="By Wexley Courier Staff"),
        html(author={"@type": "Organization", "name": "The Wexley Courier"}),
        html(end="Source: Wexley Courier"),
        html(publisher={"name": "Reuters"}).replace("The Wexley Courier", "Reuters"),
        text().replace("at six in the morning.", "at six in the morning. (AP Photo/Nils Eskola)"),
    ],
)
def test_a_page_with_its_own_text_has_no_origin(page: str) -> None:
    assert sayso.read(page, url=URL).origin is None


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("FOR IMMEDIATE RELEASE", "ENDS\n\nAbout Calder Ferries\n\nCalder Ferries runs three boats.", "Calder Ferries"),
        ("", "-ENDS-\n\nMedia contact: Ida Roe, Harbor Trade Association, 555 0100", "Harbor Trade Association"),
        ("PRESS RELEASE", "Notes to editors\n\nSOURCE Calder Ferries", "Calder Ferries"),
        ("", "###\n\nAbout the Port Calder Trust\n\nThe trust owns the pier.", "Port Calder Trust"),
    ],
)
def test_the_origin_of_a_press_release_is_its_issuer(begin: str, end: str, expected: str) -> None:
    page = "\n\n".join(filter(None, [begin, *text().strip().split("\n\n"), end]))
    assert sayso.read(page, url=URL).origin == expected


def test_a_single_sign_of_a_press_release_is_not_enough() -> None:
    assert sayso.read(text(end="About Calder Ferries"), url=URL).origin is None
    assert sayso.read(text(end="ENDS"), url=URL).origin is None


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (
            "LOWICK, 4 June 2026 – Halden Glass plc today announced that Sunniva Roy will become chief executive.",
            "Halden Glass",
        ),
        (
            "Brightwell Foods has opened its second plant, creating 80 jobs in the valley and a new road.",
            "Brightwell Foods",
        ),
        (
            "The Tarn Railway Trust is delighted to announce that steam trains return in May after ten years.",
            "The Tarn Railway Trust",
        ),
    ],
)
def test_the_first_sentence_of_a_press_release_names_its_issuer(first: str, expected: str) -> None:
    page = f"New work\n\n{first}\n\n{BODY[1]}\n\nENDS\n\nMedia contact: Piet Larch, press@example.org, 0555 010 010\n"
    assert sayso.read(page).origin == expected
    assert sayso.read(page.replace("ENDS", "").replace("Media contact: ", "")).origin is None


@pytest.mark.parametrize(
    "lead", ["CHICAGO (AP) — Wheat fell.", "SUND, May 3 (AP) - It rained.", "The Hague (AP) — A swan won."]
)
def test_a_short_first_paragraph_can_have_the_dateline_of_an_agency(lead: str) -> None:
    assert sayso.read(f"Wheat falls again\n\n{lead}\n\n{BODY[1]}\n\n{BODY[2]}\n").origin == "Associated Press"
