"""Whatever is wrong with an archive's file, an error of ours says so."""

# ruff: noqa: E501, PT012 (tables of data)

from __future__ import annotations

import contextlib
import io
import random

import pytest

from sayso.archive import Archive
from sayso.errors import ArchiveError, SaysoError
from sayso.export import export_text
from tests.archive.made import TOLL, page

ASK = {
    "check": lambda it: it.check(), "repair": lambda it: it.check(repair=True), "search": lambda it: it.search("toll"),
    "latest": lambda it: it.search(), "speakers": lambda it: it.speakers(), "sourcing": lambda it: it.sourcing(),
    "export": lambda it: export_text([(str(n), one) for n, one in it.records()], "csv", io.StringIO()),
    "same": lambda it: it.same("1.a1"), "trace": lambda it: it.trace("1.a1"), "pages": lambda it: it.pages(),
    "info": lambda it: it.info(), "statements": lambda it: it.statements("p1"), "diff": lambda it: it.diff("p1"),
    "corrections": lambda it: it.corrections(), "failures": lambda it: it.failures(), "outlets": lambda it: it.outlets(),
    "add": lambda it: it.add(page("Ines Calder", f"{TOLL} again", url="https://echo.example/new")),
    "forget": lambda it: it.forget(url="https://echo.example/3"), "decisions": lambda it: it.decisions(),
}  # fmt: skip
WRITES = {"check", "repair", "add", "forget"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a sound archive."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    with Archive(path) as archive:
        list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(40)))
        archive.backup(path.with_name("copy.db"))
    return path.with_name("copy.db").read_bytes()


def damaged(whole, seed):
    chosen, data = random.Random(seed), bytearray(whole)
    for _ in range(chosen.choice([1, 3, 20, 200])):
        at, size = chosen.randrange(0 if seed % 4 == 0 else 100, len(data)), chosen.choice([1, 8, 200])
        data[at : at + size] = chosen.randbytes(size) if seed % 4 < 3 else bytes(size)
    return bytes(data[: chosen.randrange(len(data)) if seed % 11 == 0 else len(whole)])


@pytest.mark.issue(24)
@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_file_gives_answers_or_errors_of_ours(tmp_path, whole, seed):
    for name, ask in ASK.items():
        for ending in ("", "-wal", "-shm", "-journal"):
            (tmp_path / f"archive.db{ending}").unlink(missing_ok=True)
        (tmp_path / "archive.db").write_bytes(damaged(whole, seed))
        with (
            contextlib.suppress(SaysoError),
            Archive(tmp_path / "archive.db", readonly=name not in WRITES) as archive,
        ):
            ask(archive)


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
def test_damaged_rows_give_answers_or_errors_of_ours(tmp_path, whole, change):
    import sqlite3

    for name, ask in ASK.items():
        for ending in ("", "-wal", "-shm", "-journal"):
            (tmp_path / f"archive.db{ending}").unlink(missing_ok=True)
        (tmp_path / "archive.db").write_bytes(whole)
        connection = sqlite3.connect(tmp_path / "archive.db")
        with connection:
            connection.execute(change)
        connection.close()
        with (
            contextlib.suppress(SaysoError),
            Archive(tmp_path / "archive.db", readonly=name not in WRITES) as archive,
        ):
            ask(archive)


@pytest.mark.issue(24)
def test_a_damaged_record_is_named_and_the_others_are_checked(archive):
    list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n}") for n in range(3)))
    archive._database.run("UPDATE version SET body = ? WHERE id = 2", [b"{"])
    (fault,) = archive.check().faults
    assert fault.startswith("record 2: the record does not fit its text")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.record(2)
    assert archive.record(3).attributions


def test_errors_of_the_callers_own_stay_as_they_are(archive):
    def records():
        yield page("Ines Calder", TOLL)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        list(archive.add_all(records()))
    archive.add(page("Ines Calder", TOLL))
    with pytest.raises(KeyError, match="mine"):
        for _ in archive.records():
            raise KeyError("mine")
