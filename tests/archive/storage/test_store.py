"""Records are stored once and read back unchanged; a changed page is a new version."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.archive import Archive, Filters
from sayso.archive.storage import records
from sayso.archive.storage.rows import page_key
from sayso.errors import ArchiveError, InputError, RecordError
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Speaker, SpeakerKind
from tests.archive.record_builder import TOLL, page, record

URL = "https://echo.example/toll"


def test_a_record_is_read_back_unchanged(archive):
    record = page("Ines Calder", TOLL, url=URL)
    added = archive.add(record)
    assert (added.what, added.number, added.statements) == ("added", 1, 1)
    assert archive.record(added.version) == record


def test_adding_a_page_twice_has_no_effect(archive):
    first = archive.add(page("Ines Calder", TOLL, url=URL))
    again = archive.add(page("Ines Calder", TOLL, url=URL + "?utm_source=mail#top"))
    assert (again.what, again.page, again.version) == ("unchanged", first.page, first.version)
    assert archive.count() == 1


def test_a_page_without_a_url_is_identified_by_its_text(archive):
    assert archive.add(page("Ines Calder", TOLL)).what == "added"
    assert archive.add(page("Ines Calder", TOLL)).what == "unchanged"
    assert archive.add(page("Ines Calder", "The bridge is old")).what == "added"


def test_a_changed_page_is_a_new_version_and_queries_use_the_latest(archive):
    archive.add(page("Ines Calder", TOLL, url=URL))
    second = archive.add(page("Ines Calder", "The toll will rise by a fifth", url=URL))
    assert (second.what, second.number) == ("version", 2)
    assert archive.versions(URL) == {1: 1, 2: 2}
    assert archive.count("double toll") == 0
    assert archive.count("double toll", Filters(all_versions=True)) == 1


def version(number):
    return page("Ines Calder", f"The toll rises by {number} crowns", url=URL)


def stored_versions(archive):
    """Return the number in the text of each version of the page, in order."""
    return [archive.record(row).article.text.split()[4] for _, row in sorted(archive.versions(URL).items())]


def test_a_page_that_returns_to_an_earlier_content_is_a_new_version(archive):
    results = [archive.add(version(number)) for number in (1, 2, 1, 1)]
    assert [(added.what, added.number) for added in results] == [
        ("added", 1), ("version", 2), ("version", 3), ("unchanged", 3),
    ]  # fmt: skip
    assert (stored_versions(archive), archive.count("toll")) == (["1", "2", "1"], 1)
    assert (archive.diff(URL).before, archive.diff(URL).after) == (2, 3)
    assert archive.check().faults == ()


@pytest.mark.parametrize("batch", [1, 2, 100])
@pytest.mark.parametrize(
    ("before", "run", "after"),
    [
        ("", "1212", "1212"),  # all versions are new
        ("12", "12", "12"),  # the same run again
        ("1212", "1212", "1212"),
        ("12", "1212", "1212"),  # the same run, interrupted the first time
        ("12", "123", "123"),
        ("12", "1", "121"),  # the page was reverted
        ("12", "21", "121"),
        ("121", "2", "1212"),
        ("121", "1", "121"),
        ("12", "13", "123"),  # an old version, then a new one
        ("12", "11", "121"),
    ],
)
def test_a_run_with_the_history_of_a_page_adds_only_new_versions(archive, monkeypatch, batch, before, run, after):
    monkeypatch.setattr(records, "_BATCH_PAGES", batch)
    list(archive.add_all(map(version, before)))
    results = list(archive.add_all(map(version, run)))
    assert len(results) == len(run)
    assert "".join(stored_versions(archive)) == after
    assert archive.check().faults == ()


def test_several_versions_in_one_transaction(archive):
    results = list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=URL) for n in range(3)))
    assert [added.number for added in results] == [1, 2, 3]
    assert archive.count() == 1
    assert archive.check().faults == ()


def test_a_record_of_another_model_replaces_the_record_of_the_version(archive):
    text = f"“{TOLL},” said Ines Calder."
    archive.add(record(text, {"speaker": "Ines Calder", "content": TOLL}, url=URL, model="one"))
    new = record(text, {"speaker": "Ines Calder", "cue": "said", "content": "double the toll"}, url=URL, model="two")
    added = archive.add(new)
    assert (added.what, added.number) == ("reread", 1)
    assert archive.record(added.version) == new
    assert archive.count("planned") == 1
    assert archive.check().faults == ()


def test_errors_are_stored_and_the_other_records_are_added(archive):
    inconsistent = msgspec.structs.replace(page("Ivo Marr", TOLL), article=Article("short"))
    error = InputError("empty", "Use another page", "x.txt")
    results = list(archive.add_all([page("Ines Calder", TOLL), error, inconsistent]))
    assert [type(result) for result in results][1:] == [InputError, RecordError]
    assert next((row["error"], row["file"]) for row in archive.failures()) == ("InputError", "x.txt")
    assert archive.count() == 1
    with pytest.raises(RecordError, match="beyond the text, which has 5 characters"):
        archive.add(inconsistent)


def test_a_text_with_a_null_character_is_refused(archive):
    with pytest.raises(RecordError, match="a database cannot store"):
        archive.add(Record(Article("a\0b")))


def test_a_missing_item_is_an_error_with_a_hint(archive):
    for call in (lambda: archive.record(9), lambda: archive.statement("9.a1"), lambda: archive.statement("x")):
        with pytest.raises(ArchiveError) as caught:
            call()
        assert caught.value.hint


def test_page_keys_are_normalized_urls():
    assert page_key("HTTPS://Echo.Example:443/a?b=1&utm_medium=x#c") == "https://echo.example/a?b=1"
    assert page_key("http://echo.example") == "http://echo.example/"
    assert page_key("http://[bad") == "http://[bad"


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=80)


@st.composite
def random_record(draw):
    text = draw(TEXTS)
    offsets = st.integers(0, len(text) - 1)

    def random_spans():
        pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=2))
        return tuple(sorted({Span(min(a, b), max(a, b) + 1) for a, b in pairs}))

    speakers = [
        Speaker(
            f"s{n}",
            draw(st.sampled_from(["Ines Calder", "Marr", "", "the council", "ﬁ é"])),
            draw(st.sampled_from(SpeakerKind)),
            role=draw(st.none() | TEXTS.filter(bool)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    ids = st.sampled_from([None, *(speaker.id for speaker in speakers)])
    attributions = [
        Attribution(f"a{n}", random_spans(), random_spans(), random_spans(), speaker=draw(ids))
        for n in range(draw(st.integers(0, 4)))
    ]
    blocks = (Block(BlockKind.BODY, Span(0, len(text))),)
    return Record(Article(text, blocks), tuple(attributions), tuple(speakers))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=random_record())
def test_random_records_are_read_back_unchanged_and_without_faults(record, tmp_path):
    with Archive(":memory:") as archive:
        assert archive.record(archive.add(record).version) == record
        assert archive.check().faults == ()
        assert len(archive.search(limit=100)) == len(record.attributions)
