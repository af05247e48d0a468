"""Review: statements are accepted, the worst are checked first, the last correction is undone, disputes are found."""

from __future__ import annotations

import msgspec
import pytest

from sayso.archive import Correct, Named
from sayso.archive.corrections.review import disputed_fields, page_queue
from sayso.errors import QueryError
from sayso.terms import Act
from tests.archive.record_builder import record

TEXT = "The weir holds, Ivo Marr said. “It leaks,” Rosa Stell warned. The council is broke, she added."


def weir(url="https://echo.example/weir", doubts=(0.9, 0.55, 0.4)):
    words = (("Ivo Marr", "said", "The weir holds"), ("Rosa Stell", "warned", "It leaks"),
             ("she", "added", "The council is broke"))  # fmt: skip
    statements = [
        {"speaker": "Rosa Stell" if source == "she" else source, "source": source, "cue": cue, "content": content}
        for source, cue, content in words
    ]
    made = record(TEXT, *statements, url=url)
    attributions = tuple(
        msgspec.structs.replace(one, confidence=doubt) for one, doubt in zip(made.attributions, doubts, strict=True)
    )
    return msgspec.structs.replace(made, attributions=attributions)


def names(archive):
    return [(item.version, item.name) for item in archive.to_check()]


def test_an_accepted_statement_is_certain_and_leaves_the_queue(archive):
    archive.add(weir())
    assert page_queue(archive.corrected(1)) == ["a3", "a2"]
    assert names(archive) == [(1, "a3"), (1, "a2")]
    archive.correct("1.a3", Correct(accepted=True), "Ana")
    result = archive.corrected(1)
    assert result.record.attributions[2].confidence == 1.0
    assert result.record.attributions[2].content == weir().attributions[2].content
    assert page_queue(result) == ["a2"]
    assert names(archive) == [(1, "a2")]
    assert archive.check().faults == ()


def test_the_queue_of_the_archive_is_the_worst_of_all_pages_and_of_the_newest_versions(archive):
    archive.add(weir())
    archive.add(weir("https://post.example/weir", (0.3, 0.95, 0.5)))
    assert names(archive) == [(2, "a1"), (1, "a3"), (2, "a3"), (1, "a2")]
    archive.correct("2.a1", Correct(deleted=True), "Ana")
    archive.correct("1.a3", Correct(act=Act.DENIAL), "Ana")
    assert names(archive) == [(2, "a3"), (1, "a2")]


def test_the_queue_is_read_from_its_index(archive):
    archive.add(weir())
    if archive._database.dialect != "sqlite":
        pytest.skip("PostgreSQL reads a table of three rows without an index")
    statements = []
    archive._database._connection.set_trace_callback(statements.append)
    archive.to_check(1)
    archive._database._connection.set_trace_callback(None)
    query = next(sql for sql in statements if "FROM statement s" in sql)
    plan = [row[-1] for row in archive._database.run(f"EXPLAIN QUERY PLAN {query}")]
    assert any("statement_unsure" in line for line in plan)
    assert not any("TEMP B-TREE" in line for line in plan)


def test_undo_brings_back_the_state_before_the_last_correction(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    archive.correct("1.a1", Correct(speaker=Named("Bo Lind")), "Ana")
    archive.undo(["1.a1"], "Ana")
    first = archive.corrected(1).record.attributions[0]
    assert first.act is Act.DENIAL
    assert first.speaker == weir().attributions[0].speaker
    archive.correct("1.a1", Correct(deleted=True), "Ana")
    archive.undo(["1.a1"], "Ana")
    assert archive.corrected(1).record.attributions[0].act is Act.DENIAL
    archive.correct("1.a2", Correct(accepted=True), "Ana")
    archive.undo(["1.a2"], "Ana")
    assert archive.corrected(1).record.attributions[1] == weir().attributions[1]
    with pytest.raises(QueryError, match="has no correction"):
        archive.undo(["1.a3"], "Ana")


def test_several_statements_change_at_once_or_not_at_all(archive):
    archive.add(weir())
    speaker = Correct(speaker=Named("Rosa Stell-Marr"))
    archive.correct_all({"1.a2": speaker, "1.a3": speaker}, "Ana")
    result = archive.corrected(1).record
    assert result.attributions[1].speaker == result.attributions[2].speaker
    with pytest.raises(QueryError, match="has no name"):
        archive.correct_all({"1.a1": speaker, "1.a2": Correct(speaker=Named(" "))}, "Ana")
    assert archive.corrected(1).record == result
    archive.undo(["1.a2", "1.a3"], "Ana")
    assert archive.corrected(1).record.attributions == weir().attributions


@pytest.mark.parametrize(
    ("first", "second", "fields"),
    [
        (Correct(act=Act.DENIAL), Correct(act=Act.BELIEF), ["act"]),
        (Correct(act=Act.DENIAL), Correct(speaker=Named("Bo Lind")), []),
        (Correct(act=Act.DENIAL), Correct(deleted=True), ["deleted"]),
        (Correct(act=Act.DENIAL), Correct(restored=True), ["act"]),
        (Correct(accepted=True), Correct(speaker=Named("Bo Lind")), ["speaker"]),
        (Correct(act=Act.DENIAL), Correct(accepted=True), []),
    ],
)
def test_a_dispute_is_a_field_that_reviewers_decided_differently(archive, first, second, fields):
    archive.add(weir())
    archive.correct("1.a1", first, "Ana")
    archive.correct("1.a1", second, "Ben")
    result = archive.corrected(1)
    corrections = archive.corrections()
    assert disputed_fields(corrections) == fields
    assert ("a1" in page_queue(result)) == bool(fields)
    if fields:
        assert names(archive)[0] == (1, "a1")
        archive.correct("1.a1", Correct(accepted=True), "Cleo")
        assert (1, "a1") not in names(archive)


def test_a_second_reviewer_who_rejects_a_statement_settles_the_dispute(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(accepted=True), "Ana")
    archive.correct("1.a1", Correct(deleted=True), "Ben")
    assert names(archive)[0] == (1, "a1")
    archive.correct("1.a1", Correct(deleted=True), "Ben")
    assert names(archive)[0] == (1, "a1")
    archive.correct("1.a1", Correct(deleted=True), "Ana")
    assert (1, "a1") not in names(archive)
    assert [attribution.id for attribution, _ in archive.corrected(1).deleted] == ["a1"]


def test_a_reviewer_who_changes_his_mind_is_no_dispute(archive):
    archive.add(weir())
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    archive.correct("1.a1", Correct(act=Act.BELIEF), "Ana")
    assert disputed_fields(archive.corrections()) == []
