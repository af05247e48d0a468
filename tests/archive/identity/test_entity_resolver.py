"""Resolution of speakers across pages to entities, and merges and splits by the user, on both databases."""

from __future__ import annotations

import pytest

from sayso.archive import Filters
from sayso.errors import ArchiveError, QueryError
from tests.archive.record_builder import TOLL, page


def statement_counts(archive):
    return {person.id: person.statements for person in archive.speakers()}


def by_name(archive, name):
    return [person for person in archive.speakers() if person.name == name]


def test_speakers_match_by_name_role_and_affiliation(archive):
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
    assert {(appearance.name, appearance.joined) for appearance in mayor.appearances} == {
        ("Ines Calder", "first of this name"),
        ("Ines Calder", "name, role"),
        ("Calder", "surname, role"),
    }
    assert coach.affiliations == ("Stell Rovers",)
    (officials,) = by_name(archive, "officials")
    assert (officials.statements, officials.identity) == (2, False)


def test_a_generic_name_is_a_description(archive):
    names = ("Police", "the council", "Harrow Council")
    list(archive.add_all(page(name, "The bridge holds", kind="organization") for name in names))
    assert {person.name: person.identity for person in archive.speakers()} == {
        "Police": False, "the council": False, "Harrow Council": True,
    }  # fmt: skip


def page_counts(archive):
    return {person.name: person.pages for person in archive.speakers()}


@pytest.mark.parametrize("one_transaction", [False, True])
def test_a_full_name_matches_an_entity_known_by_its_surname(archive, one_transaction):
    pages = [
        page("Calder", TOLL, url="https://echo.example/1", role="mayor"),
        page("Ines Calder", "The bridge stays open", url="https://echo.example/2", role="Mayor"),
        page("Calder", "The ferry is free", url="https://echo.example/3", role="mayor"),
        page("Rosa Calder", "The mayor is my aunt", url="https://echo.example/4", role="mayor's niece"),
    ]
    for group in [pages] if one_transaction else [[each] for each in pages]:
        list(archive.add_all(group))
    assert page_counts(archive) == {"Ines Calder": 3, "Rosa Calder": 1}
    (ines,) = by_name(archive, "Ines Calder")
    assert {appearance.name: appearance.joined for appearance in ines.appearances}["Ines Calder"] == "surname, role"


def test_a_full_name_does_not_match_a_surname_with_another_role_or_none(archive):
    list(
        archive.add_all(
            [
                page("Calder", TOLL, url="https://echo.example/1", role="mayor"),
                page("Hugo Calder", "The bridge stays open", url="https://echo.example/2", role="engineer"),
                page("Pia Calder", "The ferry is free", url="https://echo.example/3"),
            ]
        )
    )
    assert page_counts(archive) == {"Calder": 1, "Hugo Calder": 1, "Pia Calder": 1}


def test_a_surname_that_the_user_split_off_matches_no_full_name(archive):
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
    assert page_counts(archive) == {"Ines Calder": 1, "Calder": 1, "Rosa Calder": 1}


def test_an_unresolved_pronoun_has_no_entity(archive):
    list(archive.add_all([page("she", "It is late", kind="unnamed"), page("She", "It is early", kind="person")]))
    assert archive.speakers() == []
    assert archive.count() == 2


def test_a_merge_applies_to_later_records(archive):
    list(archive.add_all([page("Ines Calder", "The toll stays"), page("Mayor Calder-Stell", "The toll goes")]))
    (ines,), (mayor,) = by_name(archive, "Ines Calder"), by_name(archive, "Mayor Calder-Stell")
    archive.merge(ines.id, mayor.id)
    archive.add(page("Mayor Calder-Stell", "The toll comes back"))
    (merged,) = archive.speakers()
    assert (merged.id, merged.statements) == (ines.id, 3)
    assert [decision["what"] for decision in archive.decisions()] == ["merge"]
    with pytest.raises(QueryError):
        archive.merge(ines.id, ines.id)
    with pytest.raises(ArchiveError):
        archive.merge(ines.id, "e99")


def test_a_split_applies_to_later_records(archive):
    list(archive.add_all([
        page("Ivo Marr", "The ferry sails", role="captain"),
        page("Ivo Marr", "The ferry pays", role="lawyer"),
    ]))  # fmt: skip
    (captain,) = by_name(archive, "Ivo Marr")
    lawyer = archive.split(captain.id, role="lawyer")
    archive.add(page("Ivo Marr", "The court waits", role="company lawyer"))
    archive.add(page("Ivo Marr", "The sea waits", role="captain"))
    assert statement_counts(archive) == {captain.id: 2, lawyer: 2}
    with pytest.raises(QueryError, match="none of the"):
        archive.split(captain.id, role="poet")
    archive.merge(captain.id, lawyer)
    archive.add(page("Ivo Marr", "The court is shut", role="lawyer"))
    (merged,) = archive.speakers()
    assert merged.statements == 5
    assert archive.check().faults == ()


def test_a_split_by_name_reverts_a_merge(archive):
    list(archive.add_all([page("Ines Calder", "The toll stays"), page("I. C. Stell", "The toll goes")]))
    (ines,), (stell,) = by_name(archive, "Ines Calder"), by_name(archive, "I. C. Stell")
    archive.merge(ines.id, stell.id)
    new = archive.split(ines.id, called="I. C. Stell")
    archive.add(page("I. C. Stell", "The toll is back"))
    assert statement_counts(archive) == {ines.id: 1, new: 2}
