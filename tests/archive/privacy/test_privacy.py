"""What is forgotten is gone, stays away, and moves no other span."""

from __future__ import annotations

import pytest

from sayso.archive import Archive, Filters
from sayso.errors import ArchiveError, QueryError
from tests.archive.made import TOLL, page, record

URL = "https://echo.example/toll"
TEXT = "Ines Calder said the toll stays. Marr denied it. “Fares rise,” said Rosa Stell. Calder smiled at Mr. Marr."


def two(url=URL):
    return record(
        TEXT,
        {"speaker": "Ines Calder", "source": "Ines Calder", "cue": "said", "content": "the toll stays"},
        {"speaker": "Rosa Stell", "source": "Rosa Stell", "cue": "said", "content": "Fares rise"},
        url=url,
        headline="Calder on the toll",
    )


def test_a_forgotten_page_is_gone_and_stays_away(archive):
    archive.add(two())
    archive.add(page("Ivo Marr", TOLL, url="https://echo.example/other"))
    gone = archive.forget(url=URL, reason="asked by the publisher")
    assert (gone.pages, gone.statements) == (1, 2)
    assert archive.count("fares") == 0
    assert [one.name for one in archive.speakers()] == ["Ivo Marr"]
    assert archive.add(two(URL + "#again")).what == "forgotten"
    assert archive.info()["tombstone"] == 1
    assert archive.check().faults == ()
    archive.remember(url=URL)
    assert archive.add(two()).what == "added"
    with pytest.raises(ArchiveError):
        archive.forget(url="https://echo.example/none")
    with pytest.raises(ArchiveError):
        archive.remember(url=URL)
    with pytest.raises(QueryError):
        archive.forget()


def test_a_forgotten_speaker_is_blacked_out_and_no_other_span_moves(archive):
    archive.add(two())
    (who,) = [one for one in archive.speakers() if one.name == "Ines Calder"]
    gone = archive.forget(speaker=who.id)
    assert (gone.pages, gone.statements) == (1, 1)
    kept = archive.record(1)
    assert "Calder" not in kept.to_json()
    assert "toll stays" not in kept.to_json()
    assert len(kept.article.text) == len(TEXT)
    (one,) = archive.search()
    assert (one.speaker, one.content) == ("Rosa Stell", "Fares rise")
    assert archive.count("toll") == 0
    assert archive.check().faults == ()
    assert archive.add(two()).what == "unchanged"


def test_a_forgotten_speaker_is_blacked_out_in_what_comes_later(archive):
    archive.add(two())
    (who,) = [one for one in archive.speakers() if one.name == "Ines Calder"]
    archive.forget(speaker=who.id)
    added = archive.add(two("https://post.example/copy"))
    assert added.what == "added"
    assert "Calder" not in archive.record(added.version).to_json()
    assert [one.name for one in archive.speakers()] == ["Rosa Stell"]
    archive.remember(speaker="Ines Calder")
    third = archive.add(two("https://third.example/copy"))
    assert "Ines Calder" in archive.record(third.version).to_json()


def test_nothing_of_it_stays_in_the_file(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        archive.add(page("Zebedee Quillfeather", "The umbrellas were mine", url=URL))
        archive.add(page("Ivo Marr", TOLL))
        archive.forget(url=URL)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"uillfeather" not in left
    assert b"umbrella" not in left


def test_dropped_texts_leave_spans_counts_and_speakers(archive):
    archive.add(two())
    archive.add(page("Ivo Marr", TOLL, published="2026-07-01"))
    gone = archive.drop_texts(Filters(until="2026-06"))
    assert (gone.pages, gone.statements) == (1, 2)
    assert {one.name for one in archive.speakers()} == {"Ines Calder", "Rosa Stell", "Ivo Marr"}
    assert archive.count() == 3
    assert archive.count("fares") == 0
    assert [one.content for one in archive.search(filters=Filters(speaker=("stell",)))] == [""]
    with pytest.raises(ArchiveError, match="was dropped"):
        archive.record(1)
    with pytest.raises(ArchiveError, match="was dropped"):
        archive.same("1.a1")
    found = archive.check()
    assert (found.dropped_texts, found.faults) == (1, ())
    assert archive.add(two()).what == "unchanged"
    assert [version for version, _ in archive.records()] == [2]


def test_a_description_can_be_forgotten_and_remembered(archive):
    told = page("officials", TOLL, url=URL, kind="unnamed")
    archive.add(told)
    (who,) = [one for one in archive.speakers() if not one.identity]
    archive.forget(speaker=who.id)
    archive.remember(speaker="Officials")
    assert archive.add(page("officials", f"{TOLL} now", url=URL, kind="unnamed")).statements == 1
    assert archive.count("toll") == 1
