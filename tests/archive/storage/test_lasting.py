"""Durability: killed and concurrent writers, full disks, damage, older and newer schemas, backups."""

# ruff: noqa: E501, PT012, PT017 (tables of data, programs as text)

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from sayso.archive import Archive
from sayso.archive.storage import connect, database, migrations, sqlite
from sayso.archive.storage.reindex import refill
from sayso.errors import ArchiveError
from sayso.text import searchable
from tests.archive.record_builder import TOLL, page

HERE = Path(__file__).parents[1]
WRITER = """
import sys, time
sys.path.insert(0, sys.argv[3])
from tests.archive.record_builder import page
from sayso.archive import Archive
from sayso.archive.storage import records
first, last, records._BATCH_PAGES, seconds = map(int, sys.argv[2].split("-"))
with Archive(sys.argv[1]) as archive:
    pages = (page("Ines Calder", f"The toll rises by {n} crowns", url=f"https://echo.example/{n}") for n in range(first, last))
    for added in archive.add_all(pages):
        print(added.name, ".", flush=True)
    time.sleep(seconds)
"""
READER = """
import sys
from sayso.archive import Archive
with Archive(sys.argv[1], readonly=True) as archive:
    for _ in range(30):
        for statement in archive.search("toll crowns", limit=5):
            assert "crowns" in statement.content, statement
        archive.speakers()
"""


def start_writer(target, first, last, *, batch=5, seconds=0):
    """Start a process that adds pages ``first`` to ``last``, prints each result, and then waits for some seconds."""
    command = [sys.executable, "-c", WRITER, str(target), f"{first}-{last}-{batch}-{seconds}", str(HERE.parents[1])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_killed_writer_loses_no_page_that_it_reported(tmp_path):
    """Fifty writers add pages to the same archive, one after another, and are killed at random moments."""
    path = tmp_path / "archive.db"
    rng = random.Random(50)
    reported: set[str] = set()
    Archive(path).close()
    for number in range(50):
        with start_writer(path, number * 40, (number + 1) * 40, batch=2, seconds=10) as process:
            lines = [process.stdout.readline()]  # wait for the first result
            time.sleep(rng.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.read().splitlines(keepends=True)
        reported |= {line.removesuffix(" .\n") for line in lines if line.endswith(" .\n")}
    with Archive(path) as archive:
        stored = {url for (url,) in archive._database.run("SELECT url FROM page")}
        assert reported <= stored
        assert len(reported) >= 50
        assert archive.check().faults == ()
        for version, record in archive.records():
            assert record.attributions, version
        results = [
            added.what
            for added in archive.add_all(
                page("Ines Calder", f"The toll rises by {n} crowns", url=f"https://echo.example/{n}")
                for n in range(2000)
            )
        ]
        assert results.count("unchanged") == len(stored)
        assert archive.info()["page"] == archive.info()["version"] == 2000


def test_two_writers_and_eight_readers_work_concurrently(target):
    Archive(target).close()
    writers = [start_writer(target, n * 30, (n + 2) * 30) for n in range(2)]  # their pages overlap
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, str(target)], stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    for process in [*writers, *readers]:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    with Archive(target) as archive:
        assert (archive.info()["page"], archive.info()["version"]) == (90, 90)
        assert len(archive.speakers()) == 1
        assert archive.check().faults == ()


def test_a_full_disk_is_an_error_and_no_page_is_stored_partially(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        with Archive(folder / "archive.db") as archive:
            count = 0
            with pytest.raises(ArchiveError, match="the disk is full"):
                for n in range(400):
                    archive.add(page("Ines Calder", f"{TOLL} {n} " * 40, url=f"https://echo.example/{n}"))
                    count += 1
            assert archive.info()["page"] == count
        subprocess.run(["mount", "-o", "remount,size=30m", str(folder)], check=True)
        with Archive(folder / "archive.db") as archive:
            assert archive.info()["page"] == count > 0
            assert archive.check().faults == ()
            archive.add(page("Ines Calder", TOLL))
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_archive_can_be_searched_but_not_changed(tmp_path):
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.add(page("Ines Calder", TOLL))
    with Archive(path, readonly=True) as archive:
        assert archive.count("toll") == 1
        assert archive.check().faults == ()
        with pytest.raises(ArchiveError, match="read-only"):
            archive.add(page("Ivo Marr", TOLL))


def test_a_user_without_write_permission_can_search_the_archive():
    if os.getuid():
        pytest.skip("only root can become another user")
    folder = Path(tempfile.mkdtemp(prefix="sayso-read-", dir="/tmp"))
    path = folder / "archive.db"
    with Archive(path) as archive:
        archive.add(page("Ines Calder", TOLL))
    path.chmod(0o444)
    folder.chmod(0o555)
    os.seteuid(65534)
    try:
        with Archive(path, readonly=True) as archive:
            assert archive.count("toll") == 1
        with pytest.raises(ArchiveError) as caught:
            Archive(path).add(page("Ivo Marr", TOLL))
        assert "writ" in caught.value.hint or "permission" in caught.value.hint
    finally:
        os.seteuid(0)
        shutil.rmtree(folder)


def test_damage_is_detected_and_a_backup_restores_the_archive(tmp_path):
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(200)))
        copy = archive.backup(tmp_path / "copy.db")
    data = bytearray(path.read_bytes())
    for at in range(4096 * 6, len(data) - 4096, 4096 * 3):
        data[at : at + 400] = os.urandom(400)
    path.write_bytes(data)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    try:
        with Archive(path) as archive:
            assert archive.check().faults
    except ArchiveError as error:
        assert "damaged" in error.what
        assert "restore" in error.hint
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with Archive(path) as archive:
        archive.restore(copy)
        assert archive.info()["page"] == 200
        assert archive.check().faults == ()


