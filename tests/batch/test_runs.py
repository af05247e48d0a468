"""Runs from names to tables: the same as reading page by page, stopped and gone on with, and by the command line."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import msgspec
import pytest

import sayso
from sayso.archive import Archive
from sayso.batch import BatchSettings, run
from sayso.batch.outputs.tables import TABLES, schemas
from sayso.errors import InputError
from sayso.export.tables import attribution_rows
from tests.batch.made import lines, row, table, text, tree

DOCS = Path(__file__).parents[2] / "docs"


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


def test_the_number_of_processes_does_not_change_a_byte(whole, tmp_path):
    path, out, _ = whole
    run([path], tmp_path / "one", BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "one") == tree(out)


def test_a_finished_run_is_not_done_again_and_another_command_is_refused(whole):
    path, out, first = whole
    before = tree(out)
    again = run([path], out, BatchSettings(processes=2, shard_pages=4))
    assert (again.pages_read, again.counts) == (0, first.counts)
    assert tree(out) == before
    with pytest.raises(InputError, match="shard_pages"):
        run([path], out, BatchSettings(shard_pages=5))
    with pytest.raises(InputError, match="other files"):
        run([path], path.parent)


def test_pages_without_a_date_lie_apart(tmp_path):
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out", BatchSettings(processes=1))
    assert [one["month"] for one in table(tmp_path / "out", "articles")] == ["unknown"]
    assert not (tmp_path / "out" / "errors").exists()


def start(path, out, *more, **keywords):
    """A run as a process."""
    command = [sys.executable, "-m", "sayso", "batch", str(path), "--out", str(out), "--shard-pages", "4", *more]
    return subprocess.Popen(command, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | keywords)


def some(out, number, process):
    """Wait until some shards are kept."""
    while process.poll() is None and len(list((out / "_batch" / "shards").glob("*"))) < number:
        time.sleep(0.02)
    assert process.poll() is None, process.stderr.read()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_was_ended_goes_on_and_gives_the_same_bytes(tmp_path, whole, how):
    path, out, _ = whole
    process = start(path, tmp_path / "out", "--processes", "2")
    some(tmp_path / "out", 1, process)
    process.send_signal(how)
    _, told = process.communicate(timeout=60)
    if how != signal.SIGKILL:
        assert process.returncode == 130
        assert told.decode() == "sayso: stopped. The same command goes on where it stopped.\n"
        assert not (tmp_path / "out" / "_batch" / "aside").exists()
    assert not (tmp_path / "out" / "summary.json").exists()
    went_on = run([path], tmp_path / "out", BatchSettings(processes=2, shard_pages=4))
    assert 0 < went_on.pages_read < PAGES
    assert tree(tmp_path / "out") == tree(out)


def test_ctrl_c_on_a_terminal_ends_all_processes(tmp_path, whole):
    path, _, _ = whole
    primary, secondary = pty.openpty()
    streams = {"stdin": secondary, "stderr": secondary, "start_new_session": True}
    process = start(path, tmp_path / "out", "--processes", "2", **streams)
    os.close(secondary)
    shown = []
    reader = threading.Thread(target=lambda: shown.extend(iter(lambda: _read(primary), b"")))
    reader.start()
    while len(list((tmp_path / "out" / "_batch" / "shards").glob("*"))) < 3:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all of them
    process.communicate(timeout=60)
    reader.join()
    os.close(primary)
    assert process.returncode == 130
    assert b"words/s" in b"".join(shown)
    assert b"Traceback" not in b"".join(shown)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def _read(primary):
    try:
        return os.read(primary, 65536)
    except OSError:
        return b""


def test_the_command_line_says_what_it_did(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(5))
    (tmp_path / "list").write_text(f"{tmp_path / 'in.jsonl'}\n\n{tmp_path / 'gone.txt'}\n")
    done = run("batch", "-", "--out", tmp_path / "out", "--json", stdin=(tmp_path / "list").read_bytes())
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["counts"]["pages"], told["counts"]["errors"]) == (5, {"InputError": 1})
    assert json.loads((tmp_path / "out" / "summary.json").read_bytes())["counts"] == told["counts"]
    (error,) = table(tmp_path / "out", "errors")
    assert (error["input"], error["error"]) == (str(tmp_path / "gone.txt"), "InputError")
    again = run("batch", "run", tmp_path / "in.jsonl", tmp_path / "gone.txt", "--out", tmp_path / "out").stdout.decode()
    assert "5 pages" in again
    assert "InputError: 1" in again


def test_a_dry_run_counts_and_writes_nothing(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(5))
    done = run("batch", tmp_path, "--out", tmp_path / "out", "--dry-run", "--json", "--processes", "1")
    told = json.loads(done.stdout)
    assert (told["pages"], told["files"], told["sampled"]) == (5, 1, 5)
    assert 0 < told["seconds"] < 60
    assert "5 pages in 1 files" in run("batch", tmp_path, "--out", tmp_path / "out", "--dry-run").stdout.decode()
    assert not (tmp_path / "out").exists()


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


def test_two_runs_do_not_write_to_one_folder(tmp_path, whole):
    path, _, _ = whole
    process = start(path, tmp_path / "out", "--processes", "1")
    some(tmp_path / "out", 1, process)
    with pytest.raises(InputError, match="another run is at work"):
        run([path], tmp_path / "out", BatchSettings(shard_pages=4))
    process.terminate()
    process.communicate(timeout=60)


def test_a_kept_shard_that_is_broken_is_made_anew(tmp_path, whole):
    path, out, _ = whole
    process = start(path, tmp_path / "out", "--processes", "1")
    some(tmp_path / "out", 2, process)
    process.kill()
    process.communicate()
    shard = next((tmp_path / "out" / "_batch" / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:100])
    run([path], tmp_path / "out", BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "out") == tree(out)


def test_an_output_on_an_object_store_is_the_same(tmp_path, whole):
    path, out, _ = whole
    address = (tmp_path / "store").as_uri()
    run([path], address, BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "store") == tree(out)
