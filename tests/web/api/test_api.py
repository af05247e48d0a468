"""The REST API on a real server: results equal those of the archive; cursors, ETags and problems."""

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
from sayso.export import BINARY, FOLDERS, FORMATS
from sayso.terms import Act
from tests.archive.test_sureness import weir as unsure
from tests.web.conftest import Running, serving
from tests.web.examples import tolls, weir
from tests.web.pages import fill

API = "/api/v1"
TEXT = "“The weir holds,” said Ivo Marr, the warden. He denied that it leaks."


def listed(client: httpx.Client, path: str, **params: object) -> list[dict[str, object]]:
    """Return every item of a list, following its cursors."""
    items: list[dict[str, object]] = []
    cursor = None
    while True:
        response = client.get(API + path, params={**params, **({"cursor": cursor} if cursor else {})})
        assert response.status_code == 200, response.text
        items += response.json()["items"]
        cursor = response.json()["next"]
        if cursor is None:
            return items


def plain(value: object) -> object:
    """Return a value decoded from its JSON."""
    return json.loads(msgspec.json.encode(value))


def test_a_record_equals_that_of_the_library(client: httpx.Client) -> None:
    expected = sayso.attribute(TEXT)
    for response in (
        client.post(f"{API}/attribute", json={"page": TEXT}),
        client.post(f"{API}/attribute", content=TEXT.encode(), headers={"content-type": "text/plain"}),
        client.post(f"{API}/attribute", content=f"<p>{TEXT}".encode(), headers={"content-type": "text/html;charset=x"}),
    ):
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        record = sayso.Record.from_json(response.content)
        assert [a.content for a in record.attributions] == [a.content for a in expected.attributions]
    assert sayso.Record.from_json(client.post(f"{API}/attribute", json={"page": TEXT}).content) == expected


def test_the_options_of_a_page_are_applied(client: httpx.Client) -> None:
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
def test_an_unreadable_page_is_a_problem(client: httpx.Client, content: bytes, kind: str, status: int) -> None:
    response = client.post(f"{API}/attribute", content=content, headers={"content-type": kind})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "hint"} <= problem.keys()
    assert problem["status"] == status


def test_an_unknown_value_of_a_filter_is_named_with_the_possible_values(client: httpx.Client) -> None:
    problem = client.get(f"{API}/statements", params={"determinacy": "bogus"}).json()
    assert problem["status"] == 422
    assert problem["detail"].startswith("query.determinacy.0: Input should be 'actual'")
    assert problem["detail"].endswith("'all'")


def test_a_kept_page_is_stored_as_a_record(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url, timeout=60) as client:
        response = client.post(
            f"{API}/attribute", json={"page": TEXT, "keep": True, "url": "https://echo.example/weir"}
        )
        assert (response.status_code, response.headers["location"]) == (201, f"{API}/records/1")
        assert client.get(response.headers["location"]).content == response.content
        again = client.post(f"{API}/attribute", json={"page": TEXT, "keep": True, "url": "https://echo.example/weir"})
        assert again.headers["location"] == response.headers["location"]
        assert listed(client, "/statements", q="weir")[0]["id"] == "1.a1"
        rejected = client.post(f"{API}/attribute", json={"fetch": f"{running.url}/static/x"})
        assert rejected.status_code == 403
        assert "not public" in rejected.json()["detail"]
    with Archive(tmp_path / "a.db") as archive:
        assert archive.record(1) == sayso.Record.from_json(response.content)


