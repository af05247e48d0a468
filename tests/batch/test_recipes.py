"""Each query of docs/recipes.md returns rows on the output of a real batch."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from benchmarks.batch import fiction
from sayso.batch import BatchSettings, join, run

TEXT = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## (.+?)$.*?^```sql\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the output of a batch in ``out``."""
    path = tmp_path_factory.mktemp("recipes")
    fiction.write(path / "in.jsonl", 150, statements=(2, 3), months=1)
    (path / "bad.jsonl").write_text("{}\n")
    run([path / "in.jsonl", path / "bad.jsonl"], str(path / "out"), BatchSettings(processes=2, shard_pages=32))
    join(str(path / "out"))
    return path


def test_there_are_ten_recipes():
    assert len(RECIPES) == TEXT.count("```sql") == 10


@pytest.mark.parametrize("name", RECIPES)
def test_query_returns_rows(name, folder, monkeypatch):
    monkeypatch.chdir(folder)
    sql = RECIPES[name]
    if "HAVING count(*) >= 5" in sql:  # in this small batch, no outlet has 5 per month
        sql = sql.replace(">= 5", ">= 3")
    rows = duckdb.execute(sql).fetchall()
    assert rows, sql


def test_evidence_and_errors_match_the_tables(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for page, name, words in duckdb.execute(RECIPES["Words of a statement"]).fetchall():
        ((content,),) = duckdb.execute(
            f"SELECT content FROM 'out/attributions/*/*.parquet' WHERE page = {page} AND id = '{name}'"
        ).fetchall()
        assert words == content
    ((error, *_),) = duckdb.execute(RECIPES["Pages that could not be read"]).fetchall()
    assert error == "InputError"
