"""Speakers of many pages: which are joined, which stay apart, and what a user decides, on both databases."""

from __future__ import annotations

import pytest

from sayso.archive import Filters
from sayso.errors import ArchiveError, QueryError
from tests.archive.made import TOLL, page


def people(archive, **filters):
    return {one.id: one for one in archive.speakers(Filters(**filters))}


def by_name(archive, name):
    return [one for one in archive.speakers() if one.name == name]


def test_speakers_are_joined_by_name_role_and_affiliation(archive):
    list(archive.add_all([
        page("Ines Calder", "The toll stays", role="mayor", affiliation="Harrow", outlet="Harrow Echo"),
        page("Ines Calder", "The bridge holds", role="mayor", outlet="Ferry Post"),
        page("Ines Calder", "We lost the cup", role="coach", affiliation="Stell Rovers"),
        page("Calder", "No more questions", role="mayor"),
        page("officials", "It is late", kind="unnamed"),
        page("Officials", "It is early", kind="unnamed"),
    ]))  # fmt: skip
    mayor, coach = by_name(archive, "Ines Calder")
    assert mayor.statements == 3
    assert mayor.outlets == {"Harrow Echo": 2, "Ferry Post": 1}
    assert {(one.name, one.joined) for one in mayor.appearances} == {
        ("Ines Calder", "first of this name"),
        ("Ines Calder", "name, role"),
        ("Calder", "surname, role"),
    }
    assert coach.affiliations == ("Stell Rovers",)
    (officials,) = by_name(archive, "officials")
    assert (officials.statements, officials.identity) == (2, False)


def test_what_many_bodies_are_called_is_a_description(archive):
    bodies = ("Police", "the council", "Harrow Council")
    list(archive.add_all(page(name, "The bridge holds", kind="organization") for name in bodies))
    assert {one.name: one.identity for one in archive.speakers()} == {
        "Police": False, "the council": False, "Harrow Council": True,
    }  # fmt: skip


def named(archive):
    """Each speaker's name, and how many pages name it."""
    return {one.name: one.pages for one in archive.speakers()}


@pytest.mark.parametrize("apart", [True, False])
def test_a_full_name_is_joined_to_the_surname_that_stood_alone(archive, apart):
    pages = [
        page("Calder", TOLL, url="https://echo.example/1", role="mayor"),
        page("Ines Calder", "The bridge stays open", url="https://echo.example/2", role="Mayor"),
        page("Calder", "The ferry is free", url="https://echo.example/3", role="mayor"),
        page("Rosa Calder", "The mayor is my aunt", url="https://echo.example/4", role="mayor's niece"),
    ]
    for group in [[one] for one in pages] if apart else [pages]:
        list(archive.add_all(group))
    assert named(archive) == {"Ines Calder": 3, "Rosa Calder": 1}
    joined = {seen.name: seen.joined for one in archive.speakers() for seen in one.appearances if one.pages == 3}
    assert joined["Ines Calder"] == "surname, role"


def test_a_full_name_is_not_joined_to_a_surname_of_another_role_or_none(archive):
    list(
        archive.add_all(
            [
                page("Calder", TOLL, url="https://echo.example/1", role="mayor"),
                page("Hugo Calder", "The bridge stays open", url="https://echo.example/2", role="engineer"),
                page("Pia Calder", "The ferry is free", url="https://echo.example/3"),
            ]
        )
    )
    assert named(archive) == {"Calder": 1, "Hugo Calder": 1, "Pia Calder": 1}


def test_a_surname_that_the_user_split_off_stays_apart(archive):
    list(
        archive.add_all(
            [
                page("Ines Calder", TOLL, url="https://echo.example/1", role="mayor"),
                page("Calder", "The bridge stays open", url="https://echo.example/2", role="mayor"),
            ]
        )
    )
    (ines,) = archive.speakers(Filters(speaker=("Calder",)))
    archive.split(ines.id, called="Calder")
    archive.add(page("Rosa Calder", "The ferry is free", url="https://echo.example/3", role="mayor"))
    assert named(archive) == {"Ines Calder": 1, "Calder": 1, "Rosa Calder": 1}


def test_a_pronoun_that_nobody_resolved_is_no_speaker_across_pages(archive):
    list(archive.add_all([page("she", "It is late", kind="unnamed"), page("She", "It is early", kind="person")]))
    assert archive.speakers() == []
    assert archive.count() == 2


def test_a_merge_holds_for_what_comes_later(archive):
    list(archive.add_all([page("Ines Calder", "The toll stays"), page("Mayor Calder-Stell", "The toll goes")]))
    (one,), (two,) = by_name(archive, "Ines Calder"), by_name(archive, "Mayor Calder-Stell")
    archive.merge(one.id, two.id)
    archive.add(page("Mayor Calder-Stell", "The toll comes back"))
    (merged,) = archive.speakers()
    assert (merged.id, merged.statements) == (one.id, 3)
    assert [told["what"] for told in archive.decisions()] == ["merge"]
    with pytest.raises(QueryError):
        archive.merge(one.id, one.id)
    with pytest.raises(ArchiveError):
        archive.merge(one.id, "e99")


def test_a_split_holds_for_what_comes_later(archive):
    list(archive.add_all([
        page("Ivo Marr", "The ferry sails", role="captain"),
        page("Ivo Marr", "The ferry pays", role="lawyer"),
    ]))  # fmt: skip
    (both,) = by_name(archive, "Ivo Marr")
    new = archive.split(both.id, role="lawyer")
    archive.add(page("Ivo Marr", "The court waits", role="company lawyer"))
    archive.add(page("Ivo Marr", "The sea waits", role="captain"))
    assert {key: one.statements for key, one in people(archive).items()} == {both.id: 2, new: 2}
    with pytest.raises(QueryError, match="none of the"):
        archive.split(both.id, role="poet")
    archive.merge(both.id, new)
    archive.add(page("Ivo Marr", "The court is shut", role="lawyer"))
    (again,) = archive.speakers()
    assert again.statements == 5
    assert archive.check().faults == ()


def test_a_split_by_name_undoes_a_merge(archive):
    list(archive.add_all([page("Ines Calder", "The toll stays"), page("I. C. Stell", "The toll goes")]))
    (one,), (two,) = by_name(archive, "Ines Calder"), by_name(archive, "I. C. Stell")
    archive.merge(one.id, two.id)
    new = archive.split(one.id, called="I. C. Stell")
    archive.add(page("I. C. Stell", "The toll is back"))
    assert {key: told.statements for key, told in people(archive).items()} == {one.id: 1, new: 2}
