"""What users correct stands beside the machine's record, with who and when, and no re-read overwrites it."""

from __future__ import annotations

import msgspec
import pytest

from sayso.archive import Archive, Correct, Filters, Named, Reading
from sayso.errors import ArchiveError, QueryError
from sayso.export.brat import read_brat
from sayso.export.corrections import CorrectedExample
from sayso.terms import Act, Form, Span, SpeakerKind
from tests.archive.made import before_schema_10, page, record

URL = "https://echo.example/weir"
TEXT = "The weir holds, Ivo Marr said. “It leaks,” Rosa Stell warned. The council is broke, she added."
ANOTHER = (
    {"speaker": "Rosa Stell", "source": "Rosa Stell", "cue": "warned", "content": "It leaks,"},
    {"speaker": "Rosa Stell", "source": "she", "cue": "added", "content": "The council is broke"},
)
"""What another model finds: what was a2 is a1 with another end, what was a3 is a2, and what was a1 is not found."""


def weir(**more):
    return record(
        TEXT,
        {"speaker": "Ivo Marr", "source": "Ivo Marr", "cue": "said", "content": "The weir holds"},
        {"speaker": "Rosa Stell", "source": "Rosa Stell", "cue": "warned", "content": "It leaks"},
        {"speaker": "Rosa Stell", "source": "she", "cue": "added", "content": "The council is broke"},
        url=URL,
        **more,
    )


