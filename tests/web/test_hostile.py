"""Hostile pages: the API returns them as text in JSON, verbatim and within limits."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

import sayso
from sayso.analysis import Analysis
from sayso.archive import Archive
from sayso.record import assemble
from sayso.terms import Article, Attribution, Span, Speaker, SpeakerKind
from tests.web.conftest import serving

API = "/api/v1/attribute"
SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>"\'><a href="javascript:alert(1)">'
TURNED = "“The weir \u202eholds\u202c,” said Ivo\u200b Marr\u2066, the warden\u2069."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server with 15 seconds per page and an archive with a page of 10,000 statements."""
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    with Archive(path) as archive:
        archive.add(sheep())
    with (
        serving(path, "--no-fetch", "--seconds", "15") as running,
        httpx.Client(base_url=running.url, timeout=150) as client,
    ):
        yield client


def sheep() -> sayso.Record:
    """Return a record of 10,000 statements."""
    line = "“We lost {:05} sheep,” said Ivo Marr.\n"
    text, size = "".join(line.format(number) for number in range(10_000)), len(line.format(0))
    attributions = []
    for number in range(10_000):
        at = number * size
        parts = ((Span(at + 27, at + 35),), (Span(at + 22, at + 26),), (Span(at, at + 21),))
        attributions.append(Attribution(f"a{number + 1}", *parts, speaker="s1"))
    return assemble(Analysis(Article(text)), attributions, [Speaker("s1", "Ivo Marr", SpeakerKind.PERSON)], "by hand")


def spans_are_valid(record: sayso.Record) -> bool:
    """Return whether every span of a record is within its text."""
    length = len(record.article.text)
    return all(span.end <= length for a in record.attributions for span in (*a.source, *a.cue, *a.content))


def test_scripts_in_every_field_are_returned_as_text(client: httpx.Client) -> None:
    page = (
        f"<html><head><title>{SCRIPT}</title><meta name=author content='{SCRIPT}'><meta property=og:site_name "
        f"content='{SCRIPT}'></head><body><article><h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>“The weir "
        "&lt;script&gt;alert(2)&lt;/script&gt; holds,” said Ivo &lt;b onclick=x&gt; Marr.</p></article></body></html>"
    )
    response = client.post(API, json={"page": page, "publisher": SCRIPT, "url": "javascript:alert(1)"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    record = sayso.Record.from_json(response.content)
    assert "<script>alert(2)</script>" in record.article.text
    assert record.article.publisher == SCRIPT
    assert spans_are_valid(record)


def test_direction_characters_do_not_move_spans(client: httpx.Client) -> None:
    record = sayso.Record.from_json(client.post(API, json={"page": TURNED}).content)
    assert record.attributions
    assert spans_are_valid(record)
    assert record == sayso.attribute(TURNED)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<p>" + "<b><i>" * 50_000 + "“No,” said Ivo Marr.",
        "a" * 1_900_000,
        "“" * 100_000,
        "<svg>" + "<g>" * 100_000 + "</svg><p>“No,” said Ivo Marr.",
        "\u202e" * 100_000 + "x",
        "&" * 200_000,
        "<!--" * 100_000,
    ],
    ids=["divs", "nested", "line", "quotes", "svg", "bidi", "entities", "comments"],
)
def test_a_slow_page_is_answered(client: httpx.Client, page: str) -> None:
    response = client.post(API, json={"page": page})
    assert response.status_code in (200, 413, 422)
    if response.status_code == 200:
        assert spans_are_valid(sayso.Record.from_json(response.content))
    else:
        assert response.json()["hint"]


def test_ten_megabytes_are_analyzed_or_rejected_without_blocking(client: httpx.Client) -> None:
    markup = f"<html><body><article><p>{'<i></i>' * 1_400_000}“The weir holds,” said Ivo Marr.</p></article></html>"
    response = client.post(API, content=markup.encode(), headers={"content-type": "text/html"})
    assert response.status_code in (200, 413)
    prose = "“The weir holds,” said Ivo Marr, who lives by the river with two dogs.\n" * 130_000
    response = client.post(API, content=prose.encode(), headers={"content-type": "text/plain"})
    assert response.status_code == 413
    assert response.json()["hint"]
    assert client.post(API, json={"page": "“No,” said Ivo Marr."}).status_code == 200


def test_ten_thousand_statements_are_returned(client: httpx.Client) -> None:
    response = client.get("/api/v1/records/1")
    record = sayso.Record.from_json(response.content)
    assert len(record.attributions) == 10_000
    sent = {"by": SCRIPT, "change": {"deleted": True}, "note": TURNED}
    assert client.post("/api/v1/statements/1.a9999/corrections", json=sent).status_code == 201
    corrected = client.get("/api/v1/records/1/corrected").json()
    assert len(corrected["record"]["attributions"]) == 9_999
    assert corrected["deleted"][0][1][0]["by"] == SCRIPT
    results = client.get("/api/v1/statements", params={"q": "sheep", "limit": 200}).json()
    assert len(results["items"]) == 200
    assert client.get("/api/v1/statements", params={"limit": 200, "cursor": results["next"]}).status_code == 400
    for apply, count in ((True, 9_999), (False, 10_000)):
        lines = client.get("/api/v1/exports/csv", params={"record": 1, "corrected": apply}).text.splitlines()
        assert len(lines) == 1 + count
