"""Pages made to do harm come back as what they are: text in JSON, verbatim, in bounds."""

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
    """A client of a server that gives a page 15 seconds, over an archive with a page of 10,000 statements."""
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    with Archive(path) as archive:
        archive.add(sheep())
    with (
        serving(path, "--no-fetch", "--seconds", "15") as running,
        httpx.Client(base_url=running.url, timeout=150) as made,
    ):
        yield made


def sheep() -> sayso.Record:
    """A record of 10,000 statements."""
    line = "“We lost {:05} sheep,” said Ivo Marr.\n"
    text, size = "".join(line.format(number) for number in range(10_000)), len(line.format(0))
    said = []
    for number in range(10_000):
        at = number * size
        parts = ((Span(at + 27, at + 35),), (Span(at + 22, at + 26),), (Span(at, at + 21),))
        said.append(Attribution(f"a{number + 1}", *parts, speaker="s1"))
    return assemble(Analysis(Article(text)), said, [Speaker("s1", "Ivo Marr", SpeakerKind.PERSON)], "by hand")


def spans_hold(record: sayso.Record) -> bool:
    """Whether every span of a record lies in its text."""
    length = len(record.article.text)
    return all(span.end <= length for one in record.attributions for span in (*one.source, *one.cue, *one.content))


def test_script_in_every_field_stays_text_in_json(client: httpx.Client) -> None:
    page = (
        f"<html><head><title>{SCRIPT}</title><meta name=author content='{SCRIPT}'><meta property=og:site_name "
        f"content='{SCRIPT}'></head><body><article><h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>“The weir "
        "&lt;script&gt;alert(2)&lt;/script&gt; holds,” said Ivo &lt;b onclick=x&gt; Marr.</p></article></body></html>"
    )
    done = client.post(API, json={"page": page, "publisher": SCRIPT, "url": "javascript:alert(1)"})
    assert done.status_code == 200
    assert done.headers["content-type"] == "application/json"
    assert done.headers["x-content-type-options"] == "nosniff"
    record = sayso.Record.from_json(done.content)
    assert "<script>alert(2)</script>" in record.article.text
    assert record.article.publisher == SCRIPT
    assert spans_hold(record)


def test_characters_that_turn_text_around_move_no_span(client: httpx.Client) -> None:
    record = sayso.Record.from_json(client.post(API, json={"page": TURNED}).content)
    assert record.attributions
    assert spans_hold(record)
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
def test_a_page_made_to_be_slow_is_answered(client: httpx.Client, page: str) -> None:
    done = client.post(API, json={"page": page})
    assert done.status_code in (200, 413, 422)
    if done.status_code == 200:
        assert spans_hold(sayso.Record.from_json(done.content))
    else:
        assert done.json()["hint"]


def test_ten_megabytes_are_read_or_refused_and_hold_nobody_up(client: httpx.Client) -> None:
    markup = f"<html><body><article><p>{'<i></i>' * 1_400_000}“The weir holds,” said Ivo Marr.</p></article></html>"
    done = client.post(API, content=markup.encode(), headers={"content-type": "text/html"})
    assert done.status_code in (200, 413)
    prose = "“The weir holds,” said Ivo Marr, who lives by the river with two dogs.\n" * 130_000
    done = client.post(API, content=prose.encode(), headers={"content-type": "text/plain"})
    assert done.status_code == 413
    assert done.json()["hint"]
    assert client.post(API, json={"page": "“No,” said Ivo Marr."}).status_code == 200


def test_ten_thousand_statements_are_answered(client: httpx.Client) -> None:
    done = client.get("/api/v1/records/1")
    record = sayso.Record.from_json(done.content)
    assert len(record.attributions) == 10_000
    sent = {"by": SCRIPT, "change": {"deleted": True}, "note": TURNED}
    assert client.post("/api/v1/statements/1.a9999/corrections", json=sent).status_code == 201
    made = client.get("/api/v1/records/1/corrected").json()
    assert len(made["record"]["attributions"]) == 9_999
    assert made["deleted"][0][1][0]["by"] == SCRIPT
    found = client.get("/api/v1/statements", params={"q": "sheep", "limit": 200}).json()
    assert len(found["items"]) == 200
    assert client.get("/api/v1/statements", params={"limit": 200, "cursor": found["next"]}).status_code == 400
    for corrected, count in ((True, 9_999), (False, 10_000)):
        told = client.get("/api/v1/exports/csv", params={"record": 1, "corrected": corrected}).text
        assert len(told.splitlines()) == 1 + count
