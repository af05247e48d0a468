"""Corrections of users are stored apart from the record, with author and time, and a re-read keeps them."""

from __future__ import annotations

import msgspec
import pytest

from sayso.archive import Archive, Correct, Filters, Named, Reading
from sayso.errors import ArchiveError, QueryError
from sayso.export.brat import read_brat
from sayso.export.corrections import CorrectedExample
from sayso.terms import Act, Form, Span, SpeakerKind
from tests.archive.record_builder import before_schema_10, page, record

URL = "https://echo.example/weir"
TEXT = "The weir holds, Ivo Marr said. “It leaks,” Rosa Stell warned. The council is broke, she added."
OTHER_MODEL = (
    {"speaker": "Rosa Stell", "source": "Rosa Stell", "cue": "warned", "content": "It leaks,"},
    {"speaker": "Rosa Stell", "source": "she", "cue": "added", "content": "The council is broke"},
)
"""The statements that another model finds: it misses a1, a2 becomes a1 with a longer content, and a3 becomes a2."""


def weir(**fields):
    return record(
        TEXT,
        {"speaker": "Ivo Marr", "source": "Ivo Marr", "cue": "said", "content": "The weir holds"},
        {"speaker": "Rosa Stell", "source": "Rosa Stell", "cue": "warned", "content": "It leaks"},
        {"speaker": "Rosa Stell", "source": "she", "cue": "added", "content": "The council is broke"},
        url=URL,
        **fields,
    )


def span(words):
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def test_changes_of_act_speaker_and_spans_apply_to_the_corrected_record_only(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    archive.correct("1.a1", Correct(speaker=Named("Ivo Marr", SpeakerKind.PERSON, role="warden")), "Ben", "see page 2")
    archive.correct("1.a2", Correct(content=span("“It leaks,”"), source=()), "Ana")
    result = archive.corrected(1)
    first, second, third = result.record.attributions
    speakers = {speaker.id: speaker for speaker in result.record.speakers}
    assert (first.act, first.confidence, speakers[first.speaker].role) == (Act.DENIAL, 1.0, "warden")
    assert first.chain[-1] == first.speaker
    assert (second.content, second.source, second.form) == (span("“It leaks,”"), (), Form.DIRECT)
    assert third == weir().attributions[2]
    assert [authors(result.marks[name]) for name in ("a1", "a2")] == [["Ana", "Ben"], ["Ana"]]
    assert result.marks["a1"][1].note == "see page 2"
    assert result.marks["a1"][0].at[:2] == "20"
    assert result.record.sourcing.by_act["denial"].count == 1
    assert archive.record(1) == weir()
    assert archive.check().faults == ()


def authors(corrections):
    return [correction.by for correction in corrections]


def acts(archive):
    """Return the acts of the corrected record by attribution id."""
    return {attribution.id: attribution.act for attribution in archive.corrected(1).record.attributions}


def entity(archive, name):
    return next(person.id for person in archive.speakers() if person.name == name)


def test_a_deleted_attribution_is_kept_apart_and_can_be_restored(archive):
    archive.add(weir())
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    result = archive.corrected(1)
    assert list(acts(archive)) == ["a1", "a3"]
    ((deleted, corrections),) = result.deleted
    assert (deleted.id, corrections[0].by, corrections[0].change.deleted) == ("a2", "Ana", True)
    assert result.record.sourcing.attributions == 2
    archive.correct("1.a2", Correct(restored=True), "Ben")
    result = archive.corrected(1)
    assert result.record.attributions == weir().attributions
    assert authors(result.marks["a2"]) == ["Ana", "Ben"]


def test_a_named_speaker_is_one_of_the_page_or_a_new_one(archive):
    archive.add(weir())
    archive.correct("1.a3", Correct(speaker=Named("ivo marr")), "Ana")
    archive.correct("1.a2", Correct(speaker=Named("a council official", SpeakerKind.UNNAMED)), "Ana")
    record = archive.corrected(1).record
    first, second, third = record.attributions
    assert third.speaker == first.speaker
    (new,) = [speaker for speaker in record.speakers if speaker.id == second.speaker]
    assert (new.id, new.name, new.kind) == ("c2", "a council official", SpeakerKind.UNNAMED)
    assert record.sourcing.unnamed.count == 1


def test_a_reread_by_another_model_keeps_corrections(archive):
    archive.add(weir())
    archive.correct("1.a2", Correct(act=Act.PERCEPTION), "Ana")
    archive.correct("1.a3", Correct(deleted=True), "Ana")
    assert archive.add(record(TEXT, *OTHER_MODEL, url=URL, model="another")).what == "reread"
    assert acts(archive) == {"a1": Act.PERCEPTION}
    assert [deleted.id for deleted, _ in archive.corrected(1).deleted] == ["a2"]
    assert len(archive.corrections()) == 2
    # A third model misses all statements; the corrected one is kept.
    assert archive.add(record(TEXT, url=URL, model="a third")).what == "reread"
    (kept,) = archive.corrected(1).record.attributions
    assert (kept.id, kept.act, kept.content, kept.confidence) == ("c1", Act.PERCEPTION, span("It leaks"), 1.0)
    archive.correct("1.c1", Correct(act=Act.DENIAL), "Ben")
    assert acts(archive) == {"c1": Act.DENIAL}
    assert archive.check().faults == ()


def test_a_statement_inside_a_deleted_one_moves_to_the_next_outer_one(archive):
    text = "The Post said Ana Roe thinks that Ivo Marr claims it rained."
    nested = record(
        text,
        {"speaker": "The Post", "kind": "outlet", "source": "The Post", "cue": "said", "content": text[14:-1]},
        {"speaker": "Ana Roe", "source": "Ana Roe", "cue": "thinks", "content": text[34:-1]},
        {"speaker": "Ivo Marr", "source": "Ivo Marr", "cue": "claims", "content": "it rained"},
    )
    assert [attribution.inside for attribution in nested.attributions] == [None, "a1", "a2"]
    archive.add(nested)
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    outer, inner = archive.corrected(1).record.attributions
    assert (outer.id, inner.id, inner.inside) == ("a1", "a3", "a1")
    assert len(inner.chain) == 3


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (Correct(), "nothing is changed"),
        (Correct(deleted=True, restored=True), "at once"),
        (Correct(speaker=Named("  ")), "no name"),
        (Correct(content=()), "without content"),
        (Correct(cue=(Span(0, len(TEXT) + 1),)), "ends beyond the text"),
        (Correct(cue=(Span(4, 6), Span(5, 8))), "overlap"),
    ],
)
def test_an_invalid_change_is_refused(archive, change, what):
    archive.add(weir())
    with pytest.raises(QueryError, match=what):
        archive.correct("1.a1", change, "Ana")
    with pytest.raises(QueryError, match="no author"):
        archive.correct("1.a1", Correct(deleted=True), " ")
    for name in ("1.a9", "9.a1", "x", "1.", ""):
        with pytest.raises(ArchiveError):
            archive.correct(name, Correct(deleted=True), "Ana")
    assert archive.corrections() == []
    assert archive.corrected(1).record == weir()


