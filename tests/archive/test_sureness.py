"""Filters by determinacy and by confidence, and the migration of an archive without these columns."""

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
from tests.archive.record_builder import before_schema_10, record

TEXT = (
    "Owen Falk said the weir holds. At no point did Priya Dunmore say the weir leaks. If Ida Marr says the weir fell."
)
STATEMENTS = (
    {"speaker": "Owen Falk", "source": "Owen Falk", "cue": "said", "content": "the weir holds"},
    {"speaker": "Priya Dunmore", "source": "Priya Dunmore", "cue": "say", "content": "the weir leaks"},
    {"speaker": "Ida Marr", "source": "Ida Marr", "cue": "says", "content": "the weir fell"},
)


def weir(url="https://echo.example/weir"):
    """Return a page with an actual statement of an uncertain speaker, a negated one and a hypothetical one."""
    page = record(TEXT, *STATEMENTS, url=url)
    actual, negated, hypothetical = page.attributions
    attributions = (
        replace(actual, speaker_confidence=0.6, considered=(Alternative(hypothetical.speaker, 0.3),)),
        replace(negated, determinacy=Determinacy.NEGATED, speaker_confidence=0.97),
        replace(hypothetical, determinacy=Determinacy.HYPOTHETICAL, confidence=0.5),
    )
    summary = sourcing(Analysis(page.article), attributions, page.speakers)
    return replace(page, attributions=attributions, sourcing=summary)


@pytest.fixture
def filled(archive):
    """An archive with the page."""
    archive.add(weir())
    return archive


def search(archive, query="weir", **filters):
    return [statement.id for statement in archive.search(query, Filters(**filters))]


def test_queries_return_actual_statements_by_default(filled):
    assert search(filled) == ["1.a1"]
    assert search(filled, determinacy=("negated",)) == ["1.a2"]
    assert sorted(search(filled, "", determinacy=())) == ["1.a1", "1.a2", "1.a3"]
    assert (filled.count("weir"), filled.count("weir", Filters(determinacy=("negated", "hypothetical")))) == (1, 2)
    determinacies = [statement.determinacy for statement in filled.statements("p1")]
    assert determinacies == ["actual", "negated", "hypothetical"]
    with pytest.raises(QueryError, match="not a valid determinacy"):
        search(filled, determinacy=("maybe",))


def test_speakers_and_sourcing_count_actual_statements_by_default(filled):
    assert [person.name for person in filled.speakers()] == ["Owen Falk"]
    assert len(filled.speakers(Filters(determinacy=()))) == 3
    assert filled.sourcing()[0].statements == 1
    assert filled.sourcing(filters=Filters(determinacy=()))[0].statements == 3


def test_pages_without_actual_statements_are_listed(filled):
    filled.add(replace(weir("https://echo.example/2"), attributions=weir().attributions[1:]))
    assert len(filled.pages()) == len(filled.pages(Filters(determinacy=()))) == 2
    assert [number for number, _ in filled.records()] == [1, 2]
    assert [number for number, _ in filled.records(Filters(determinacy=()))] == [1, 2]
    assert [number for number, _ in filled.records(Filters(speaker=("Falk",)))] == [1]
    assert filled.drop_texts(Filters(until="2026")).pages == 2


def test_filters_by_confidence(filled):
    assert sorted(search(filled, "", determinacy=(), min_confidence=0.8)) == ["1.a1", "1.a2"]
    assert search(filled, "", determinacy=(), min_speaker_confidence=0.9) == ["1.a2"]
    assert search(filled, min_speaker_confidence=0.7) == []
    with pytest.raises(QueryError, match="min_confidence"):
        search(filled, min_confidence=88)


def test_a_statement_lists_the_other_candidates_for_its_speaker(filled):
    (statement,) = filled.search("weir")
    assert (statement.confidence, statement.speaker_confidence) == (0.9, 0.6)
    assert [(other.name, other.probability) for other in statement.considered] == [("Ida Marr", 0.3)]
    assert str(statement.doubt) == "probably Owen Falk, or Ida Marr"
    assert flat(statement)["considered"] == '[{"name":"Ida Marr","probability":0.3}]'
    assert filled.statement("1.a2").doubt is None


def test_a_speaker_set_by_a_user_is_certain(filled):
    filled.correct("1.a1", Correct(speaker=Named("Ida Marr")), "Ana")
    statement = filled.statement("1.a1")
    assert (statement.speaker, statement.speaker_confidence) == ("Ida Marr", 1.0)
    assert (statement.considered, statement.doubt) == ((), None)
    assert search(filled, min_speaker_confidence=0.99) == ["1.a1"]
    assert filled.record(1) == weir()


def test_a_forgotten_speaker_is_not_a_candidate(filled):
    (marr,) = filled.speakers(Filters(speaker=("Ida Marr",), determinacy=()))
    filled.forget(speaker=marr.id)
    assert filled.record(1).attributions[0].considered == ()
    assert filled.statement("1.a1").considered == ()
    assert "Marr" not in filled.record(1).to_json()


def test_a_changed_determinacy_is_a_difference(filled):
    actual, *others = weir().attributions
    changed = replace(weir(), attributions=(replace(actual, determinacy=Determinacy.NEGATED), *others))
    article = replace(changed.article, text=changed.article.text + " It rained.")
    filled.add(replace(changed, article=article))
    assert [change.what for change in filled.diff("p1").changed] == [("recast",)]


def test_a_migration_fills_determinacy_and_confidences_from_the_records(target, monkeypatch):
    """Schema 9 has no columns for these fields, but its records contain them; one record is corrected."""
    with Archive(target) as archive:
        archive.add(weir())
        archive.add(weir("https://echo.example/2"))
        archive.correct("2.a1", Correct(speaker=Named("Ida Marr")), "Ana")
    older = connect.connect(target)
    with older.write():
        before_schema_10(older)
    older.close()
    with Archive(target) as archive:
        assert search(archive) == ["1.a1", "2.a1"]
        assert sorted(search(archive, "", determinacy=(), min_speaker_confidence=0.9)) == ["1.a2", "2.a1", "2.a2"]
        assert search(archive, min_confidence=0.95) == ["2.a1"]
        assert archive.check().faults == ()
        monkeypatch.setattr(migrations, "NEWEST", database.NEWEST)
        migrations.migrate(archive._database, refill)  # has no effect


def test_a_backup_includes_determinacy_and_confidences(filled, tmp_path):
    filled.restore(filled.backup(tmp_path / "copy.db"), replace=True)
    assert search(filled) == ["1.a1"]
    assert search(filled, "", determinacy=(), min_speaker_confidence=0.9) == ["1.a2"]
