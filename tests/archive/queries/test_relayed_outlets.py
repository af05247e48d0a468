"""The outlets whose reports the statements of an archive relay."""

from __future__ import annotations

from sayso.archive import Correct, Filters
from sayso.terms import Act
from tests.archive.record_builder import page

DISPATCH, COURIER = "Northmoor Dispatch", "Saltby Courier"


def fill(archive):
    archive.add(page("Pia Holm", "The weir leaks", url="https://echo.example/1", relay=DISPATCH))
    archive.add(page("an official", "The weir was sold", url="https://echo.example/2", relay=DISPATCH))
    archive.add(page("Pia Holm", "The toll doubles", url="https://post.example/1", outlet="Ferry Post", relay=COURIER))
    archive.add(page("Pia Holm", "The weir holds", url="https://echo.example/3"))


def counts(archive, **filters):
    return {outlet.name: outlet.statements for outlet in archive.relayed_outlets(Filters(**filters))}


def test_the_outlets_are_counted_and_not_their_speakers(archive):
    fill(archive)
    assert counts(archive) == {DISPATCH: 2, COURIER: 1}
    assert counts(archive, outlet=("Ferry Post",)) == {COURIER: 1}
    assert counts(archive, speaker=("Pia Holm",)) == {DISPATCH: 1, COURIER: 1}


def test_the_statements_that_an_outlet_is_relayed_with_are_selected(archive):
    fill(archive)
    for outlet in archive.relayed_outlets():
        for name in (outlet.id, outlet.name):
            hits = archive.search("", Filters(relayed_from=name))
            assert len(hits) == outlet.statements
            assert all(hit.relayed for hit in hits)
    assert archive.count("", Filters(relayed_from="Harrow Echo")) == 0


def test_a_correction_and_a_merge_keep_the_outlet(archive):
    fill(archive)
    archive.correct("1.a1", Correct(act=Act.DENIAL), "Ana")
    assert counts(archive) == {DISPATCH: 2, COURIER: 1}
    keep, other = (outlet.id for outlet in archive.relayed_outlets())
    archive.merge(keep, other)
    assert counts(archive) == {DISPATCH: 3}
    assert archive.check().faults == ()