def test_corrections_are_listed_by_page_and_survive_backup_and_restore(archive, tmp_path):
    archive.add(weir())
    archive.add(msgspec.structs.replace(weir(), article=msgspec.structs.replace(weir().article, url=URL + "/2")))
    archive.correct("1.a1", Correct(act=Act.BELIEF), "Ana")
    archive.correct("2.a1", Correct(act=Act.DENIAL), "Ben")
    assert authors(archive.corrections(URL)) == ["Ana"]
    assert authors(archive.corrections("p2")) == ["Ben"]
    assert [number for number, _ in archive.all_corrected()] == [1, 2]
    copy = archive.backup(tmp_path / "copy.db")
    archive.correct("2.a2", Correct(deleted=True), "Ben")
    archive.restore(copy, replace=True)
    corrections = [(correction.statement, correction.by) for correction in archive.corrections()]
    assert corrections == [("1.a1", "Ana"), ("2.a1", "Ben")]
    with Archive(copy, readonly=True) as other:
        assert len(other.corrections()) == 2


def test_corrections_that_name_a_forgotten_speaker_are_deleted(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(speaker=Named("Rosa Stell")), "Ana")
    archive.correct("1.a2", Correct(act=Act.DENIAL), "Ana")
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana", "Rosa Stell told me so")
    archive.correct("1.a1", Correct(act=Act.BELIEF), "Ana")
    archive.forget(speaker=entity(archive, "Rosa Stell"))
    assert [correction.change for correction in archive.corrections()] == [Correct(act=Act.BELIEF)]
    assert list(acts(archive).values()) == [Act.BELIEF]
    with pytest.raises(QueryError, match="forgotten"):
        archive.correct("1.a1", Correct(speaker=Named("Rosa Stell")), "Ana")
    archive.forget(url=URL)
    assert archive.corrections() == []


