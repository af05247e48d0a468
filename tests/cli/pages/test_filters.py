"""The filters of statements are the same on the command line, in a batch, in exports, in REST and in Python."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import httpx
import pytest

import sayso
from sayso.archive import Archive, Filters
from sayso.errors import QueryError
from sayso.selection_terms import SELECTION_FIELDS
from tests.batch.example_inputs import table
from tests.web.conftest import serving

TEXT = (
    "“The weir holds,” said Ivo Marr, the warden, on Friday. “I did not open the gate.” "
    "Marr denied that Petra Lund said the gate was open. A spokeswoman for the Ferry Board declined to comment."
)
OPTIONS = [
    ("--act", "denial"), ("--act", "denial", "--act", "non_response"), ("--speaker", "marr"),
    ("--kind", "person", "--form", "direct"), ("--no-nested",), ("--min-confidence", "0.8", "--no-nested"),
]  # fmt: skip


def keywords(options):
    """The options as keywords of ``Record.only``."""
    values: dict[str, object] = {}
    names = iter(options)
    for option in names:
        name = option[2:].replace("-", "_")
        if name == "no_nested":
            values["nested"] = False
        elif name == "min_confidence":
            values[name] = float(next(names))
        else:
            values[name] = (*values.get(name, ()), next(names))
    return values


@pytest.fixture(scope="module")
def record():
    return sayso.attribute(TEXT)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "weir.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_page_tells_the_filters_apart(record):
    kept = [tuple(row.id for row in record.only(**keywords(options)).attributions) for options in OPTIONS]
    assert all(0 < len(ids) < len(record.attributions) for ids in kept), kept


def test_read_and_python_keep_the_same_statements(run, page, record):
    for options in OPTIONS[1:5:2]:
        done = run("read", page, *options)
        assert (done.returncode, done.stderr) == (0, b"")
        assert sayso.Record.from_json(done.stdout) == record.only(**keywords(options))


def test_export_of_pages_has_the_matching_statements(run, page, record):
    def rows(*options):
        done = run("export", page, "--to", "csv", *options)
        assert done.returncode == 0, done.stderr
        return [row["id"] for row in csv.DictReader(io.StringIO(done.stdout.decode(), newline=""))]

    assert rows() == [row.id for row in record.attributions]
    assert rows("--act", "denial") == [row.id for row in record.only(act="denial", determinacy="actual").attributions]
    assert rows("--act", "denial", "--whole-pages") == [row.id for row in record.attributions]
    assert rows("--act", "decree") == []
    done = run("export", page, "--to", "csv", "--outlet", "Harrow Echo")
    assert done.returncode == 2
    assert b"need an archive" in done.stderr


def test_sourcing_of_pages_counts_the_matching_statements(run, page, record):
    totals = json.loads(run("sourcing", page, "--act", "denial").stdout)
    assert totals["attributions"] == record.only(act="denial").sourcing.attributions > 0


def test_a_batch_has_the_matching_statements(run, page, tmp_path, record):
    done = run("batch", page, "--out", tmp_path / "out", "--processes", "1", "--kind", "person", "--no-nested")
    assert done.returncode == 0, done.stderr
    kept = record.only(kind="person", nested=False)
    assert [row["id"] for row in table(tmp_path / "out", "attributions")] == [row.id for row in kept.attributions]
    assert {row["id"] for row in table(tmp_path / "out", "speakers")} == {speaker.id for speaker in kept.speakers}


def test_rest_and_exports_of_an_archive_have_the_matching_statements(run, record, tmp_path):
    target = tmp_path / "archive.db"
    with Archive(target) as archive:
        archive.add(record)
        archive.add(sayso.attribute("“It rained,” said Ana Roe.", url="https://echo.example/rain"))
        kept = list(archive.records(Filters(act=("denial",)), whole=False))
        whole = list(archive.records(Filters(act=("denial",))))
        assert [(number, len(whole_record.attributions)) for number, whole_record in whole] == [
            (1, len(record.attributions))
        ]
        expected = record.only(act="denial", determinacy="actual")
        assert kept == [(1, expected)]
        without = list(archive.records(Filters(nested=False, determinacy=()), whole=False))
        assert without[0] == (1, record.only(nested=False))
        by_page = list(archive.records(Filters(since="1999", determinacy=("actual",)), whole=False))
        assert by_page == []
        (entity,) = {row.entity for row in archive.search("", Filters(speaker=("Roe",)))}
        assert [number for number, _ in archive.records(Filters(speaker=(entity,)), whole=False)] == [2]
        for query in (archive.search, archive.count):
            with pytest.raises(QueryError, match="cannot omit nested"):
                query("", Filters(nested=False))
    done = run("export", "--to", "jsonld", "--speaker", "Roe", "--archive", target)
    assert len(done.stdout.splitlines()) == 1
    with serving(target, "--no-fetch") as running, httpx.Client(base_url=f"{running.url}/api/v1", timeout=60) as client:
        for options in OPTIONS:
            sent = {"page": TEXT} | keywords(options)
            answer = client.post("/attribute", json=sent)
            assert sayso.Record.from_json(answer.content) == record.only(**keywords(options))
        assert client.post("/attribute", json={"page": TEXT, "act": ["lie"]}).status_code == 422
        params = {"act": "denial", "nested": "false", "columns": "full"}
        rows = list(csv.DictReader(io.StringIO(client.get("/exports/csv", params=params).text, newline="")))
        assert [row["id"] for row in rows] == [row.id for row in expected.only(nested=False).attributions]
        reports = client.get("/exports/html", params={"speaker": "Roe", "whole": "true"}).content
        assert zipfile.ZipFile(io.BytesIO(reports)).namelist() == ["record-2.html"]
        body = client.get("/openapi.json").json()["components"]["schemas"]["AttributeRequest"]["properties"]
        assert set(SELECTION_FIELDS) <= set(body)
