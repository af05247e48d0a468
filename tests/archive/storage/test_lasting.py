"""Nothing is lost: killed writers, many at once, full disks, damage, older and newer schemas, backups."""

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
from tests.archive.made import TOLL, page

HERE = Path(__file__).parents[1]
PAGES = 150
ADDER = """
import sys
sys.path.insert(0, sys.argv[3])
from tests.archive.made import page
from sayso.archive import Archive
from sayso.archive.storage import records as store
store._BATCH = 5
with Archive(sys.argv[1]) as archive:
    first, last = map(int, sys.argv[2].split("-"))
    made = (page("Ines Calder", f"The toll rises by {n} crowns", url=f"https://echo.example/{n}") for n in range(first, last))
    for added in archive.add_all(made):
        print(added.name, added.version, flush=True)
"""
READER = """
import sys
from sayso.archive import Archive
with Archive(sys.argv[1], readonly=True) as archive:
    for _ in range(30):
        for one in archive.search("toll crowns", limit=5):
            assert "crowns" in one.content, one
        archive.speakers()
"""


def adder(target, pages, **more):
    command = [sys.executable, "-c", ADDER, str(target), pages, str(HERE.parents[1])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def test_a_killed_writer_loses_nothing_that_it_reported(tmp_path):
    """Fifty kills at random moments, each on the archive that the one before left."""
    path = tmp_path / "archive.db"
    chosen = random.Random(50)
    reported: set[str] = set()
    Archive(path).close()
    program = [sys.executable, "-c", KILLED, str(path), str(HERE.parents[1])]
    for round_ in range(50):
        begun = round_ * 40
        process = subprocess.Popen([*program, str(begun)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lines = [process.stdout.readline()]  # it is at work
        time.sleep(chosen.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines(keepends=True)
        process.wait()
        process.stdin.close()
        process.stdout.close()
        reported |= {line.removesuffix(" .\n") for line in lines if line.endswith(" .\n")}
    with Archive(path) as archive:
        kept = {url for (url,) in archive._database.run("SELECT url FROM page")}
        assert reported <= kept
        assert len(reported) >= 50
        assert archive.check().faults == ()
        for version, record in archive.records():
            assert record.attributions, version
        before = archive.info()["page"]
        again = [
            one.what
            for one in archive.add_all(
                page("Ines Calder", f"The toll rises by {n} crowns", url=f"https://echo.example/{n}")
                for n in range(2000)
            )
        ]
        assert again.count("unchanged") == before
        assert archive.info()["page"] == archive.info()["version"] == 2000


KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from tests.archive.made import page
from sayso.archive import Archive
from sayso.archive.storage import records as store
store._BATCH = 2
begun = int(sys.argv[3])
with Archive(sys.argv[1]) as archive:
    made = (page("Ines Calder", f"The toll rises by {n} crowns", url=f"https://echo.example/{n}") for n in range(begun, begun + 40))
    for added in archive.add_all(made):
        print(added.name, ".", flush=True)
    import time
    time.sleep(10)
"""


def test_two_writers_and_eight_readers_at_once(target):
    Archive(target).close()
    writers = [adder(target, f"{n * 30}-{(n + 2) * 30}") for n in range(2)]  # they overlap
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


def test_a_full_disk_is_told_and_nothing_is_half_kept(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        with Archive(folder / "archive.db") as archive:
            kept = 0
            with pytest.raises(ArchiveError, match="the disk is full"):
                for n in range(400):
                    archive.add(page("Ines Calder", f"{TOLL} {n} " * 40, url=f"https://echo.example/{n}"))
                    kept += 1
            assert archive.info()["page"] == kept
        subprocess.run(["mount", "-o", "remount,size=30m", str(folder)], check=True)
        with Archive(folder / "archive.db") as archive:
            assert archive.info()["page"] == kept > 0
            assert archive.check().faults == ()
            archive.add(page("Ines Calder", TOLL))
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_file_answers_and_refuses_to_be_written(tmp_path):
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.add(page("Ines Calder", TOLL))
    with Archive(path, readonly=True) as archive:
        assert archive.count("toll") == 1
        assert archive.check().faults == ()
        with pytest.raises(ArchiveError, match="read-only"):
            archive.add(page("Ivo Marr", TOLL))


def test_a_file_that_another_user_may_only_read():
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
        with pytest.raises(ArchiveError) as told:
            Archive(path).add(page("Ivo Marr", TOLL))
        assert "writ" in told.value.hint or "permission" in told.value.hint
    finally:
        os.seteuid(0)
        shutil.rmtree(folder)


def test_damage_is_found_and_told(tmp_path):
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(200)))
        copy = archive.backup(tmp_path / "copy.db")
    whole = bytearray(path.read_bytes())
    for place in range(4096 * 6, len(whole) - 4096, 4096 * 3):
        whole[place : place + 400] = os.urandom(400)
    path.write_bytes(whole)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    try:
        with Archive(path) as archive:
            assert archive.check().faults
    except ArchiveError as error:
        assert "damaged" in error.what
        assert "restore" in error.hint
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with Archive(path) as archive:
        archive.restore(copy)
        assert archive.info()["page"] == 200
        assert archive.check().faults == ()


def test_a_changed_text_is_found(archive):
    archive.add(page("Ines Calder", TOLL))
    archive._database.run("UPDATE version SET text = replace(text, 'toll', 'TOLL')")
    assert "hash differs" in archive.check().faults[-1]


def test_a_changed_span_is_found(archive):
    archive.add(page("Ines Calder", TOLL))
    archive._database.run("UPDATE statement SET first = 3")
    assert any("not those of the record" in fault for fault in archive.check().faults)


@pytest.mark.parametrize("content", [b"", b"no database at all, " * 500])
def test_what_is_no_archive(tmp_path, content):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    if not content:
        with pytest.raises(ArchiveError):
            Archive(path, readonly=True)
        return
    with pytest.raises(ArchiveError, match="no SQLite file"):
        Archive(path)


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE page (x)")
    other.close()
    with pytest.raises(ArchiveError, match="another program"):
        Archive(path)


def test_a_missing_archive_is_told(tmp_path):
    with pytest.raises(ArchiveError, match="no such archive") as told:
        Archive(tmp_path / "none.db", create=False)
    assert "sayso add" in told.value.hint
    with pytest.raises(ArchiveError, match="folder"):
        Archive(tmp_path)


def test_an_archive_of_a_newer_version_is_refused_whole(target):
    with Archive(target) as archive:
        archive._database.run("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(ArchiveError, match="schema 99") as told:
        Archive(target)
    assert "--upgrade" in told.value.hint


@pytest.mark.parametrize("old", range(1, database.NEWEST))
def test_an_archive_of_each_earlier_version_is_brought_up(tmp_path, target, old, monkeypatch):
    """An archive as the earlier schema had it: its tables with their rows, none of what came later."""
    made = [
        page("Ines Calder", TOLL, url="https://echo.example/1", role="mayor"),
        page("Calder", TOLL, url="https://post.example/1", outlet="Ferry Post", published="2026-05-04", role="mayor"),
    ]
    with Archive(tmp_path / "new.db") as new:
        list(new.add_all(made))
        earlier = connect.connect(target)
        monkeypatch.setattr(migrations, "NEWEST", old)
        migrations.migrate(earlier, refill)
        with earlier.write():
            for table in ("page", "version", "entity", "entity_name", "appearance", "statement"):
                columns = _columns(earlier, table)
                if columns:
                    rows = new._database.run(f"SELECT {', '.join(columns)} FROM {table}")
                    marks = ", ".join("?" * len(columns))
                    earlier.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            for key, value in new._database.run("SELECT key, value FROM meta WHERE key LIKE 'next%'"):
                if old >= 4 or key != "next_entity":
                    earlier.run("INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
            rows = new._database.run(
                "SELECT s.id, substr(v.text, s.first + 1, s.last - s.first), s.signature FROM "
                "statement s JOIN version v ON v.id = s.version"
            )
            index = [
                database.IndexRow(number, told, signature if old >= 3 else None) for number, told, signature in rows
            ]
            if old >= 2:
                earlier.index(index)
        earlier.close()
    monkeypatch.undo()
    with Archive(target) as archive:
        assert archive.count("double toll") == 2
        assert [one.how for one in archive.same(TOLL)] == ["earliest", "exact"]
        (person,) = [one for one in archive.speakers() if one.kind == "person"]
        assert person.statements == 2
        assert archive.add(made[0]).what == "unchanged"
        assert archive.add(page("Ivo Marr", "A new page")).what == "added"
        assert archive.check().faults == ()


def _columns(older, table):
    if older.dialect == "sqlite":
        return [row[1] for row in older.run(f"PRAGMA table_info({table})")]
    rows = older.run(
        "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position", [table]
    )
    return [name for (name,) in rows if name not in ("search", "bands")]


def test_an_older_archive_that_is_read_only_says_what_to_do(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        archive._database.run("UPDATE meta SET value = '4' WHERE key = 'schema'")
    with pytest.raises(ArchiveError, match="reading only"):
        Archive(tmp_path / "a.db", readonly=True)


def test_backup_and_restore_on_either_database(archive, tmp_path):
    list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(20)))
    copy = archive.backup(tmp_path / "copy.db")
    with pytest.raises(ArchiveError, match="there already"):
        archive.backup(copy)
    archive.add(page("Ivo Marr", "This one is given up"))
    with pytest.raises(ArchiveError, match="holds 21 pages"):
        archive.restore(copy)
    archive.restore(copy, replace=True)
    assert (archive.count(), archive.count("double"), len(archive.same(TOLL))) == (20, 20, 20)
    assert archive.check().faults == ()
    assert archive.add(page("Rosa Stell", "Added after it")).what == "added"
    with Archive(copy, readonly=True) as other:
        assert other.count() == 20
    with pytest.raises(ArchiveError):
        archive.restore(HERE / "made.py", replace=True)


def test_a_backup_while_others_write_is_whole(target, tmp_path):
    Archive(target).close()
    writer = adder(target, "0-200")
    with Archive(target) as archive:
        writer.stdout.readline()
        copy = archive.backup(tmp_path / "copy.db")
    writer.communicate(timeout=60)
    with Archive(copy) as archive:
        assert archive.info()["page"] >= 1
        assert archive.check().faults == ()


def test_a_missing_extra_is_named(monkeypatch, tmp_path):
    from sayso.archive.quotations.align import align
    from sayso.errors import ExtraError

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ExtraError, match=r"sayso\[postgres\]"):
        Archive("postgresql://nowhere/none")
    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    with pytest.raises(ExtraError, match=r"sayso\[archive\]"):
        align("one two", "two three")


def test_a_server_that_does_not_answer_is_told():
    pytest.importorskip("psycopg")
    with pytest.raises(ArchiveError, match="does not answer"):
        Archive("postgresql://127.0.0.1:1/none")


def test_every_step_of_the_schema_is_there_for_both():
    for dialect in ("sqlite", "postgres"):
        assert [number for number, _ in database.schema_files(dialect)] == list(range(1, database.NEWEST + 1))
    assert sqlite.Sqlite.dialect == "sqlite"
    assert shutil.which("python3")
