"""Commands read the files of a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PAGE = "“The weir holds,” said Ivo Marr, the warden of Harrow.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pages in it, one of them in a subfolder, and hidden files."""
    pages = tmp_path / "pages"
    (pages / "may").mkdir(parents=True)
    (pages / ".git").mkdir()
    for name in ("may/b.txt", "a.txt", ".hidden.txt", ".git/config.txt"):
        (pages / name).write_text(PAGE, encoding="utf-8")
    return pages


@pytest.mark.issue(23)
def test_read_reads_the_files_of_a_folder_except_hidden_ones(run, folder: Path) -> None:
    done = run("read", folder, "--format", "jsonl")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2), done.stderr.decode()
    assert len(json.loads(run("read", folder).stdout)) == 2


@pytest.mark.issue(23)
def test_a_folder_gives_an_array_even_for_one_page(run, folder: Path) -> None:
    assert [record["article"]["text"] for record in json.loads(run("read", folder / "may").stdout)] == [PAGE]


@pytest.mark.issue(23)
def test_add_sourcing_and_export_read_the_same_files(run, folder: Path, tmp_path: Path) -> None:
    added = run("add", folder, "--archive", tmp_path / "a.db").stdout.decode()
    assert "added" in added
    assert json.loads(run("sourcing", folder).stdout)["records"] == 2
    assert len(run("export", folder, "--to", "jsonld").stdout.decode().splitlines()) >= 2


@pytest.mark.issue(23)
def test_url_cannot_be_given_for_a_folder(run, folder: Path) -> None:
    done = run("read", folder, "--url", "https://echo.example/weir")
    assert done.returncode == 2
    assert "--url applies to one page" in done.stderr.decode()