def test_lists_equal_those_of_the_archive_with_every_cursor(client: httpx.Client, server: Running) -> None:
    with Archive(server.archive, readonly=True) as archive:
        for path, expected in (
            ("/statements", archive.search()),
            ("/speakers", archive.speakers()),
            ("/records", archive.pages()),
            ("/sourcing", archive.sourcing()),
        ):
            assert len(expected) >= 3
            assert listed(client, path, limit=1) == plain(expected)
            assert listed(client, path) == plain(expected)
        filters = Filters(act=("denial",), outlet=("Harrow Echo",), since="2026")
        given = {"act": "denial", "outlet": "Harrow Echo", "since": "2026", "q": "toll"}
        assert listed(client, "/statements", **given) == plain(archive.search("toll", filters))
        assert listed(client, "/quotations", statement="1.a1", limit=1) == plain(archive.same("1.a1"))
        grouped = archive.sourcing(["outlet", "month"])
        assert listed(client, "/sourcing", by=["outlet", "month"]) == plain(grouped)
        assert client.get(f"{API}/trace/2.a1").json() == plain(archive.trace("2.a1"))
        assert client.get(f"{API}/records/1").json() == plain(archive.record(1))
        assert client.get(f"{API}/speakers/e2").json() == plain(archive.speakers()[0])
        statement = client.get(f"{API}/statements/1.a1")
        assert msgspec.json.decode(statement.content, type=ArchivedStatement) == archive.statement("1.a1")


def test_spans_are_verbatim(client: httpx.Client) -> None:
    statement = client.get(f"{API}/statements/1.a1").json()
    text = client.get(f"{API}/records/{statement['version']}").json()["article"]["text"]
    assert " … ".join(text[start:end] for start, end in statement["content_spans"]) == statement["content"]


def test_an_unchanged_etag_gives_304(client: httpx.Client) -> None:
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
def test_an_invalid_query_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(API + path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json"), (
        response.text
    )
    assert "archive.db" not in response.text


def test_a_cursor_of_another_query_is_rejected(client: httpx.Client) -> None:
    cursor = client.get(f"{API}/statements", params={"limit": 1}).json()["next"]
    assert client.get(f"{API}/statements", params={"limit": 2, "cursor": cursor}).status_code == 200
    assert client.get(f"{API}/statements", params={"q": "toll", "cursor": cursor}).status_code == 400
    assert client.get(f"{API}/speakers", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("form", FORMATS)
def test_records_are_exported_in_every_format(client: httpx.Client, form: str) -> None:
    response = client.get(f"{API}/exports/{form}", params={"outlet": "Harrow Echo"})
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith("attachment")
    if form in FOLDERS:
        names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
        assert len([name for name in names if name.startswith("record-")]) == (4 if form == "brat" else 2)
    elif form not in BINARY:
        assert len(response.text.splitlines()) == (3 if form == "csv" else 2)
    single = client.get(f"{API}/exports/{form}", params={"record": 1, "corrected": True})
    assert single.status_code == 200
    assert form not in ("html", "memo-html") or single.text.startswith("<!doctype html>")
    assert form != "memo-docx" or zipfile.ZipFile(io.BytesIO(single.content)).testzip() is None


def test_a_correction_does_not_change_the_original_record(tmp_path: Path) -> None:
    fill(tmp_path / "a.db")
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url) as client:
        sent = {"by": "Ana", "change": {"act": "denial", "speaker": {"name": "Ben Ash"}}, "note": "see the minutes"}
        response = client.post(f"{API}/statements/1.a1/corrections", json=sent)
        assert response.status_code == 201
        assert response.json()["by"] == "Ana"
        assert listed(client, "/corrections", limit=1) == [response.json()]
        assert listed(client, "/corrections", page="p1") == [response.json()]
        assert listed(client, "/corrections", page="p2") == []
        corrected = client.get(f"{API}/records/1/corrected").json()
        assert corrected["record"]["attributions"][0]["act"] == "denial"
        assert corrected["marks"]["a1"] == [response.json()]
        assert client.get(f"{API}/records/1").json()["attributions"][0]["act"] == "statement"
        now = client.get(f"{API}/statements/1.a1").json()
        assert (now["act"], now["speaker"], now["corrected"]) == ("denial", "Ben Ash", True)
        assert now["machine"]["act"] == "statement"
        assert [statement["id"] for statement in listed(client, "/statements", speaker="Ben Ash")] == ["1.a1"]
        assert "Ben Ash" in {person["name"] for person in listed(client, "/speakers")}
        assert "Ben Ash" in client.get(f"{API}/exports/csv?record=1").text
        assert "Ben Ash" not in client.get(f"{API}/exports/csv?record=1&corrected=false").text
        missed = {"by": "Ben", "content": [[1, 9]], "speaker": {"name": "Ivo Marr"}, "act": "belief"}
        response = client.post(f"{API}/records/2/statements", json=missed)
        assert (response.status_code, response.json()["change"]["added"]) == (201, True)
        statement = client.get(f"{API}/statements/{response.json()['statement']}").json()
        assert (statement["act"], statement["corrected"], statement["machine"]) == ("belief", True, None)
        assert client.post(f"{API}/records/2/statements", json=missed).status_code == 400
        assert client.post(f"{API}/records/2/statements", json={"by": "Ben"}).status_code == 422
        assert client.post(f"{API}/records/99/statements", json=missed).status_code == 404
        for invalid in ({}, {"by": "", "change": {"deleted": True}}, {"by": "Ana", "change": {"act": "lie"}}):
            assert client.post(f"{API}/statements/1.a1/corrections", json=invalid).status_code == 422
        assert client.post(f"{API}/statements/1.a1/corrections", json={"by": "A", "change": {}}).status_code == 400
        assert client.post(f"{API}/statements/1.a9/corrections", json=sent).status_code == 404
    with Archive(tmp_path / "a.db") as archive:
        assert [correction.change.act for correction in archive.corrections()] == [Act.DENIAL, Act.BELIEF]
        assert archive.corrections()[0].change != Correct()


