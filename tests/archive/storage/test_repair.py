"""Signatures are correct in several threads, and wrong signatures in an archive are detected and repaired."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from sayso.archive import Archive
from sayso.archive.quotations import minhash
from tests.archive.record_builder import TOLL, page

WORDS = [f"word{n}" for n in range(9_000)]


@pytest.mark.issue(17)
def test_eight_threads_compute_the_same_signatures_as_one():
    rng = random.Random(4)
    texts = [[rng.choice(WORDS) for _ in range(rng.randint(2, 40))] for _ in range(1_200)]
    expected = minhash.signatures(texts)
    for _ in range(3):
        minhash._HASHES._rows = minhash._Rows()  # an empty cache
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(minhash.signature, texts)) == expected


@pytest.mark.issue(17)
def test_signatures_stay_correct_when_the_cache_is_cleared(monkeypatch):
    rng = random.Random(5)
    texts = [[rng.choice(WORDS) for _ in range(30)] for _ in range(400)]
    expected = minhash.signatures(texts)
    monkeypatch.setattr(minhash, "_MAX_CACHED_WORDS", 50)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(minhash.signature, texts)) == expected


def test_the_cache_has_a_maximum_number_of_characters(monkeypatch):
    monkeypatch.setattr(minhash, "_MAX_CACHED_CHARS", 1_000)
    hashes = minhash.WordHashes()
    for n in range(20):
        hashes.of([f"{n}" + "x" * 900])
    assert len(hashes._rows) <= 2


def pages():
    return [page("Ines Calder", f"{TOLL} in year {n}", url=f"https://echo.example/{n}") for n in range(6)]


def damage(archive):
    """Replace one signature with that of another text, and delete another one."""
    rows = archive._database.run("SELECT id FROM statement ORDER BY id")
    other = minhash.signature_of("none of these words is on any page of this archive")
    with archive._database.write():
        archive._database.run("UPDATE statement SET signature = ? WHERE id = ?", [other, rows[1][0]])
        archive._database.run("UPDATE statement SET signature = NULL WHERE id = ?", [rows[3][0]])


@pytest.mark.issue(17)
def test_wrong_signatures_are_detected_and_repaired(archive):
    list(archive.add_all(pages()))
    before = archive._database.run("SELECT id, signature FROM statement ORDER BY id")
    assert archive.check().faults == ()
    damage(archive)
    faults = archive.check().faults
    assert [fault.partition(";")[0] for fault in faults] == [
        "record 2: wrong signatures: 1", "record 4: wrong signatures: 1",
    ]  # fmt: skip
    assert "check --repair" in faults[0]
    assert len(archive.same("1.a1")) == 6  # common phrases still find them
    repaired = archive.check(repair=True)
    assert (repaired.faults, repaired.repaired) == ((), 2)
    assert archive._database.run("SELECT id, signature FROM statement ORDER BY id") == before
    assert (archive.check().faults, archive.check(repair=True).repaired) == ((), 0)
    assert len(archive.same("1.a1")) == 6


@pytest.mark.issue(17)
def test_wrong_bands_are_detected_and_repaired(archive):
    list(archive.add_all(pages()))
    database = archive._database
    if database.dialect == "sqlite":
        database.run("INSERT INTO statement_bands (statement_bands) VALUES ('delete-all')")
    else:
        database.run("UPDATE statement SET bands = '{1,2,3}'")
    signature = minhash.signature_of(f"{TOLL} in year 2")
    assert database.sharing_bands(signature, 10) == []
    assert len(archive.check().faults) == 6
    assert archive.check(repair=True).repaired == 6
    assert archive.check().faults == ()
    assert 3 in database.sharing_bands(signature, 10)


@pytest.mark.issue(17)
def test_the_command_detects_and_repairs_wrong_signatures(run, tmp_path):
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        list(archive.add_all(pages()))
        damage(archive)
    done = run("archive", "check", "--archive", path)
    assert done.returncode == 1
    assert b"2 faults" in done.stdout
    assert b"sayso archive check --repair" in done.stderr
    done = run("archive", "check", "--repair", "--archive", path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"2 signatures repaired: sound" in done.stdout
    assert run("archive", "check", "--archive", path).returncode == 0
