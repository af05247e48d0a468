"""``sayso compare``: files and pages of the archive."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from sayso.archive import Archive
from sayso.cli import sayso
from tests.archive.record_builder import TOLL, page

ECHO = "“We will not gamble with two hundred passengers on a dark river,” Mayor Ines Calder said. Rosa Stell agreed.\n"
POST = "“We will not gamble with three hundred passengers on a dark river,” said Ines Calder, the mayor of Osk.\n"


@pytest.fixture
def run():
    def invoke(*arguments, code=0):
        done = CliRunner().invoke(sayso, ["compare", *map(str, arguments)])
        assert done.exit_code == code or isinstance(done.exception, Exception), done.output
        return done

    return invoke


@pytest.fixture
def articles(tmp_path):
    paths = []
    for name, text in (("echo.txt", ECHO), ("post.txt", POST)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(tmp_path / name)
    return paths


def test_files_are_compared_and_not_stored(run, articles, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SAYSO_ARCHIVE", str(tmp_path / "archive.db"))
    text = run(*articles, "--format", "table").output
    assert "Ines Calder (person)\n" in text
    assert "~ different words" in text
    assert "{-two-} {+three+} hundred" in text
    assert not (tmp_path / "archive.db").exists()


def test_rows_and_json_have_all_fields(run, articles) -> None:
    comparison = json.loads(run(*articles, "--format", "json").output)
    assert [len(page) > 10 for page in comparison["pages"]] == [True, True]
    rows = list(csv.DictReader(io.StringIO(run(*articles, "--format", "csv").output)))
    assert {row["what"] for row in rows} == {"page", "speaker", "words"}
    assert [row["name"] for row in rows if row["what"] == "words"] == ["Ines Calder", "Ines Calder"]


def test_pages_of_the_archive_are_compared_by_id(run, tmp_path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.add(page("Ines Calder", TOLL, url="https://echo.example/1"))
        archive.add(page("Ivo Marr", TOLL, url="https://post.example/1", outlet="Ferry Post"))
    text = run("p1", "p2", "--archive", path, "--format", "table").output
    assert "the same words, another speaker" in text


def test_one_file_or_the_same_file_twice_is_an_error(run, articles) -> None:
    assert "at least two articles" in str(run(articles[0], code=1).exception)
    assert "are the same page" in str(run(articles[0], articles[0], code=1).exception)
