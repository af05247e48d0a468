"""The output of a run: tables, parts by month, an archive, an object store."""

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
from tests.batch.made import lines, row, table, text, tree

DOCS = Path(__file__).parents[3] / "docs"
PAGES = 240
"""So many that a run is under way for seconds: long enough to be ended in the midst of it."""


@pytest.fixture(scope="module", autouse=True)
def _interrupts_are_heard():
    """A shell starts what runs in the background with Ctrl-C ignored, and so would every process that a test starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An input of PAGES pages and the output of one run over it."""
    folder = tmp_path_factory.mktemp("batch")
    path = lines(folder / "in.jsonl", range(PAGES))
    summary = run([path], folder / "out", BatchSettings(processes=2, shard_pages=4))
    return path, folder / "out", summary


def test_the_tables_hold_what_attribute_says_of_each_page(whole):
    _, out, summary = whole
    records = [sayso.attribute(text(n)) for n in range(PAGES)]
    articles, attributions = table(out, "articles"), table(out, "attributions")
    assert [one["text"] for one in articles] == [one.article.text for one in records]
    wanted = [msgspec.to_builtins(one) for record in records for one in attribution_rows(record)]
    same = [
        key for key in wanted[0] if key in attributions[0] and key not in ("url", "published", "publisher", "chain")
    ]
    assert [{key: one[key] for key in same} for one in attributions] == [{k: one[k] for k in same} for one in wanted]
    assert summary.counts.pages == len(articles) == PAGES
    assert summary.counts.attributions == len(attributions) > 35
    assert summary.counts.errors == {}


def test_what_the_columns_say_is_used_and_what_is_left_travels_along(whole):
    _, out, _ = whole
    one = table(out, "articles")[4]
    wanted = row(4)
    assert (one["url"], one["published"], one["publisher"]) == (wanted["url"], wanted["date"], wanted["outlet"])
    assert (one["month"], json.loads(one["columns"])) == ("2026-05", {"desk": "desk 0"})
    assert (one["page"], one["place"]) == (4, "line 5")
    chain = duckdb.execute(f"SELECT chain FROM '{out}/attributions/**/*.parquet' WHERE page = 4").fetchall()[0][0]
    assert chain[0] == wanted["outlet"]


def test_tables_are_parted_by_month_and_have_the_columns_that_are_written_down(whole):
    _, out, _ = whole
    assert sorted(path.name for path in (out / "articles").iterdir()) == [
        "month=2026-04",
        "month=2026-05",
        "month=2026-06",
    ]
    documented = DOCS.joinpath("batch.md").read_text(encoding="utf-8")
    for name in TABLES:
        assert [field for field in schemas()[name].names if f"`{field}`" not in documented] == []
    found = duckdb.execute(
        f"SELECT month, count(*) FROM '{out}/attributions/*/*.parquet' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [month for month, _ in found] == ["2026-04", "2026-05", "2026-06"]


def test_pages_without_a_date_lie_apart(tmp_path):
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out", BatchSettings(processes=1))
    assert [one["month"] for one in table(tmp_path / "out", "articles")] == ["unknown"]
    assert not (tmp_path / "out" / "errors").exists()


def test_records_go_to_an_archive_in_order_and_only_once(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(9))
    (tmp_path / "bad.jsonl").write_text("{}\n")
    wanted = ("batch", tmp_path / "bad.jsonl", tmp_path / "in.jsonl", "--out", tmp_path / "out",
              "--to", "archive", tmp_path / "a.db", "--shard-pages", "2")  # fmt: skip
    first = run(*wanted)
    assert first.returncode == 1
    assert "read now: 9 pages" in first.stdout.decode()
    assert " 0 words a second" not in first.stdout.decode()
    again = run(*wanted)
    assert again.returncode == 1
    assert "nothing was left to read" in again.stdout.decode()
    with Archive(tmp_path / "a.db") as archive:
        assert [record.article.url for _, record in archive.records()] == [row(n)["url"] for n in range(9)]
        assert [one["place"] for one in archive.failures()] == ["line 1"]
    assert not (tmp_path / "out" / "articles").exists()


def test_an_output_on_an_object_store_is_the_same(tmp_path, whole):
    path, out, _ = whole
    address = (tmp_path / "store").as_uri()
    run([path], address, BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "store") == tree(out)
