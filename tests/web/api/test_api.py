"""The REST API over a real server: the same answers as the archive gives, cursors, ETags and problems."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import httpx
import jsonschema
import msgspec
import pytest

import sayso
from sayso.archive import Archive, ArchivedStatement, Correct, Filters
from sayso.export import FORMATS
from sayso.terms import Act
from tests.archive.test_sureness import weir as unsure
from tests.web.conftest import Running, serving
from tests.web.pages import fill

API = "/api/v1"
TEXT = "“The weir holds,” said Ivo Marr, the warden. He denied that it leaks."


def listed(client: httpx.Client, path: str, **params: object) -> list[dict[str, object]]:
    """Every item of a list, through its cursors."""
    out: list[dict[str, object]] = []
    cursor = None
    while True:
        done = client.get(API + path, params={**params, **({"cursor": cursor} if cursor else {})})
        assert done.status_code == 200, done.text
        out += done.json()["items"]
        cursor = done.json()["next"]
        if cursor is None:
            return out


def plain(value: object) -> object:
    """A value as JSON gives it."""
    return json.loads(msgspec.json.encode(value))


def test_a_page_is_read_as_the_library_reads_it(client: httpx.Client) -> None:
    wanted = sayso.attribute(TEXT)
    for sent in (
        client.post(f"{API}/attribute", json={"page": TEXT}),
        client.post(f"{API}/attribute", content=TEXT.encode(), headers={"content-type": "text/plain"}),
        client.post(f"{API}/attribute", content=f"<p>{TEXT}".encode(), headers={"content-type": "text/html;charset=x"}),
    ):
        assert sent.status_code == 200
        assert sent.headers["content-type"] == "application/json"
        record = sayso.Record.from_json(sent.content)
        assert [one.content for one in record.attributions] == [one.content for one in wanted.attributions]
    assert sayso.Record.from_json(client.post(f"{API}/attribute", json={"page": TEXT}).content) == wanted


def test_options_of_a_page_are_kept(client: httpx.Client) -> None:
    sent = {"page": TEXT, "publisher": "Harrow Echo", "url": "https://echo.example/weir"}
    article = client.post(f"{API}/attribute", json=sent).json()["article"]
    assert (article["publisher"], article["url"]) == ("Harrow Echo", "https://echo.example/weir")


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"page": "a", "fetch": "http://a.example"}', "application/json", 422),
        (b'{"page": "a", "more": 1}', "application/json", 422),
        (b'{"page": 1}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"\xff\xfe{", "application/json", 422),
        (b'{"page": "  "}', "application/json", 422),
        (b"", "text/plain", 422),
        (b"x", "application/xml", 415),
        (b'{"fetch": "http://127.0.0.1/"}', "application/json", 403),
        (b"x\n\n" * 40_000, "text/plain", 413),
    ],
)
def test_what_cannot_be_read_is_a_problem(client: httpx.Client, content: bytes, kind: str, status: int) -> None:
    done = client.post(f"{API}/attribute", content=content, headers={"content-type": kind})
    assert done.status_code == status
    assert done.headers["content-type"] == "application/problem+json"
    told = done.json()
    assert {"type", "title", "status", "detail", "hint"} <= told.keys()
    assert told["status"] == status


def test_a_page_that_is_kept_is_a_record_with_statements(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url, timeout=60) as client:
        done = client.post(f"{API}/attribute", json={"page": TEXT, "keep": True, "url": "https://echo.example/weir"})
        assert (done.status_code, done.headers["location"]) == (201, f"{API}/records/1")
        assert client.get(done.headers["location"]).content == done.content
        again = client.post(f"{API}/attribute", json={"page": TEXT, "keep": True, "url": "https://echo.example/weir"})
        assert again.headers["location"] == done.headers["location"]
        assert listed(client, "/statements", q="weir")[0]["id"] == "1.a1"
        refused = client.post(f"{API}/attribute", json={"fetch": f"{running.url}/static/x"})
        assert refused.status_code == 403
        assert "not public" in refused.json()["detail"]
    with Archive(tmp_path / "a.db") as archive:
        assert archive.record(1) == sayso.Record.from_json(done.content)


def test_lists_are_those_of_the_archive_through_every_cursor(client: httpx.Client, server: Running) -> None:
    with Archive(server.archive, readonly=True) as archive:
        for path, wanted in (
            ("/statements", archive.search()),
            ("/speakers", archive.speakers()),
            ("/records", archive.pages()),
            ("/sourcing", archive.sourcing()),
        ):
            assert len(wanted) >= 3
            assert listed(client, path, limit=1) == plain(wanted)
            assert listed(client, path) == plain(wanted)
        filters = Filters(act=("denial",), outlet=("Harrow Echo",), since="2026")
        given = {"act": "denial", "outlet": "Harrow Echo", "since": "2026", "q": "toll"}
        assert listed(client, "/statements", **given) == plain(archive.search("toll", filters))
        assert listed(client, "/quotations", statement="1.a1", limit=1) == plain(archive.same("1.a1"))
        both = archive.sourcing(["outlet", "month"])
        assert listed(client, "/sourcing", by=["outlet", "month"]) == plain(both)
        assert client.get(f"{API}/trace/2.a1").json() == plain(archive.trace("2.a1"))
        assert client.get(f"{API}/records/1").json() == plain(archive.record(1))
        assert client.get(f"{API}/speakers/e2").json() == plain(archive.speakers()[0])
        one = client.get(f"{API}/statements/1.a1")
        assert msgspec.json.decode(one.content, type=ArchivedStatement) == archive.statement("1.a1")


def test_a_span_of_an_answer_is_verbatim(client: httpx.Client) -> None:
    one = client.get(f"{API}/statements/1.a1").json()
    text = client.get(f"{API}/records/{one['version']}").json()["article"]["text"]
    assert " … ".join(text[start:end] for start, end in one["content_spans"]) == one["content"]


def test_an_etag_saves_the_second_answer(client: httpx.Client) -> None:
    first = client.get(f"{API}/records/1")
    tag = first.headers["etag"]
    second = client.get(f"{API}/records/1", headers={"if-none-match": f'"other", W/{tag}'})
    assert (second.status_code, second.content, second.headers["etag"]) == (304, b"", tag)
    assert client.get(f"{API}/records/2", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/statements/999.a1", 404), ("/statements/x", 422), ("/records/999", 404), ("/records/0", 422),
        ("/records/99999999999999999999", 422), ("/speakers/e999", 404), ("/trace/999.a1", 404), ("/nowhere", 404),
        ("/statements?q=%22open", 400), ("/statements?kind=witch", 422), ("/statements?since=May", 422),
        ("/statements?limit=0", 422), ("/statements?limit=201", 422), ("/statements?cursor=AAAA", 400),
        ("/statements?sort=best", 422), ("/quotations", 400), ("/quotations?words=%20", 400),
        ("/quotations?words=a&statement=1.a1", 400), ("/exports/xml", 422), ("/exports/csv?record=999", 404),
        ("/corrections?page=p99", 404), ("/statements?speaker=%00", 422), ("/statements?q=%00", 400),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    done = client.get(API + path)
    assert (done.status_code, done.headers["content-type"]) == (status, "application/problem+json"), done.text
    assert "archive.db" not in done.text


def test_a_cursor_of_another_question_is_refused(client: httpx.Client) -> None:
    cursor = client.get(f"{API}/statements", params={"limit": 1}).json()["next"]
    assert client.get(f"{API}/statements", params={"limit": 2, "cursor": cursor}).status_code == 200
    assert client.get(f"{API}/statements", params={"q": "toll", "cursor": cursor}).status_code == 400
    assert client.get(f"{API}/speakers", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("form", FORMATS)
def test_records_are_exported_in_every_form(client: httpx.Client, form: str) -> None:
    done = client.get(f"{API}/exports/{form}", params={"outlet": "Harrow Echo"})
    assert done.status_code == 200
    assert done.headers["content-disposition"].startswith("attachment")
    if form in ("brat", "html"):
        names = zipfile.ZipFile(io.BytesIO(done.content)).namelist()
        assert len([name for name in names if name.startswith("record-")]) == (4 if form == "brat" else 2)
    elif form != "parquet":
        assert len(done.text.splitlines()) == (3 if form == "csv" else 2)
    one = client.get(f"{API}/exports/{form}", params={"record": 1, "corrected": True})
    assert one.status_code == 200
    assert form != "html" or one.text.startswith("<!doctype html>")


def test_a_correction_is_kept_beside_the_machines_record(tmp_path: Path) -> None:
    fill(tmp_path / "a.db")
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url) as client:
        sent = {"by": "Ana", "change": {"act": "denial", "speaker": {"name": "Ben Ash"}}, "note": "see the minutes"}
        done = client.post(f"{API}/statements/1.a1/corrections", json=sent)
        assert done.status_code == 201
        assert done.json()["by"] == "Ana"
        assert listed(client, "/corrections", limit=1) == [done.json()]
        assert listed(client, "/corrections", page="p1") == [done.json()]
        assert listed(client, "/corrections", page="p2") == []
        made = client.get(f"{API}/records/1/corrected").json()
        assert made["record"]["attributions"][0]["act"] == "denial"
        assert made["marks"]["a1"] == [done.json()]
        assert client.get(f"{API}/records/1").json()["attributions"][0]["act"] == "statement"
        now = client.get(f"{API}/statements/1.a1").json()
        assert (now["act"], now["speaker"], now["corrected"]) == ("denial", "Ben Ash", True)
        assert now["machine"]["act"] == "statement"
        assert [one["id"] for one in listed(client, "/statements", speaker="Ben Ash")] == ["1.a1"]
        assert "Ben Ash" in {one["name"] for one in listed(client, "/speakers")}
        assert "Ben Ash" in client.get(f"{API}/exports/csv?record=1").text
        assert "Ben Ash" not in client.get(f"{API}/exports/csv?record=1&corrected=false").text
        missed = {"by": "Ben", "content": [[1, 9]], "speaker": {"name": "Ivo Marr"}, "act": "belief"}
        done = client.post(f"{API}/records/2/statements", json=missed)
        assert (done.status_code, done.json()["change"]["added"]) == (201, True)
        found = client.get(f"{API}/statements/{done.json()['statement']}").json()
        assert (found["act"], found["corrected"], found["machine"]) == ("belief", True, None)
        assert client.post(f"{API}/records/2/statements", json=missed).status_code == 400
        assert client.post(f"{API}/records/2/statements", json={"by": "Ben"}).status_code == 422
        assert client.post(f"{API}/records/99/statements", json=missed).status_code == 404
        for wrong in ({}, {"by": "", "change": {"deleted": True}}, {"by": "Ana", "change": {"act": "lie"}}):
            assert client.post(f"{API}/statements/1.a1/corrections", json=wrong).status_code == 422
        assert client.post(f"{API}/statements/1.a1/corrections", json={"by": "A", "change": {}}).status_code == 400
        assert client.post(f"{API}/statements/1.a9/corrections", json=sent).status_code == 404
    with Archive(tmp_path / "a.db") as archive:
        assert [one.change.act for one in archive.corrections()] == [Act.DENIAL, Act.BELIEF]
        assert archive.corrections()[0].change != Correct()


def test_the_description_fits_its_own_standard_and_holds_examples(client: httpx.Client) -> None:
    told = client.get(f"{API}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    examples = 0
    for path, operations in told["paths"].items():
        for operation in operations.values():
            assert operation["operationId"]
            assert operation["summary"] or operation["description"], path
            for kind, media in media_of(operation):
                if "example" in media and "json" in kind:
                    schema = {**media["schema"], "components": told["components"]}
                    jsonschema.Draft202012Validator(schema).validate(media["example"])
                    examples += 1
    assert examples > 25
    assert "/_" not in json.dumps(told)


def media_of(operation: dict) -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    """Every kind of media of an operation: of the body and of the answers."""
    parts = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [pair for part in parts for pair in part.get("content", {}).items()]


def test_what_was_not_said_and_who_is_not_sure_is_asked_for(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(unsure())
    with serving(tmp_path / "a.db", "--no-fetch") as running, httpx.Client(base_url=running.url, timeout=60) as client:
        (one,) = listed(client, "/statements", q="weir")
        assert (one["id"], one["determinacy"], one["speaker_confidence"]) == ("1.a1", "actual", 0.6)
        assert one["considered"] == [{"name": "Ida Marr", "probability": 0.3}]
        assert len(listed(client, "/statements", determinacy="all")) == 3
        assert len(listed(client, "/statements", determinacy=["negated", "hypothetical"])) == 2
        assert listed(client, "/statements", min_speaker_confidence=0.9) == []
        assert [one["id"] for one in listed(client, "/statements", determinacy="all", min_confidence=0.8)] == [
            "1.a1", "1.a2"
        ]  # fmt: skip
        assert len(listed(client, "/speakers")) == 1
        everybody = listed(client, "/speakers", determinacy="all")
        assert len(everybody) == 3
        for person in everybody:
            assert client.get(f"{API}/speakers/{person['id']}").status_code == 200
            assert client.get(f"/speakers/{person['id']}").status_code == 200
        assert client.get(f"{API}/statements", params={"min_confidence": 88}).status_code == 422
        made = client.post(f"{API}/attribute", json={"page": TEXT, "min_confidence": 1})
        assert sayso.Record.from_json(made.content).attributions == ()
        assert client.post(f"{API}/attribute", json={"page": TEXT, "min_confidence": 88}).status_code == 422
