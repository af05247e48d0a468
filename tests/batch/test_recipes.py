"""Each query of docs/recipes.md runs over the output of a real batch, and says something."""

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
    made = tmp_path_factory.mktemp("recipes")
    fiction.write(made / "in.jsonl", 150, statements=(2, 3), months=1)
    (made / "bad.jsonl").write_text("{}\n")
    run([made / "in.jsonl", made / "bad.jsonl"], str(made / "out"), BatchSettings(processes=2, shard_pages=32))
    join(str(made / "out"))
    return made


def test_there_are_the_recipes_that_were_promised():
    assert len(RECIPES) == TEXT.count("```sql") == 10


@pytest.mark.parametrize("name", RECIPES)
def test_the_query_answers(name, folder, monkeypatch):
    monkeypatch.chdir(folder)
    sql = RECIPES[name]
    if "HAVING count(*) >= 5" in sql:  # in so small a batch no outlet has as many a month
        sql = sql.replace(">= 5", ">= 3")
    rows = duckdb.execute(sql).fetchall()
    assert rows, sql


def test_an_answer_is_that_of_counting_by_hand(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for page, name, words in duckdb.execute(RECIPES["Words of a statement"]).fetchall():
        ((content,),) = duckdb.execute(
            f"SELECT content FROM 'out/attributions/*/*.parquet' WHERE page = {page} AND id = '{name}'"
        ).fetchall()
        assert words == content
    ((error, *_),) = duckdb.execute(RECIPES["Pages that could not be read"]).fetchall()
    assert error == "InputError"