def test_a_changed_text_is_detected(archive):
    archive.add(page("Ines Calder", TOLL))
    archive._database.run("UPDATE version SET text = replace(text, 'toll', 'TOLL')")
    assert "hash differs" in archive.check().faults[-1]


def test_a_changed_span_is_detected(archive):
    archive.add(page("Ines Calder", TOLL))
    archive._database.run("UPDATE statement SET first = 3")
    assert any("the statements do not match the record" in fault for fault in archive.check().faults)


def test_an_empty_file_cannot_be_opened_read_only(tmp_path):
    (tmp_path / "x.db").touch()
    with pytest.raises(ArchiveError):
        Archive(tmp_path / "x.db", readonly=True)


def test_a_file_that_is_not_a_database_is_refused(tmp_path):
    (tmp_path / "x.db").write_bytes(b"not a database, " * 500)
    with pytest.raises(ArchiveError, match="not an SQLite file"):
        Archive(tmp_path / "x.db")


def test_the_database_of_another_program_is_not_changed(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE page (x)")
    other.close()
    with pytest.raises(ArchiveError, match="another program"):
        Archive(path)


def test_a_missing_archive_is_an_error(tmp_path):
    with pytest.raises(ArchiveError, match="no such archive") as caught:
        Archive(tmp_path / "none.db", create=False)
    assert "sayso add" in caught.value.hint
    with pytest.raises(ArchiveError, match="folder"):
        Archive(tmp_path)


def test_an_archive_with_a_newer_schema_is_refused(target):
    with Archive(target) as archive:
        archive._database.run("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(ArchiveError, match="schema 99") as caught:
        Archive(target)
    assert "--upgrade" in caught.value.hint


@pytest.mark.parametrize("old", range(1, database.NEWEST))
def test_an_archive_with_an_older_schema_is_migrated(tmp_path, target, old, monkeypatch):
    pages = [
        page("Ines Calder", TOLL, url="https://echo.example/1", role="mayor"),
        page("Calder", TOLL, url="https://post.example/1", outlet="Ferry Post", published="2026-05-04", role="mayor"),
    ]
    _write_older(tmp_path, target, old, pages, monkeypatch)
    with Archive(target) as archive:
        assert archive.count("double toll") == 2
        assert [copy.how for copy in archive.same(TOLL)] == ["earliest", "exact"]
        (person,) = [speaker for speaker in archive.speakers() if speaker.kind == "person"]
        assert person.statements == 2
        assert archive.add(pages[0]).what == "unchanged"
        assert archive.add(page("Ivo Marr", "A new page")).what == "added"
        assert archive.check().faults == ()


@pytest.mark.parametrize("old", [2, 6, 10])
def test_a_migration_indexes_words_with_soft_hyphens_as_one(tmp_path, target, old, monkeypatch):
    plain = "Nobody in the village knew what the new weir would do to the lower road"
    pages = [
        page("Pia Holm", plain, url="https://echo.example/1"),
        page("Pia Holm", plain.replace("village", "vil\u00adlage"), url="https://echo.example/2"),
        page("Pia Holm", "It will not flood a\u00adgain", url="https://echo.example/3"),
    ]
    _write_older(tmp_path, target, old, pages, monkeypatch)
    with Archive(target) as archive:
        assert archive.count("village") == 2
        assert archive.count("again") == 1
        assert archive.count("lage") == 0
        assert [copy.how for copy in archive.same(plain)] == ["earliest", "exact"]
        assert archive.check().faults == ()


@pytest.mark.parametrize("old", [4, 11])
def test_a_migration_fills_the_outlet_that_a_statement_relays(tmp_path, target, old, monkeypatch):
    pages = [
        page("Pia Holm", "The weir leaks", url="https://echo.example/1", relay="Northmoor Dispatch"),
        page("Pia Holm", "The weir holds", url="https://echo.example/2"),
    ]
    _write_older(tmp_path, target, old, pages, monkeypatch)
    with Archive(target) as archive:
        (outlet,) = archive.relayed_outlets()
        assert (outlet.name, outlet.statements) == ("Northmoor Dispatch", 1)


def _write_older(tmp_path, target, old, pages, monkeypatch):
    """Copy the rows of a new archive to one with the older schema, without the columns and tables added later.

    As before schema 11, soft hyphens separate words.
    """
    for module in (searchable, sqlite):
        monkeypatch.setattr(module, "searchable", str)
    with Archive(tmp_path / "new.db") as new:
        list(new.add_all(pages))
        older = connect.connect(target)
        monkeypatch.setattr(migrations, "NEWEST", old)
        migrations.migrate(older, refill)
        with older.write():
            for table in ("page", "version", "entity", "entity_name", "appearance", "statement"):
                columns = _columns(older, table)
                if columns:
                    rows = new._database.run(f"SELECT {', '.join(columns)} FROM {table}")
                    marks = ", ".join("?" * len(columns))
                    older.run_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            for key, value in new._database.run("SELECT key, value FROM meta WHERE key LIKE 'next%'"):
                if old >= 4 or key != "next_entity":
                    older.run("INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
            rows = new._database.run(
                "SELECT s.id, substr(v.text, s.first + 1, s.last - s.first), s.signature FROM "
                "statement s JOIN version v ON v.id = s.version"
            )
            index = [
                database.IndexRow(number, sentence, signature if old >= 3 else None)
                for number, sentence, signature in rows
            ]
            if old >= 2:
                older.index(index)
        older.close()
    monkeypatch.undo()


def _columns(older, table):
    if older.dialect == "sqlite":
        return [row[1] for row in older.run(f"PRAGMA table_info({table})")]
    rows = older.run(
        "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position", [table]
    )
    return [name for (name,) in rows if name not in ("search", "bands")]


def test_an_older_archive_cannot_be_migrated_if_it_is_open_read_only(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        archive._database.run("UPDATE meta SET value = '4' WHERE key = 'schema'")
    with pytest.raises(ArchiveError, match="read-only"):
        Archive(tmp_path / "a.db", readonly=True)


def test_backup_and_restore_on_each_database(archive, tmp_path):
    list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(20)))
    copy = archive.backup(tmp_path / "copy.db")
    with pytest.raises(ArchiveError, match="already exists"):
        archive.backup(copy)
    archive.add(page("Ivo Marr", "The restore discards this page"))
    with pytest.raises(ArchiveError, match="has 21 pages"):
        archive.restore(copy)
    archive.restore(copy, replace=True)
    assert (archive.count(), archive.count("double"), len(archive.same(TOLL))) == (20, 20, 20)
    assert archive.check().faults == ()
    assert archive.add(page("Rosa Stell", "A page added after the restore")).what == "added"
    with Archive(copy, readonly=True) as other:
        assert other.count() == 20
    with pytest.raises(ArchiveError):
        archive.restore(HERE / "record_builder.py", replace=True)


def test_a_backup_during_writes_is_consistent(target, tmp_path):
    Archive(target).close()
    writer = start_writer(target, 0, 200)
    with Archive(target) as archive:
        writer.stdout.readline()
        copy = archive.backup(tmp_path / "copy.db")
    writer.communicate(timeout=60)
    with Archive(copy) as archive:
        assert archive.info()["page"] >= 1
        assert archive.check().faults == ()


def test_the_error_for_a_missing_package_names_its_extra(monkeypatch, tmp_path):
    from sayso.archive.quotations.align import align
    from sayso.errors import ExtraError

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ExtraError, match=r"sayso\[postgres\]"):
        Archive("postgresql://nowhere/none")
    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    with pytest.raises(ExtraError, match=r"sayso\[archive\]"):
        align("one two", "two three")


def test_a_server_that_does_not_respond_is_an_error():
    pytest.importorskip("psycopg")
    with pytest.raises(ArchiveError, match="does not respond"):
        Archive("postgresql://127.0.0.1:1/none")


def test_both_databases_have_all_schema_steps():
    for dialect in ("sqlite", "postgres"):
        assert [number for number, _ in database.schema_files(dialect)] == list(range(1, database.NEWEST + 1))