def test_corrections_are_exported_as_training_data(tmp_path, run):
    with Archive(tmp_path / "a.db") as archive:
        archive.add(weir())
        archive.add(record(TEXT, url=URL + "/2"))
        archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
        archive.correct("1.a3", Correct(deleted=True), "Ben")
        corrected = archive.corrected(1).record
    done = run("corrections", "export", "--archive", tmp_path / "a.db")
    (line,) = done.stdout.decode().splitlines()
    example = msgspec.json.decode(line, type=CorrectedExample)
    assert example.record == corrected
    assert authors(example.corrections) == ["Ana", "Ben"]
    assert [correction.machine.act for correction in example.corrections] == ["statement", "statement"]
    assert [attribution.id for attribution in example.deleted] == ["a3"]
    done = run("corrections", "export", "--archive", tmp_path / "a.db", "--to", "brat", "--output", tmp_path / "brat")
    assert done.returncode == 0
    assert read_brat(tmp_path / "brat" / "record-1") == corrected
    assert len((tmp_path / "brat" / "corrections.jsonl").read_text().splitlines()) == 2
    assert run("corrections", "export", "--to", "brat", "--archive", tmp_path / "a.db").returncode == 2
    assert b"denial" in run("export", "--to", "csv", "--archive", tmp_path / "a.db").stdout
    assert b"denial" not in run("export", "--to", "csv", "--uncorrected", "--archive", tmp_path / "a.db").stdout
    rows = run("corrections", "list", "--archive", tmp_path / "a.db", "--format", "csv").stdout.decode().splitlines()
    assert len(rows) == 3
    assert "denial" in rows[1]


def test_queries_use_the_corrected_records(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(speaker=Named("Ana Roe", role="warden"), act=Act.DENIAL), "Ana")
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    (statement,) = archive.search("weir")
    assert (statement.id, statement.speaker, statement.act) == ("1.a1", "Ana Roe", "denial")
    assert statement.corrected
    assert (statement.machine.speaker.name, statement.machine.act) == ("Ivo Marr", Act.STATEMENT)
    assert archive.search("leaks") == []
    assert [statement.id for statement in archive.statements("p1")] == ["1.a1", "1.a3"]
    assert {person.name: person.statements for person in archive.speakers()} == {"Ana Roe": 1, "Rosa Stell": 1}
    assert archive.search("", Filters(speaker=("Marr",))) == []
    (statistics,) = archive.sourcing()
    assert (statistics.statements, statistics.denials) == (2, 1)
    ((_, record),) = archive.records()
    assert record == archive.corrected(1).record
    assert [record for _, record in archive.records(corrected=False)] == [weir()]
    assert archive.trace("1.a1").steps[0].hops[-1] == "Ana Roe"
    assert archive.count("broke") == 1
    assert not archive.search("broke")[0].corrected
    assert archive.record(1) == weir()
    assert archive.check().faults == ()


def test_restored_statements_are_unchanged(archive):
    archive.add(weir())
    before = archive.search(""), archive.sourcing()
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    archive.correct("1.a1", Correct(speaker=Named("Ana Roe")), "Ana")
    archive.correct("1.a2", Correct(restored=True), "Ben")
    archive.correct("1.a1", Correct(restored=True), "Ben")
    assert (archive.search(""), archive.sourcing()) == before
    assert archive.check().faults == ()


def test_queries_use_corrections_after_a_reread(archive):
    archive.add(weir())
    archive.correct("1.a2", Correct(act=Act.PERCEPTION), "Ana")
    archive.correct("1.a3", Correct(deleted=True), "Ana")
    archive.add(record(TEXT, *OTHER_MODEL, url=URL, model="another"))
    assert [(statement.act, statement.corrected) for statement in archive.search("")] == [("perception", True)]
    archive.add(record(TEXT, url=URL, model="a third"))
    (statement,) = archive.search("leaks")
    assert (statement.id, statement.act, statement.corrected) == ("1.c1", "perception", True)
    assert statement.machine is None
    assert archive.check().faults == ()


def test_corrections_of_an_older_version_do_not_change_the_latest(archive):
    archive.add(weir())
    other = record(TEXT + " It rained.", {"speaker": "Ivo Marr", "cue": "said", "content": "The weir holds"}, url=URL)
    archive.add(other)
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    assert [statement.act for statement in archive.search("weir")] == ["statement"]
    all_versions = archive.search("weir", Filters(all_versions=True))
    assert sorted(statement.act for statement in all_versions) == ["denial", "statement"]