def test_the_openapi_description_is_valid_and_has_examples(client: httpx.Client) -> None:
    description = client.get(f"{API}/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    examples = 0
    for path, operations in description["paths"].items():
        for operation in operations.values():
            assert operation["operationId"]
            assert operation["summary"] or operation["description"], path
            for kind, media in media_of(operation):
                if "example" in media and "json" in kind:
                    schema = {**media["schema"], "components": description["components"]}
                    jsonschema.Draft202012Validator(schema).validate(media["example"])
                    examples += 1
    assert examples > 25
    assert "/_" not in json.dumps(description)


def media_of(operation: dict) -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    """Return the media types of an operation, of the body and of the responses."""
    parts = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [pair for part in parts for pair in part.get("content", {}).items()]


def test_lists_are_filtered_by_determinacy_and_confidence(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(unsure())
    with serving(tmp_path / "a.db", "--no-fetch") as running, httpx.Client(base_url=running.url, timeout=60) as client:
        (statement,) = listed(client, "/statements", q="weir")
        assert (statement["id"], statement["determinacy"], statement["speaker_confidence"]) == ("1.a1", "actual", 0.6)
        assert statement["considered"] == [{"name": "Ida Marr", "probability": 0.3}]
        assert len(listed(client, "/statements", determinacy="all")) == 3
        assert len(listed(client, "/statements", determinacy=["negated", "hypothetical"])) == 2
        assert listed(client, "/statements", min_speaker_confidence=0.9) == []
        confident = listed(client, "/statements", determinacy="all", min_confidence=0.8)
        assert [statement["id"] for statement in confident] == ["1.a1", "1.a2"]
        assert len(listed(client, "/speakers")) == 1
        people = listed(client, "/speakers", determinacy="all")
        assert len(people) == 3
        for person in people:
            assert client.get(f"{API}/speakers/{person['id']}").status_code == 200
            assert client.get(f"/speakers/{person['id']}").status_code == 200
        assert client.get(f"{API}/statements", params={"min_confidence": 88}).status_code == 422
        response = client.post(f"{API}/attribute", json={"page": TEXT, "min_confidence": 1})
        assert sayso.Record.from_json(response.content).attributions == ()
        assert client.post(f"{API}/attribute", json={"page": TEXT, "min_confidence": 88}).status_code == 422


def test_relayed_and_repeated_statements_are_filtered(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for record in (*tolls(), weir()):
            archive.add(record)
    with serving(tmp_path / "a.db", "--no-fetch") as running, httpx.Client(base_url=running.url, timeout=60) as client:
        relayed = listed(client, "/statements", relayed=True)
        others = listed(client, "/statements", relayed=False)
        assert len(relayed) > 1
        assert all(row["relayed"] for row in relayed)
        assert len(others) > 3
        assert not any(row["relayed"] for row in others)
        statements = len(listed(client, "/statements"))
        assert len(relayed) + len(others) == statements
        assert 4 < len(listed(client, "/statements", without_repeats=True)) < statements
