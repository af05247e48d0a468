"""What was not said is found only where asked for; bounds on how sure; what becomes of both in an older archive."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.archive import Archive, Correct, Filters, Named
from sayso.archive.storage import connect, database, migrations
from sayso.archive.storage.reindex import refill
from sayso.errors import QueryError
from sayso.export.tables import flat
from sayso.record.sourcing import sourcing
from sayso.terms import Alternative, Determinacy
from tests.archive.made import before_schema_10, record

TEXT = (
    "Owen Falk said the weir holds. At no point did Priya Dunmore say the weir leaks. If Ida Marr says the weir fell."
)
SAID = (
    {"speaker": "Owen Falk", "source": "Owen Falk", "cue": "said", "content": "the weir holds"},
    {"speaker": "Priya Dunmore", "source": "Priya Dunmore", "cue": "say", "content": "the weir leaks"},
    {"speaker": "Ida Marr", "source": "Ida Marr", "cue": "says", "content": "the weir fell"},
)


def weir(url="https://echo.example/weir"):
    """A page with an actual statement of an uncertain speaker, a negated one and a hypothetical one."""
    made = record(TEXT, *SAID, url=url)
    one, two, three = made.attributions
    told = (
        replace(one, speaker_confidence=0.6, considered=(Alternative(three.speaker, 0.3),)),
        replace(two, determinacy=Determinacy.NEGATED, speaker_confidence=0.97),
        replace(three, determinacy=Determinacy.HYPOTHETICAL, confidence=0.5),
    )
    return replace(made, attributions=told, sourcing=sourcing(Analysis(made.article), told, made.speakers))


@pytest.fixture
def filled(archive):
    """An archive with that page."""
    archive.add(weir())
    return archive


def found(archive, query="weir", **filters):
    return [one.id for one in archive.search(query, Filters(**filters))]


def test_only_what_was_said_is_found_unless_asked_otherwise(filled):
    assert found(filled) == ["1.a1"]
    assert found(filled, determinacy=("negated",)) == ["1.a2"]
    assert sorted(found(filled, "", determinacy=())) == ["1.a1", "1.a2", "1.a3"]
    assert (filled.count("weir"), filled.count("weir", Filters(determinacy=("negated", "hypothetical")))) == (1, 2)
    assert [one.determinacy for one in filled.statements("p1")] == ["actual", "negated", "hypothetical"]
    with pytest.raises(QueryError, match="no determinacy"):
        found(filled, determinacy=("maybe",))


def test_counts_of_speakers_and_sourcing_take_what_was_said(filled):
    assert [one.name for one in filled.speakers()] == ["Owen Falk"]
    assert len(filled.speakers(Filters(determinacy=()))) == 3
    (all_,) = filled.sourcing()
    assert (all_.statements, filled.sourcing(filters=Filters(determinacy=()))[0].statements) == (1, 3)


def test_pages_without_a_statement_that_was_said_are_listed_still(filled):
    filled.add(replace(weir("https://echo.example/2"), attributions=weir().attributions[1:]))
    assert len(filled.pages()) == len(filled.pages(Filters(determinacy=()))) == 2
    assert [number for number, _ in filled.records()] == [1, 2]
    assert [number for number, _ in filled.records(Filters(determinacy=()))] == [1, 2]
    assert [number for number, _ in filled.records(Filters(speaker=("Falk",)))] == [1]
    assert filled.drop_texts(Filters(until="2026")).pages == 2


def test_bounds_on_how_sure_the_words_and_the_speaker_are(filled):
    assert sorted(found(filled, "", determinacy=(), min_confidence=0.8)) == ["1.a1", "1.a2"]
    assert found(filled, "", determinacy=(), min_speaker_confidence=0.9) == ["1.a2"]
    assert found(filled, min_speaker_confidence=0.7) == []
    with pytest.raises(QueryError, match="min_confidence"):
        found(filled, min_confidence=88)


def test_a_statement_says_who_else_it_could_be_of(filled):
    (one,) = filled.search("weir")
    assert (one.confidence, one.speaker_confidence) == (0.9, 0.6)
    assert [(other.name, other.probability) for other in one.considered] == [("Ida Marr", 0.3)]
    assert str(one.doubt) == "probably Owen Falk, or Ida Marr"
    assert flat(one)["considered"] == '[{"name":"Ida Marr","probability":0.3}]'
    assert filled.statement("1.a2").doubt is None


def test_a_speaker_whom_a_user_names_is_sure(filled):
    filled.correct("1.a1", Correct(speaker=Named("Ida Marr")), "Ana")
    one = filled.statement("1.a1")
    assert (one.speaker, one.speaker_confidence, one.considered, one.doubt) == ("Ida Marr", 1.0, (), None)
    assert found(filled, min_speaker_confidence=0.99) == ["1.a1"]
    assert filled.record(1) == weir()


def test_who_is_forgotten_is_no_alternative_any_more(filled):
    (marr,) = filled.speakers(Filters(speaker=("Ida Marr",), determinacy=()))
    filled.forget(speaker=marr.id)
    assert filled.record(1).attributions[0].considered == ()
    assert filled.statement("1.a1").considered == ()
    assert "Marr" not in filled.record(1).to_json()


def test_a_statement_that_is_no_longer_made_is_a_change(filled):
    one, *others = weir().attributions
    changed = replace(weir(), attributions=(replace(one, determinacy=Determinacy.NEGATED), *others))
    article = replace(changed.article, text=changed.article.text + " It rained.")
    filled.add(replace(changed, article=article))
    assert [pair.what for pair in filled.diff("p1").changed] == [("recast",)]


def test_an_older_archive_learns_what_its_records_say(target, monkeypatch):
    """Schema 9 had no such columns; the records had the fields already, and one was corrected."""
    with Archive(target) as archive:
        archive.add(weir())
        archive.add(weir("https://echo.example/2"))
        archive.correct("2.a1", Correct(speaker=Named("Ida Marr")), "Ana")
    older = connect.connect(target)
    with older.write():
        before_schema_10(older)
    older.close()
    with Archive(target) as archive:
        assert found(archive) == ["1.a1", "2.a1"]
        assert sorted(found(archive, "", determinacy=(), min_speaker_confidence=0.9)) == ["1.a2", "2.a1", "2.a2"]
        assert found(archive, min_confidence=0.95) == ["2.a1"]
        assert archive.check().faults == ()
        monkeypatch.setattr(migrations, "NEWEST", database.NEWEST)
        migrations.migrate(archive._database, refill)  # nothing more to do


def test_a_backup_keeps_it(filled, tmp_path):
    filled.restore(filled.backup(tmp_path / "copy.db"), replace=True)
    assert found(filled) == ["1.a1"]
    assert found(filled, "", determinacy=(), min_speaker_confidence=0.9) == ["1.a2"]
