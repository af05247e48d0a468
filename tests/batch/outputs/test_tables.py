"""The output of a run: tables by month, an archive, an object store."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import duckdb
import msgspec
import pytest

import sayso
from sayso.archive import Archive
from sayso.batch import BatchSettings, run
from sayso.batch.outputs.tables import TABLES, schemas
from sayso.export.tables import attribution_rows
from tests.batch.example_inputs import lines, row, table, text, tree

DOCS = Path(__file__).parents[3] / "docs"
PAGES = 240
"""Several parts of output."""


@pytest.fixture(scope="module", autouse=True)
def _default_interrupt_handler():
    """Restore the SIGINT handler: a shell ignores SIGINT in background jobs, and child processes inherit that."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An input of PAGES pages and the output of one run over it."""
    folder = tmp_path_factory.mktemp("batch")
    path = lines(folder / "in.jsonl", range(PAGES))
    summary = run([path], folder / "out", BatchSettings(processes=2, shard_pages=4))
    return path, folder / "out", summary


def test_tables_equal_the_records_of_attribute(whole):
    _, out, summary = whole
    records = [sayso.attribute(text(n)) for n in range(PAGES)]
    articles, attributions = table(out, "articles"), table(out, "attributions")
    assert [article["text"] for article in articles] == [record.article.text for record in records]
    expected = [msgspec.to_builtins(row) for record in records for row in attribution_rows(record)]
    from_columns = ("url", "published", "publisher", "chain")
    common = [key for key in expected[0] if key in attributions[0] and key not in from_columns]
    assert [{k: row[k] for k in common} for row in attributions] == [{k: row[k] for k in common} for row in expected]
    assert summary.counts.pages == len(articles) == PAGES
    assert summary.counts.attributions == len(attributions) > 35
    assert summary.counts.errors == {}


def test_known_columns_are_used_and_the_others_copied(whole):
    _, out, _ = whole
    article = table(out, "articles")[4]
    source = row(4)
    assert (article["url"], article["published"]) == (source["url"], source["date"])
    assert article["publisher"] == source["outlet"]
    assert (article["month"], json.loads(article["columns"])) == ("2026-05", {"desk": "desk 0"})
    assert (article["page"], article["place"]) == (4, "line 5")
    chain = duckdb.execute(f"SELECT chain FROM '{out}/attributions/**/*.parquet' WHERE page = 4").fetchall()[0][0]
    assert chain[0] == source["outlet"]


def test_tables_are_partitioned_by_month_and_have_the_documented_columns(whole):
    _, out, _ = whole
    assert sorted(path.name for path in (out / "articles").iterdir()) == [
        "month=2026-04",
        "month=2026-05",
        "month=2026-06",
    ]
    documented = DOCS.joinpath("batch.md").read_text(encoding="utf-8")
    for name in TABLES:
        assert [field for field in schemas()[name].names if f"`{field}`" not in documented] == []
    months = duckdb.execute(f"SELECT DISTINCT month FROM '{out}/attributions/*/*.parquet' ORDER BY 1").fetchall()
    assert months == [("2026-04",), ("2026-05",), ("2026-06",)]


def test_pages_without_a_date_have_month_unknown(tmp_path):
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out", BatchSettings(processes=1))
    assert [article["month"] for article in table(tmp_path / "out", "articles")] == ["unknown"]
    assert not (tmp_path / "out" / "errors").exists()


def test_records_are_archived_in_order_and_once(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(9))
    (tmp_path / "bad.jsonl").write_text("{}\n")
    command = ("batch", tmp_path / "bad.jsonl", tmp_path / "in.jsonl", "--out", tmp_path / "out",
               "--to", "archive", tmp_path / "a.db", "--shard-pages", "2")  # fmt: skip
    first = run(*command)
    assert first.returncode == 1
    assert "this run: 9 pages" in first.stdout.decode()
    assert " 0 words/s" not in first.stdout.decode()
    again = run(*command)
    assert again.returncode == 1
    assert "nothing to read" in again.stdout.decode()
    with Archive(tmp_path / "a.db") as archive:
        assert [record.article.url for _, record in archive.records()] == [row(n)["url"] for n in range(9)]
        assert [failure["place"] for failure in archive.failures()] == ["line 1"]
    assert not (tmp_path / "out" / "articles").exists()


def test_output_in_an_object_store_is_the_same(tmp_path, whole):
    path, out, _ = whole
    address = (tmp_path / "store").as_uri()
    run([path], address, BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "store") == tree(out)
