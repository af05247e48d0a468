"""Proper names match across pages, generic nouns do not; entities that are likely the same are suggested."""

from __future__ import annotations

import pytest

from sayso.archive.identity.generic_names import is_generic
from sayso.archive.identity.likely_same import why_same
from sayso.terms import SpeakerKind
from tests.archive.record_builder import page

pytestmark = pytest.mark.issue(19)

ORG, DOC, OUTLET = SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT, SpeakerKind.OUTLET


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the agency", ORG), ("The agency", ORG), ("Police", ORG), ("its parent company", ORG),
        ("the new firm", ORG),
        ("Prosecutors", ORG), ("the video", DOC), ("a study", DOC), ("Court papers", DOC), ("Emails", DOC),
        ("a Harrow University poll", DOC), ("the newspaper", OUTLET), ("Six Harrow newspapers", OUTLET),
    ],
)  # fmt: skip
def test_a_generic_noun_is_generic(name, kind):
    assert is_generic(name, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Harrow Council", ORG), ("Harrow council", ORG), ("the Tarn Port Authority", ORG), ("Wrenfield", ORG),
        ("Pell", ORG), ("the Harbour Act", DOC), ("the Harrow Gazette", OUTLET), ("the Gazette", OUTLET),
        ("Lamp", OUTLET), ("FBI", ORG), ("7News", OUTLET),
    ],
)  # fmt: skip
def test_a_proper_name_is_not_generic(name, kind):
    assert not is_generic(name, kind)


def test_only_proper_names_identify_entities(archive):
    list(archive.add_all([
        page("the agency", "The bridge holds", kind="organization"),
        page("a study", "The tide is late", kind="document"),
        page("Wrenfield Ferries", "The boats are full", kind="organization"),
    ]))  # fmt: skip
    assert {person.name: person.identity for person in archive.speakers()} == {
        "the agency": False, "a study": False, "Wrenfield Ferries": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "other", "kind"),
    [
        ("Pat Tarbet", "Patrick Tarbet", "person"),
        ("Bill Okello", "William Okello", "person"),
        ("R. Lindqvist", "Rosalind Lindqvist", "person"),
        ("Wrenfield", "Wrenfield.com", "organization"),
        ("Okello & Sons", "Okello & Sons Ltd", "organization"),
    ],
)
def test_similar_names_are_suggested_and_only_the_user_merges_them(archive, name, other, kind):
    list(archive.add_all([page(name, "The bridge holds", kind=kind), page(other, "The tide is late", kind=kind)]))
    people = {person.name: person for person in archive.speakers()}
    assert [likely.name for likely in people[name].likely] == [other]
    assert [likely.name for likely in people[other].likely] == [name]
    archive.merge(people[name].id, people[other].id)
    (merged,) = archive.speakers()
    assert merged.likely == ()


def test_other_names_are_not_suggested(archive):
    pages = [page(name, "The bridge holds") for name in ("Pat Tarbet", "Ola Tarbet", "Pat Okello", "Percy Moyle Jr.")]
    list(archive.add_all(pages))
    assert [person.likely for person in archive.speakers()] == [()] * 4


@pytest.mark.parametrize(
    ("name", "other", "similar"),
    [("ann bell", "ann marie bell", True), ("bob bell", "robert bell", True), ("ida bell", "ian bell", False)],
)
def test_similar_first_names(name, other, similar):
    assert bool(why_same(name, other, "bell")) == similar
