"""Each command as a process: what it prints, and its exit codes."""

# ruff: noqa: E501 (tables of data)

from __future__ import annotations

import csv
import io
import json

import pytest

from sayso.archive import Archive
from tests.archive.made import TOLL, page, record

URL = "https://echo.example/toll"


@pytest.fixture
def lines(tmp_path):
    made = [
        page("Ines Calder", TOLL, url=URL, act="denial", cue="denied", role="mayor"),
        page("Ines Calder", TOLL.replace("toll", "fee"), url="https://post.example/1", outlet="Ferry Post", published="2026-06-01", relay="Harrow Echo"),
        page("officials", "Nobody will sleep in the mill tonight", url="https://post.example/2", outlet="Ferry Post", kind="unnamed"),
    ]  # fmt: skip
    path = tmp_path / "records.jsonl"
    path.write_text("".join(one.to_json() + "\n" for one in made), encoding="utf-8")
    return path


@pytest.fixture
def asked(run, tmp_path, lines):
    """A function that runs a command on a filled archive."""
    target = tmp_path / "archive.db"

    def ask(*args, code=0, **more):
        done = run(*args, SAYSO_ARCHIVE=str(target), **more)
        assert done.returncode == code, done.stderr.decode()
        return (done.stdout if code == 0 else done.stderr).decode()

    told = ask("add", "--records", lines)
    assert told.splitlines()[0] == f"added\tp1.v1\t1 statement\t{URL}"
    return ask


def test_asking(asked, tmp_path):
    (one,) = json.loads(asked("search", "bridge", "--act", "denial", "--speaker", "Calder"))
    assert (one["id"], one["content"]) == ("1.a1", TOLL)
    assert "denial" in asked("search", "toll", "--format", "table")
    rows = list(csv.DictReader(io.StringIO(asked("search", "--format", "csv", "--since", "2026-06"))))
    assert [row["outlet"] for row in rows] == ["Ferry Post"]
    assert len(asked("search", "--format", "jsonl").splitlines()) == 3
    asked("search", "--format", "parquet", "-o", tmp_path / "x.parquet")
    assert (tmp_path / "x.parquet").stat().st_size
    assert "{-toll-} {+fee+}" in asked("same", "1.a1", "--format", "table")
    assert "rests on: the report of Harrow Echo" in asked("trace", "2.a1", "--format", "table")
    assert json.loads(asked("trace", "2.a1"))["outside"] is False
    steps = list(csv.DictReader(io.StringIO(asked("trace", "2.a1", "--format", "csv"))))
    assert [(step["id"], step["end"] != "") for step in steps] == [("2.a1", False), ("1.a1", True)]
    assert [json.loads(line)["step"] for line in asked("trace", "2.a1", "--format", "jsonl").splitlines()] == [1, 2]
    assert "No statement fits." not in asked("search", "nothing", "--format", "table")
    assert "search prints ids" in asked("same", "9.a9", code=1)
    assert "character 7" in asked("search", "toll (", code=1)


def test_speakers(asked):
    (calder, *_) = json.loads(asked("speakers", "--kind", "person"))
    assert calder["outlets"] == {"Ferry Post": 1, "Harrow Echo": 1}
    (officials,) = json.loads(asked("speakers", "--kind", "unnamed"))
    assert "is now" in asked("speakers", "--merge", calder["id"], officials["id"])
    assert "was split off" in asked("speakers", "--split", calder["id"], "--called", "officials")
    asked("speakers", "--called", "x", code=2)


def test_adding_again_and_what_fails(asked, lines, tmp_path):
    assert "3 unchanged" in asked("add", "--records", lines, "--quiet")
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n")
    assert "line 1" in asked("add", "--records", bad, code=1)
    assert json.loads(asked("archive", "failures"))["place"] == "line 1"


def test_versions_and_sourcing(asked, tmp_path):
    two = tmp_path / "two.jsonl"
    text = "Sources said it rains."
    told = {"speaker": "Sources", "kind": "unnamed", "source": "Sources", "cue": "said", "content": "it rains"}
    two.write_text(record(text, told, url=URL, headline="Rain").to_json() + "\n", encoding="utf-8")
    assert "version\tp1.v2" in asked("add", "--records", two)
    assert "1 added, 1 removed" in asked("diff", URL, "--format", "table")
    assert json.loads(asked("diff", "p1"))["retold"][0]["after"] == "Rain"
    changes = list(csv.DictReader(io.StringIO(asked("diff", "p1", "--format", "csv"))))
    assert [(one["what"], one["content_before"], one["content_after"]) for one in changes] == [
        ("headline", "", "Rain"), ("added", "", "it rains"), ("removed", TOLL, ""),
    ]  # fmt: skip
    asked("diff", "p1", "--format", "parquet", "-o", tmp_path / "changes.parquet")
    assert (tmp_path / "changes.parquet").stat().st_size
    chart = tmp_path / "chart.svg"
    rows = list(
        csv.DictReader(io.StringIO(asked("sourcing", "--by", "outlet,month", "--format", "csv", "--chart", chart)))
    )
    assert [(row["outlet"], row["month"], row["unnamed"]) for row in rows] == [
        ("Ferry Post", "2026-05", "1"), ("Ferry Post", "2026-06", "0"), ("Harrow Echo", "2026-05", "1"),
    ]  # fmt: skip
    assert chart.read_text().startswith("<svg")


def test_looking_after(asked, lines, tmp_path):
    assert ": sound" in asked("archive", "check")
    assert "page: 3" in asked("archive", "info")
    asked("archive", "backup", tmp_path / "copy.db")
    assert "Gone: 1 statement on 1 page." in asked("archive", "forget", "--url", URL)
    assert "forgotten\t—\t—\t" in asked("add", "--records", lines)
    assert "holds 2 pages" in asked("archive", "restore", tmp_path / "copy.db", code=1)
    assert "3 pages" in asked("archive", "restore", tmp_path / "copy.db", "--replace")
    assert "2 texts" in asked("archive", "drop-texts", "--until", "2026-05")
    asked("archive", "forget", code=1)


@pytest.mark.parametrize("to", ["jsonld", "webannotation", "claimreview-input", "csv"])
def test_exports_to_a_stream(asked, to):
    assert TOLL in asked("export", "--to", to)
    assert TOLL not in asked("export", "--to", to, "--outlet", "Ferry Post")


def test_exports_to_folders(asked, tmp_path):
    asked("export", "--to", "brat", "-o", tmp_path / "brat")
    assert (tmp_path / "brat" / "record-1.ann").exists()
    asked("export", "--to", "html", "-o", tmp_path / "html")
    assert TOLL in (tmp_path / "html" / "record-1.html").read_text()
    asked("export", "--to", "html", code=2)


def test_no_archive_there(run, tmp_path):
    done = run("search", "x", SAYSO_ARCHIVE=str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert b"sayso add PAGE" in done.stderr


def test_postgres_on_the_command_line(run, postgres, lines):
    assert b"3 added" in run("add", "--records", lines, "--archive", postgres, "--quiet").stdout
    found = json.loads(run("search", "bridge", "--archive", postgres).stdout)
    with Archive(postgres) as archive:
        assert [one["id"] for one in found] == [one.id for one in archive.search("bridge")]