def test_restoring_a_backup_with_schema_7_applies_its_corrections(archive, tmp_path):
    with Archive(tmp_path / "old.db") as old:
        old.add(weir())
        old.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
        old._database.run("UPDATE statement SET act = 'statement'")
        before_schema_10(old._database)
        old._database.run("ALTER TABLE version DROP COLUMN corrected")
        old._database.run("ALTER TABLE failure RENAME COLUMN hint TO mend")
        old._database.run("UPDATE meta SET value = '7' WHERE key = 'schema'")
    archive.restore(tmp_path / "old.db")
    assert [statement.act for statement in archive.search("weir")] == ["denial"]
    assert archive.check().faults == ()


def test_a_statement_corrected_to_a_forgotten_speaker_is_masked(archive):
    archive.add(weir())
    archive.add(page("Ana Roe", "The ferry is late", url=URL + "/2"))
    archive.correct("1.a1", Correct(speaker=Named("Ana Roe")), "Ben")
    archive.correct("1.a2", Correct(act=Act.DENIAL), "Ben", "says Ana Roe")
    assert archive.forget(speaker=entity(archive, "Ana Roe")).statements == 2
    assert "The weir holds" not in archive.record(1).article.text
    assert "It leaks" in archive.record(1).article.text
    assert archive.corrections() == []
    statements = [(statement.id, statement.act) for statement in archive.search("")]
    assert statements == [("1.a2", "statement"), ("1.a3", "statement")]
    assert archive.check().faults == ()
    assert archive.add(record(TEXT, url=URL, model="another")).what == "unchanged"


def test_a_missed_statement_can_be_added(archive):
    archive.add(weir())
    missed = Reading(span("Rosa Stell"), span("warned"), span("broke"), Act.BELIEF, Named("Rosa Stell"))
    correction = archive.add_statement(1, missed, "Ana", "it was missed")
    assert (correction.statement, correction.change.added, correction.machine) == ("1.c1", True, missed)
    (added,) = [attribution for attribution in archive.corrected(1).record.attributions if attribution.id == "c1"]
    assert (added.content, added.act, added.confidence, added.inside) == (span("broke"), Act.BELIEF, 1.0, None)
    (statement,) = archive.search("broke", Filters(act=("belief",)))
    assert (statement.id, statement.speaker, statement.corrected) == ("1.c1", "Rosa Stell", True)
    assert statement.machine is None
    assert archive.record(1) == weir()
    assert archive.check().faults == ()
    with pytest.raises(QueryError, match="there already: c1"):
        archive.add_statement(1, missed, "Ben")
    with pytest.raises(QueryError, match="without content"):
        archive.add_statement(1, Reading((), (), (), Act.STATEMENT), "Ben")
    with pytest.raises(QueryError, match="cannot be added"):
        archive.correct("1.a1", Correct(added=True), "Ben")
    archive.correct("1.c1", Correct(act=Act.DENIAL), "Ben")
    archive.correct("1.c1", Correct(deleted=True), "Ben")
    assert archive.count("broke", Filters(act=("belief", "denial"))) == 0
    ((deleted, corrections),) = archive.corrected(1).deleted
    assert (deleted.id, deleted.act, len(corrections)) == ("c1", Act.DENIAL, 3)
    archive.correct("1.c1", Correct(restored=True), "Ana")
    assert acts(archive)["c1"] == Act.BELIEF
    archive.correct("1.c1", Correct(deleted=True), "Ana")
    assert archive.add_statement(1, missed, "Ben").statement == "1.c1"
    assert archive.count("broke", Filters(act=("belief",))) == 1


def test_an_added_statement_matches_that_of_a_model_that_finds_it_later(archive):
    archive.add(record(TEXT, url=URL))
    speaker = Named("Rosa Stell", role="warden")
    archive.add_statement(1, Reading(span("Rosa Stell"), span("warned"), span("It leaks"), Act.DENIAL, speaker), "Ana")
    archive.add(weir(model="another"))
    assert acts(archive) == {"a1": "statement", "a2": "denial", "a3": "statement"}
    corrected = archive.corrected(1).record
    (speaker,) = [speaker for speaker in corrected.speakers if speaker.id == corrected.attributions[1].speaker]
    assert speaker.role == "warden"
    assert archive.check().faults == ()
