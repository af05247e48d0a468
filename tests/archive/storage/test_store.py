"""Records are kept whole, once, and come back equal; a changed page is a new version."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.archive import Archive
from sayso.archive.storage import records as store
from sayso.archive.storage.rows import page_key
from sayso.errors import ArchiveError, InputError, RecordError
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Speaker, SpeakerKind
from tests.archive.made import TOLL, page, record

URL = "https://echo.example/toll"


def test_a_record_comes_back_as_it_was(archive):
    made = page("Ines Calder", TOLL, url=URL)
    added = archive.add(made)
    assert (added.what, added.number, added.statements) == ("added", 1, 1)
    assert archive.record(added.version) == made


def test_adding_again_adds_nothing(archive):
    first = archive.add(page("Ines Calder", TOLL, url=URL))
    again = archive.add(page("Ines Calder", TOLL, url=URL + "?utm_source=mail#top"))
    assert (again.what, again.page, again.version) == ("unchanged", first.page, first.version)
    assert archive.count() == 1


def test_a_page_without_an_address_is_told_by_its_text(archive):
    assert archive.add(page("Ines Calder", TOLL)).what == "added"
    assert archive.add(page("Ines Calder", TOLL)).what == "unchanged"
    assert archive.add(page("Ines Calder", "The bridge is old")).what == "added"


def test_a_changed_page_is_a_new_version_and_only_the_latest_is_asked(archive):
    archive.add(page("Ines Calder", TOLL, url=URL))
    second = archive.add(page("Ines Calder", "The toll will rise by a fifth", url=URL))
    assert (second.what, second.number) == ("version", 2)
    assert archive.versions(URL) == {1: 1, 2: 2}
    assert archive.count("double toll") == 0
    from sayso.archive import Filters

    assert archive.count("double toll", Filters(all_versions=True)) == 1


def state(number):
    return page("Ines Calder", f"The toll rises by {number} crowns", url=URL)


def kept(archive):
    """The states of the page in order of their numbers."""
    return [archive.record(version).article.text.split()[4] for _, version in sorted(archive.versions(URL).items())]


def test_a_page_that_is_changed_back_is_a_new_version(archive):
    out = [archive.add(state(number)) for number in (1, 2, 1, 1)]
    assert [(one.what, one.number) for one in out] == [
        ("added", 1), ("version", 2), ("version", 3), ("unchanged", 3),
    ]  # fmt: skip
    assert (kept(archive), archive.count("toll")) == (["1", "2", "1"], 1)
    assert (archive.diff(URL).before, archive.diff(URL).after) == (2, 3)
    assert archive.check().faults == ()


@pytest.mark.parametrize("batch", [1, 2, 100])
@pytest.mark.parametrize(
    ("before", "run", "after"),
    [
        ("", "1212", "1212"),  # all of it new
        ("12", "12", "12"),  # a run that is done once more
        ("1212", "1212", "1212"),
        ("12", "1212", "1212"),  # one that was cut off
        ("12", "123", "123"),
        ("12", "1", "121"),  # changed back
        ("12", "21", "121"),
        ("121", "2", "1212"),
        ("121", "1", "121"),
        ("12", "13", "123"),  # a former state, then a new one
        ("12", "11", "121"),
    ],
)
def test_the_history_of_a_page_told_in_runs(archive, monkeypatch, batch, before, run, after):
    monkeypatch.setattr(store, "_BATCH", batch)
    list(archive.add_all(map(state, before)))
    out = list(archive.add_all(map(state, run)))
    assert len(out) == len(run)
    assert "".join(kept(archive)) == after
    assert archive.check().faults == ()


def test_two_versions_in_one_transaction(archive):
    out = list(archive.add_all(page("Ines Calder", f"{TOLL} {n}", url=URL) for n in range(3)))
    assert [one.number for one in out] == [1, 2, 3]
    assert archive.count() == 1
    assert archive.check().faults == ()


def test_another_model_reads_the_page_anew_without_a_new_version(archive):
    text = f"“{TOLL},” said Ines Calder."
    archive.add(record(text, {"speaker": "Ines Calder", "content": TOLL}, url=URL, model="one"))
    new = record(text, {"speaker": "Ines Calder", "cue": "said", "content": "double the toll"}, url=URL, model="two")
    added = archive.add(new)
    assert (added.what, added.number) == ("reread", 1)
    assert archive.record(added.version) == new
    assert archive.count("planned") == 1
    assert archive.check().faults == ()


def test_an_error_is_noted_and_the_others_are_kept(archive):
    bad = msgspec.structs.replace(page("Ivo Marr", TOLL), article=Article("short"))
    out = list(archive.add_all([page("Ines Calder", TOLL), InputError("empty", "Give a page", "x.txt"), bad]))
    assert [type(one) for one in out][1:] == [InputError, RecordError]
    assert next((row["error"], row["file"]) for row in archive.failures()) == ("InputError", "x.txt")
    assert archive.count() == 1
    with pytest.raises(RecordError, match="beyond the text, which has 5 characters"):
        archive.add(bad)


def test_a_text_with_nul_is_refused(archive):
    with pytest.raises(RecordError, match="no database keeps"):
        archive.add(Record(Article("a\0b")))


def test_what_is_not_there_is_an_error_with_a_hint(archive):
    for ask in (lambda: archive.record(9), lambda: archive.statement("9.a1"), lambda: archive.statement("x")):
        with pytest.raises(ArchiveError) as told:
            ask()
        assert told.value.hint


def test_addresses_have_one_normal_form():
    assert page_key("HTTPS://Echo.Example:443/a?b=1&utm_medium=x#c") == "https://echo.example/a?b=1"
    assert page_key("http://echo.example") == "http://echo.example/"
    assert page_key("http://[bad") == "http://[bad"


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=80)


@st.composite
def any_record(draw):
    text = draw(TEXTS)
    spots = st.integers(0, len(text) - 1)

    def some():
        pairs = draw(st.lists(st.tuples(spots, spots), max_size=2))
        return tuple(sorted({Span(min(a, b), max(a, b) + 1) for a, b in pairs}))

    people = [
        Speaker(
            f"s{n}",
            draw(st.sampled_from(["Ines Calder", "Marr", "", "the council", "ﬁ é"])),
            draw(st.sampled_from(SpeakerKind)),
            role=draw(st.none() | TEXTS.filter(bool)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    ids = st.sampled_from([None, *(one.id for one in people)])
    made = [Attribution(f"a{n}", some(), some(), some(), speaker=draw(ids)) for n in range(draw(st.integers(0, 4)))]
    return Record(Article(text, (Block(BlockKind.BODY, Span(0, len(text))),)), tuple(made), tuple(people))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=any_record())
def test_any_record_comes_back_equal_and_sound(made, tmp_path):
    with Archive(":memory:") as archive:
        assert archive.record(archive.add(made).version) == made
        assert archive.check().faults == ()
        assert len(archive.search(limit=100)) == len(made.attributions)
