"""Forgotten pages and speakers are removed and blocked; the offsets of all other spans stay valid."""

from __future__ import annotations

import pytest

from sayso.archive import Archive, Filters
from sayso.errors import ArchiveError, QueryError
from tests.archive.record_builder import TOLL, page, record

URL = "https://echo.example/toll"
TEXT = "Ines Calder said the toll stays. Marr denied it. “Fares rise,” said Rosa Stell. Calder smiled at Mr. Marr."


def toll_page(url=URL):
    return record(
        TEXT,
        {"speaker": "Ines Calder", "source": "Ines Calder", "cue": "said", "content": "the toll stays"},
        {"speaker": "Rosa Stell", "source": "Rosa Stell", "cue": "said", "content": "Fares rise"},
        url=url,
        headline="Calder on the toll",
    )


def test_a_forgotten_page_is_removed_and_blocked(archive):
    archive.add(toll_page())
    archive.add(page("Ivo Marr", TOLL, url="https://echo.example/other"))
    removed = archive.forget(url=URL, reason="asked by the publisher")
    assert (removed.pages, removed.statements) == (1, 2)
    assert archive.count("fares") == 0
    assert [person.name for person in archive.speakers()] == ["Ivo Marr"]
    assert archive.add(toll_page(URL + "#again")).what == "forgotten"
    assert archive.info()["tombstone"] == 1
    assert archive.check().faults == ()
    archive.remember(url=URL)
    assert archive.add(toll_page()).what == "added"
    with pytest.raises(ArchiveError):
        archive.forget(url="https://echo.example/none")
    with pytest.raises(ArchiveError):
        archive.remember(url=URL)
    with pytest.raises(QueryError):
        archive.forget()


def entity(archive, name):
    return next(person.id for person in archive.speakers() if person.name == name)


def test_a_forgotten_speaker_is_masked_and_other_spans_stay_valid(archive):
    archive.add(toll_page())
    removed = archive.forget(speaker=entity(archive, "Ines Calder"))
    assert (removed.pages, removed.statements) == (1, 1)
    redacted = archive.record(1)
    assert "Calder" not in redacted.to_json()
    assert "toll stays" not in redacted.to_json()
    assert len(redacted.article.text) == len(TEXT)
    (statement,) = archive.search()
    assert (statement.speaker, statement.content) == ("Rosa Stell", "Fares rise")
    assert archive.count("toll") == 0
    assert archive.check().faults == ()
    assert archive.add(toll_page()).what == "unchanged"


def test_a_forgotten_speaker_is_masked_in_later_records(archive):
    archive.add(toll_page())
    archive.forget(speaker=entity(archive, "Ines Calder"))
    added = archive.add(toll_page("https://post.example/copy"))
    assert added.what == "added"
    assert "Calder" not in archive.record(added.version).to_json()
    assert [person.name for person in archive.speakers()] == ["Rosa Stell"]
    archive.remember(speaker="Ines Calder")
    third = archive.add(toll_page("https://third.example/copy"))
    assert "Ines Calder" in archive.record(third.version).to_json()


def test_no_forgotten_data_remains_in_the_file(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        archive.add(page("Zebedee Quillfeather", "The umbrellas were mine", url=URL))
        archive.add(page("Ivo Marr", TOLL))
        archive.forget(url=URL)
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"uillfeather" not in data
    assert b"umbrella" not in data


def test_spans_counts_and_speakers_of_dropped_texts_are_kept(archive):
    archive.add(toll_page())
    archive.add(page("Ivo Marr", TOLL, published="2026-07-01"))
    removed = archive.drop_texts(Filters(until="2026-06"))
    assert (removed.pages, removed.statements) == (1, 2)
    assert {person.name for person in archive.speakers()} == {"Ines Calder", "Rosa Stell", "Ivo Marr"}
    assert archive.count() == 3
    assert archive.count("fares") == 0
    assert [statement.content for statement in archive.search(filters=Filters(speaker=("stell",)))] == [""]
    with pytest.raises(ArchiveError, match="was dropped"):
        archive.record(1)
    with pytest.raises(ArchiveError, match="was dropped"):
        archive.same("1.a1")
    checked = archive.check()
    assert (checked.dropped_texts, checked.faults) == (1, ())
    assert archive.add(toll_page()).what == "unchanged"
    assert [version for version, _ in archive.records()] == [2]


def test_a_description_can_be_forgotten_and_remembered(archive):
    archive.add(page("officials", TOLL, url=URL, kind="unnamed"))
    archive.forget(speaker=entity(archive, "officials"))
    archive.remember(speaker="Officials")
    assert archive.add(page("officials", f"{TOLL} now", url=URL, kind="unnamed")).statements == 1
    assert archive.count("toll") == 1
