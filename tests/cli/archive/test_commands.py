"""The archive commands as processes: output and exit codes."""

# ruff: noqa: E501 (tables of data)

from __future__ import annotations

import csv
import io
import json

import pytest

from sayso.archive import Archive
from tests.archive.record_builder import TOLL, page, record

URL = "https://echo.example/toll"


@pytest.fixture
def lines(tmp_path):
    records = [
        page("Ines Calder", TOLL, url=URL, act="denial", cue="denied", role="mayor"),
        page("Ines Calder", TOLL.replace("toll", "fee"), url="https://post.example/1", outlet="Ferry Post", published="2026-06-01", relay="Harrow Echo"),
        page("officials", "Nobody will sleep in the mill tonight", url="https://post.example/2", outlet="Ferry Post", kind="unnamed"),
    ]  # fmt: skip
    path = tmp_path / "records.jsonl"
    path.write_text("".join(row.to_json() + "\n" for row in records), encoding="utf-8")
    return path


@pytest.fixture
def sayso(run, tmp_path, lines):
    """A function that runs a command on an archive with three records, and returns its output."""
    target = tmp_path / "archive.db"

    def run_on_archive(*args, code=0):
        done = run(*args, SAYSO_ARCHIVE=str(target))
        assert done.returncode == code, done.stderr.decode()
        return (done.stdout if code == 0 else done.stderr).decode()

    output = run_on_archive("add", "--records", lines)
    assert output.splitlines()[0] == f"added\tp1.v1\t1 statement\t{URL}"
    return run_on_archive


def test_search_same_and_trace(sayso, tmp_path):
    (hit,) = json.loads(sayso("search", "bridge", "--act", "denial", "--speaker", "Calder"))
    assert (hit["id"], hit["content"]) == ("1.a1", TOLL)
    assert "denial" in sayso("search", "toll", "--format", "table")
    rows = list(csv.DictReader(io.StringIO(sayso("search", "--format", "csv", "--since", "2026-06"))))
    assert [row["outlet"] for row in rows] == ["Ferry Post"]
    assert len(sayso("search", "--format", "jsonl").splitlines()) == 3
    sayso("search", "--format", "parquet", "-o", tmp_path / "x.parquet")
    assert (tmp_path / "x.parquet").stat().st_size
    assert "{-toll-} {+fee+}" in sayso("same", "1.a1", "--format", "table")
    assert "rests on: the report of Harrow Echo" in sayso("trace", "2.a1", "--format", "table")
    assert json.loads(sayso("trace", "2.a1"))["outside"] is False
    steps = list(csv.DictReader(io.StringIO(sayso("trace", "2.a1", "--format", "csv"))))
    assert [(step["id"], step["end"] != "") for step in steps] == [("2.a1", False), ("1.a1", True)]
    assert [json.loads(line)["step"] for line in sayso("trace", "2.a1", "--format", "jsonl").splitlines()] == [1, 2]
    assert "No statements match." not in sayso("search", "nothing", "--format", "table")
    assert "search prints ids" in sayso("same", "9.a9", code=1)
    assert "character 7" in sayso("search", "toll (", code=1)


def test_speakers(sayso):
    (calder, *_) = json.loads(sayso("speakers", "--kind", "person"))
    assert calder["outlets"] == {"Ferry Post": 1, "Harrow Echo": 1}
    (officials,) = json.loads(sayso("speakers", "--kind", "unnamed"))
    assert "is now" in sayso("speakers", "--merge", calder["id"], officials["id"])
    assert "was split off" in sayso("speakers", "--split", calder["id"], "--called", "officials")
    sayso("speakers", "--called", "x", code=2)


def test_add_twice_and_failures(sayso, lines, tmp_path):
    assert "3 unchanged" in sayso("add", "--records", lines, "--quiet")
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n")
    assert "line 1" in sayso("add", "--records", bad, code=1)
    assert json.loads(sayso("archive", "failures"))["place"] == "line 1"


def test_versions_and_sourcing(sayso, tmp_path):
    two = tmp_path / "two.jsonl"
    text = "Sources said it rains."
    statement = {"speaker": "Sources", "kind": "unnamed", "source": "Sources", "cue": "said", "content": "it rains"}
    two.write_text(record(text, statement, url=URL, headline="Rain").to_json() + "\n", encoding="utf-8")
    assert "version\tp1.v2" in sayso("add", "--records", two)
    assert "1 added, 1 removed" in sayso("diff", URL, "--format", "table")
    assert json.loads(sayso("diff", "p1"))["retold"][0]["after"] == "Rain"
    changes = list(csv.DictReader(io.StringIO(sayso("diff", "p1", "--format", "csv"))))
    assert [(row["what"], row["content_before"], row["content_after"]) for row in changes] == [
        ("headline", "", "Rain"), ("added", "", "it rains"), ("removed", TOLL, ""),
    ]  # fmt: skip
    sayso("diff", "p1", "--format", "parquet", "-o", tmp_path / "changes.parquet")
    assert (tmp_path / "changes.parquet").stat().st_size
    chart = tmp_path / "chart.svg"
    rows = list(
        csv.DictReader(io.StringIO(sayso("sourcing", "--by", "outlet,month", "--format", "csv", "--chart", chart)))
    )
    assert [(row["outlet"], row["month"], row["unnamed"]) for row in rows] == [
        ("Ferry Post", "2026-05", "1"), ("Ferry Post", "2026-06", "0"), ("Harrow Echo", "2026-05", "1"),
    ]  # fmt: skip
    assert chart.read_text().startswith("<svg")


def test_maintenance(sayso, lines, tmp_path):
    assert ": sound" in sayso("archive", "check")
    assert "page: 3" in sayso("archive", "info")
    sayso("archive", "backup", tmp_path / "copy.db")
    assert "Removed: 1 statement on 1 page." in sayso("archive", "forget", "--url", URL)
    assert "forgotten\t—\t—\t" in sayso("add", "--records", lines)
    assert "already has 2 pages" in sayso("archive", "restore", tmp_path / "copy.db", code=1)
    assert "3 pages" in sayso("archive", "restore", tmp_path / "copy.db", "--replace")
    assert "2 texts" in sayso("archive", "drop-texts", "--until", "2026-05")
    sayso("archive", "forget", code=1)


@pytest.mark.parametrize("to", ["jsonld", "webannotation", "claimreview-input", "csv"])
def test_export_to_stdout(sayso, to):
    assert TOLL in sayso("export", "--to", to)
    assert TOLL not in sayso("export", "--to", to, "--outlet", "Ferry Post")


def test_export_to_folders(sayso, tmp_path):
    sayso("export", "--to", "brat", "-o", tmp_path / "brat")
    assert (tmp_path / "brat" / "record-1.ann").exists()
    sayso("export", "--to", "html", "-o", tmp_path / "html")
    assert TOLL in (tmp_path / "html" / "record-1.html").read_text()
    sayso("export", "--to", "html", code=2)


def test_missing_archive(run, tmp_path):
    done = run("search", "x", SAYSO_ARCHIVE=str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert b"sayso add PAGE" in done.stderr


def test_postgresql_archive(run, postgres, lines):
    assert b"3 added" in run("add", "--records", lines, "--archive", postgres, "--quiet").stdout
    hits = json.loads(run("search", "bridge", "--archive", postgres).stdout)
    with Archive(postgres) as archive:
        assert [hit["id"] for hit in hits] == [hit.id for hit in archive.search("bridge")]