def span(words):
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def test_a_changed_act_speaker_and_span_stand_in_the_corrected_record_only(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    archive.correct("1.a1", Correct(speaker=Named("Ivo Marr", SpeakerKind.PERSON, role="warden")), "Ben", "see page 2")
    archive.correct("1.a2", Correct(content=span("“It leaks,”"), source=()), "Ana")
    made = archive.corrected(1)
    first, second, third = made.record.attributions
    speakers = {speaker.id: speaker for speaker in made.record.speakers}
    assert (first.act, first.confidence, speakers[first.speaker].role) == (Act.DENIAL, 1.0, "warden")
    assert first.chain[-1] == first.speaker
    assert (second.content, second.source, second.form) == (span("“It leaks,”"), (), Form.DIRECT)
    assert third == weir().attributions[2]
    assert [[one.by for one in made.marks[name]] for name in ("a1", "a2")] == [["Ana", "Ben"], ["Ana"]]
    assert made.marks["a1"][1].note == "see page 2"
    assert made.marks["a1"][0].at[:2] == "20"
    assert made.record.sourcing.by_act["denial"].count == 1
    assert archive.record(1) == weir()
    assert archive.check().faults == ()


def test_a_deleted_attribution_is_kept_apart_and_can_be_restored(archive):
    archive.add(weir())
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    made = archive.corrected(1)
    assert [one.id for one in made.record.attributions] == ["a1", "a3"]
    ((gone, why),) = made.deleted
    assert (gone.id, why[0].by, why[0].change.deleted) == ("a2", "Ana", True)
    assert made.record.sourcing.attributions == 2
    archive.correct("1.a2", Correct(restored=True), "Ben")
    made = archive.corrected(1)
    assert made.record.attributions == weir().attributions
    assert [one.by for one in made.marks["a2"]] == ["Ana", "Ben"]


def test_a_speaker_of_the_page_is_meant_by_name_and_a_new_one_is_added(archive):
    archive.add(weir())
    archive.correct("1.a3", Correct(speaker=Named("ivo marr")), "Ana")
    archive.correct("1.a2", Correct(speaker=Named("a council official", SpeakerKind.UNNAMED)), "Ana")
    made = archive.corrected(1)
    first, second, third = made.record.attributions
    assert third.speaker == first.speaker
    (new,) = [speaker for speaker in made.record.speakers if speaker.id == second.speaker]
    assert (new.id, new.name, new.kind) == ("c2", "a council official", SpeakerKind.UNNAMED)
    assert made.record.sourcing.unnamed.count == 1


def test_a_reread_by_another_model_overwrites_no_correction(archive):
    archive.add(weir())
    archive.correct("1.a2", Correct(act=Act.PERCEPTION), "Ana")
    archive.correct("1.a3", Correct(deleted=True), "Ana")
    assert archive.add(record(TEXT, *ANOTHER, url=URL, model="another")).what == "reread"
    made = archive.corrected(1)
    assert [(one.id, one.act) for one in made.record.attributions] == [("a1", Act.PERCEPTION)]
    assert [one.id for one, _ in made.deleted] == ["a2"]
    assert len(archive.corrections()) == 2
    # A third model finds neither: what Ana wrote stays.
    assert archive.add(record(TEXT, url=URL, model="a third")).what == "reread"
    made = archive.corrected(1)
    (one,) = made.record.attributions
    assert (one.id, one.act, one.content, one.confidence) == ("c1", Act.PERCEPTION, span("It leaks"), 1.0)
    archive.correct("1.c1", Correct(act=Act.DENIAL), "Ben")
    assert [one.act for one in archive.corrected(1).record.attributions] == [Act.DENIAL]
    assert archive.check().faults == ()


def test_statements_inside_one_that_is_deleted_lie_in_what_that_lay_in(archive):
    text = "The Post said Ana Roe thinks that Ivo Marr claims it rained."
    made = record(
        text,
        {"speaker": "The Post", "kind": "outlet", "source": "The Post", "cue": "said", "content": text[14:-1]},
        {"speaker": "Ana Roe", "source": "Ana Roe", "cue": "thinks", "content": text[34:-1]},
        {"speaker": "Ivo Marr", "source": "Ivo Marr", "cue": "claims", "content": "it rained"},
    )
    assert [one.inside for one in made.attributions] == [None, "a1", "a2"]
    archive.add(made)
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
        (Correct(cue=(Span(0, len(TEXT) + 1),)), "leaves the text"),
        (Correct(cue=(Span(4, 6), Span(5, 8))), "overlap"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(archive, change, what):
    archive.add(weir())
    with pytest.raises(QueryError, match=what):
        archive.correct("1.a1", change, "Ana")
    with pytest.raises(QueryError, match="nobody"):
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
    assert [one.by for one in archive.corrections(URL)] == ["Ana"]
    assert [one.by for one in archive.corrections("p2")] == ["Ben"]
    assert [number for number, _ in archive.all_corrected()] == [1, 2]
    copy = archive.backup(tmp_path / "copy.db")
    archive.correct("2.a2", Correct(deleted=True), "Ben")
    archive.restore(copy, replace=True)
    assert [(one.statement, one.by) for one in archive.corrections()] == [("1.a1", "Ana"), ("2.a1", "Ben")]
    with Archive(copy, readonly=True) as other:
        assert len(other.corrections()) == 2


def test_what_is_forgotten_is_gone_from_corrections_too(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(speaker=Named("Rosa Stell")), "Ana")
    archive.correct("1.a2", Correct(act=Act.DENIAL), "Ana")
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana", "Rosa Stell told me so")
    archive.correct("1.a1", Correct(act=Act.BELIEF), "Ana")
    (rosa,) = [one for one in archive.speakers() if one.name == "Rosa Stell"]
    archive.forget(speaker=rosa.id)
    assert [one.change for one in archive.corrections()] == [Correct(act=Act.BELIEF)]
    assert [one.act for one in archive.corrected(1).record.attributions] == [Act.BELIEF]
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
        made = archive.corrected(1)
    done = run("corrections", "export", "--archive", tmp_path / "a.db")
    (line,) = done.stdout.decode().splitlines()
    told = msgspec.json.decode(line, type=CorrectedExample)
    assert told.record == made.record
    assert [(one.by, one.machine.act) for one in told.corrections] == [("Ana", "statement"), ("Ben", "statement")]
    assert [one.id for one in told.deleted] == ["a3"]
    done = run("corrections", "export", "--archive", tmp_path / "a.db", "--to", "brat", "--output", tmp_path / "brat")
    assert done.returncode == 0
    assert read_brat(tmp_path / "brat" / "record-1") == made.record
    assert len((tmp_path / "brat" / "corrections.jsonl").read_text().splitlines()) == 2
    assert run("corrections", "export", "--to", "brat", "--archive", tmp_path / "a.db").returncode == 2
    told = run("export", "--to", "csv", "--archive", tmp_path / "a.db").stdout.decode()
    assert "denial" in told
    assert "denial" not in run("export", "--to", "csv", "--uncorrected", "--archive", tmp_path / "a.db").stdout.decode()
    rows = run("corrections", "list", "--archive", tmp_path / "a.db", "--format", "csv").stdout.decode().splitlines()
    assert len(rows) == 3
    assert "denial" in rows[1]


def test_the_archive_answers_with_what_stands(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(speaker=Named("Ana Roe", role="warden"), act=Act.DENIAL), "Ana")
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    (found,) = archive.search("weir")
    assert (found.id, found.speaker, found.act, found.corrected) == ("1.a1", "Ana Roe", "denial", True)
    assert (found.machine.speaker.name, found.machine.act) == ("Ivo Marr", Act.STATEMENT)
    assert archive.search("leaks") == []
    assert [one.id for one in archive.statements("p1")] == ["1.a1", "1.a3"]
    assert {one.name: one.statements for one in archive.speakers()} == {"Ana Roe": 1, "Rosa Stell": 1}
    assert archive.search("", Filters(speaker=("Marr",))) == []
    (audit,) = archive.sourcing()
    assert (audit.statements, audit.denials) == (2, 1)
    ((_, record),) = archive.records()
    assert record == archive.corrected(1).record
    assert [record for _, record in archive.records(corrected=False)] == [weir()]
    assert archive.trace("1.a1").steps[0].hops[-1] == "Ana Roe"
    assert archive.count("broke") == 1
    assert not archive.search("broke")[0].corrected
    assert archive.record(1) == weir()
    assert archive.check().faults == ()


def test_what_is_restored_is_as_it_was(archive):
    archive.add(weir())
    before = archive.search(""), archive.sourcing()
    archive.correct("1.a2", Correct(deleted=True), "Ana")
    archive.correct("1.a1", Correct(speaker=Named("Ana Roe")), "Ana")
    archive.correct("1.a2", Correct(restored=True), "Ben")
    archive.correct("1.a1", Correct(restored=True), "Ben")
    assert (archive.search(""), archive.sourcing()) == before
    assert archive.check().faults == ()


def test_a_reread_counts_what_was_corrected(archive):
    archive.add(weir())
    archive.correct("1.a2", Correct(act=Act.PERCEPTION), "Ana")
    archive.correct("1.a3", Correct(deleted=True), "Ana")
    archive.add(record(TEXT, *ANOTHER, url=URL, model="another"))
    assert [(one.act, one.corrected) for one in archive.search("")] == [("perception", True)]
    archive.add(record(TEXT, url=URL, model="a third"))
    (one,) = archive.search("leaks")
    assert (one.id, one.act, one.corrected, one.machine) == ("1.c1", "perception", True, None)
    assert archive.check().faults == ()


def test_an_older_version_keeps_its_corrections_out_of_the_latest(archive):
    archive.add(weir())
    other = record(TEXT + " It rained.", {"speaker": "Ivo Marr", "cue": "said", "content": "The weir holds"}, url=URL)
    archive.add(other)
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    assert [one.act for one in archive.search("weir")] == ["statement"]
    assert sorted(one.act for one in archive.search("weir", Filters(all_versions=True))) == ["denial", "statement"]


def test_a_backup_from_before_corrections_counted_is_brought_up(archive, tmp_path):
    with Archive(tmp_path / "old.db") as old:
        old.add(weir())
        old.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
        old._database.run("UPDATE statement SET act = 'statement'")
        before_schema_10(old._database)
        old._database.run("ALTER TABLE version DROP COLUMN corrected")
        old._database.run("ALTER TABLE failure RENAME COLUMN hint TO mend")
        old._database.run("UPDATE meta SET value = '7' WHERE key = 'schema'")
    archive.restore(tmp_path / "old.db")
    assert [one.act for one in archive.search("weir")] == ["denial"]
    assert archive.check().faults == ()


def test_what_a_user_gave_to_a_forgotten_speaker_is_blacked_out(archive):
    archive.add(weir())
    archive.add(page("Ana Roe", "The ferry is late", url=URL + "/2"))
    archive.correct("1.a1", Correct(speaker=Named("Ana Roe")), "Ben")
    archive.correct("1.a2", Correct(act=Act.DENIAL), "Ben", "says Ana Roe")
    (ana,) = [one for one in archive.speakers() if one.name == "Ana Roe"]
    assert ana.statements == 2
    archive.forget(speaker=ana.id)
    assert "The weir holds" not in archive.record(1).article.text
    assert "It leaks" in archive.record(1).article.text
    assert archive.corrections() == []
    assert [(one.id, one.act) for one in archive.search("")] == [("1.a2", "statement"), ("1.a3", "statement")]
    assert archive.check().faults == ()
    assert archive.add(record(TEXT, url=URL, model="another")).what == "unchanged"


def test_a_statement_that_the_machine_missed_is_added_and_counts(archive):
    archive.add(weir())
    said = Reading(span("Rosa Stell"), span("warned"), span("broke"), Act.BELIEF, Named("Rosa Stell"))
    made = archive.add_statement(1, said, "Ana", "it was missed")
    assert (made.statement, made.change.added, made.machine) == ("1.c1", True, said)
    (one,) = [one for one in archive.corrected(1).record.attributions if one.id == "c1"]
    assert (one.content, one.act, one.confidence, one.inside) == (span("broke"), Act.BELIEF, 1.0, None)
    (found,) = archive.search("broke", Filters(act=("belief",)))
    assert (found.id, found.speaker, found.corrected, found.machine) == ("1.c1", "Rosa Stell", True, None)
    assert archive.record(1) == weir()
    assert archive.check().faults == ()
    with pytest.raises(QueryError, match="there already: c1"):
        archive.add_statement(1, said, "Ben")
    with pytest.raises(QueryError, match="without content"):
        archive.add_statement(1, Reading((), (), (), Act.STATEMENT), "Ben")
    with pytest.raises(QueryError, match="cannot be added"):
        archive.correct("1.a1", Correct(added=True), "Ben")
    archive.correct("1.c1", Correct(act=Act.DENIAL), "Ben")
    archive.correct("1.c1", Correct(deleted=True), "Ben")
    assert archive.count("broke", Filters(act=("belief", "denial"))) == 0
    ((gone, why),) = archive.corrected(1).deleted
    assert (gone.id, gone.act, len(why)) == ("c1", Act.DENIAL, 3)
    archive.correct("1.c1", Correct(restored=True), "Ana")
    assert [one.act for one in archive.search("broke") if one.id == "1.c1"] == ["belief"]
    archive.correct("1.c1", Correct(deleted=True), "Ana")
    assert archive.add_statement(1, said, "Ben").statement == "1.c1"
    assert archive.count("broke", Filters(act=("belief",))) == 1


def test_a_statement_that_was_added_is_led_to_the_machines_once_it_finds_it(archive):
    archive.add(record(TEXT, url=URL))
    said = Reading(span("Rosa Stell"), span("warned"), span("It leaks"), Act.DENIAL, Named("Rosa Stell", role="warden"))
    archive.add_statement(1, said, "Ana")
    archive.add(weir(model="another"))
    made = archive.corrected(1).record
    assert [(one.id, one.act) for one in made.attributions] == [
        ("a1", "statement"),
        ("a2", "denial"),
        ("a3", "statement"),
    ]
    assert [one.role for one in made.speakers if one.id == made.attributions[1].speaker] == ["warden"]
    assert archive.check().faults == ()
