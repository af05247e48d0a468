"""Damage of an archive file leads to a SaysoError, never to another exception."""

# ruff: noqa: E501, PT012 (tables of data)

from __future__ import annotations

import contextlib
import io
import random
import sqlite3

import pytest

from sayso.archive import Archive
from sayso.errors import ArchiveError, SaysoError
from sayso.export import export_text
from tests.archive.record_builder import TOLL, page

CALLS = {
    "check": lambda it: it.check(), "repair": lambda it: it.check(repair=True), "search": lambda it: it.search("toll"),
    "latest": lambda it: it.search(), "speakers": lambda it: it.speakers(), "sourcing": lambda it: it.sourcing(),
    "export": lambda it: export_text([(str(n), record) for n, record in it.records()], "csv", io.StringIO()),
    "same": lambda it: it.same("1.a1"), "trace": lambda it: it.trace("1.a1"), "pages": lambda it: it.pages(),
    "info": lambda it: it.info(), "statements": lambda it: it.statements("p1"), "diff": lambda it: it.diff("p1"),
    "corrections": lambda it: it.corrections(), "failures": lambda it: it.failures(), "outlets": lambda it: it.outlets(),
    "add": lambda it: it.add(page("Ines Calder", f"{TOLL} again", url="https://echo.example/new")),
    "forget": lambda it: it.forget(url="https://echo.example/3"), "decisions": lambda it: it.decisions(),
}  # fmt: skip
WRITES = {"check", "repair", "add", "forget"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of an undamaged archive."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    with Archive(path) as archive:
        list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(40)))
        archive.backup(path.with_name("copy.db"))
    return path.with_name("copy.db").read_bytes()


def damaged(whole, seed):
    """Return the bytes with random overwrites; for some seeds truncated."""
    rng, data = random.Random(seed), bytearray(whole)
    for _ in range(rng.choice([1, 3, 20, 200])):
        at, size = rng.randrange(0 if seed % 4 == 0 else 100, len(data)), rng.choice([1, 8, 200])
        data[at : at + size] = rng.randbytes(size) if seed % 4 < 3 else bytes(size)
    return bytes(data[: rng.randrange(len(data)) if seed % 11 == 0 else len(whole)])


def call_all(path, data, change=None):
    """Call each method on a new archive file with these bytes, after an SQL statement. Only a SaysoError may occur."""
    for name, call in CALLS.items():
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(data)
        if change:
            connection = sqlite3.connect(path)
            with connection:
                connection.execute(change)
            connection.close()
        with contextlib.suppress(SaysoError), Archive(path, readonly=name not in WRITES) as archive:
            call(archive)


@pytest.mark.issue(24)
@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_file_gives_results_or_a_sayso_error(tmp_path, whole, seed):
    call_all(tmp_path / "archive.db", damaged(whole, seed))


CHANGES = [
    "UPDATE version SET body = '{'", "UPDATE version SET body = x'ff00'", "UPDATE version SET body = 5", "UPDATE version SET body = '[]'",
    "UPDATE version SET text = x'ff'", "UPDATE version SET text = CAST(x'ff' AS TEXT)", "UPDATE version SET text_hash = 7",
    "UPDATE version SET text = 'x'", "UPDATE version SET latest = 'x'", "UPDATE version SET published = x'ff'",
    "UPDATE statement SET content = '{'", "UPDATE statement SET content = '[[5,900000]]'", "UPDATE statement SET name = 'a99'",
    "UPDATE statement SET signature = 'x'", "UPDATE statement SET signature = 9", "UPDATE statement SET first = -5, last = 'x'",
    "UPDATE entity SET roles = '{'", "UPDATE entity SET kind = 'x'", "UPDATE entity SET roles = '[1]'", "DELETE FROM version",
    "DELETE FROM entity", "DELETE FROM page", "DELETE FROM statement_search_data", "DELETE FROM statement_bands_data", "DELETE FROM meta",
    "UPDATE meta SET value = 'x'", "DROP TABLE statement", "UPDATE entity_name SET rule = '{}'", "UPDATE entity_name SET rule = '{\"x\":1}'",
]  # fmt: skip


@pytest.mark.issue(24)
@pytest.mark.parametrize("change", CHANGES)
def test_damaged_rows_give_results_or_a_sayso_error(tmp_path, whole, change):
    call_all(tmp_path / "archive.db", whole, change)


@pytest.mark.issue(24)
def test_a_check_reports_a_damaged_record_and_continues(archive):
    list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(3)))
    archive._database.run("UPDATE version SET body = ? WHERE id = 2", [b"{"])
    (fault,) = archive.check().faults
    assert fault.startswith("record 2: the record does not match its text")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.record(2)
    assert archive.record(3).attributions


def test_exceptions_of_the_caller_are_not_converted(archive):
    def records():
        yield page("Ines Calder", TOLL)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        list(archive.add_all(records()))
    archive.add(page("Ines Calder", TOLL))
    with pytest.raises(KeyError, match="mine"):
        for _ in archive.records():
            raise KeyError("mine")
