"""Across articles names join, generic nouns do not; what is likely the same is offered."""

from __future__ import annotations

import pytest

from sayso.archive.identity.generic_names import generic
from sayso.archive.identity.likely_same import why_same
from sayso.terms import SpeakerKind
from tests.archive.made import page

pytestmark = pytest.mark.issue(19)

BODY, TEXT, OUTLET = SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT, SpeakerKind.OUTLET


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the agency", BODY), ("The agency", BODY), ("Police", BODY), ("its parent company", BODY),
        ("the new firm", BODY),
        ("Prosecutors", BODY), ("the video", TEXT), ("a study", TEXT), ("Court papers", TEXT), ("Emails", TEXT),
        ("a Harrow University poll", TEXT), ("the newspaper", OUTLET), ("Six Harrow newspapers", OUTLET),
    ],
)  # fmt: skip
def test_a_generic_noun_is_no_name(name, kind):
    assert generic(name, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Harrow Council", BODY), ("Harrow council", BODY), ("the Tarn Port Authority", BODY), ("Wrenfield", BODY),
        ("Pell", BODY), ("the Harbour Act", TEXT), ("the Harrow Gazette", OUTLET), ("the Gazette", OUTLET),
        ("Lamp", OUTLET), ("FBI", BODY), ("7News", OUTLET),
    ],
)  # fmt: skip
def test_a_name_is_a_name(name, kind):
    assert not generic(name, kind)


def test_only_names_join_pages(archive):
    list(archive.add_all([
        page("the agency", "The bridge holds", kind="organization"),
        page("a study", "The tide is late", kind="document"),
        page("Wrenfield Ferries", "The boats are full", kind="organization"),
    ]))  # fmt: skip
    assert {one.name: one.identity for one in archive.speakers()} == {
        "the agency": False, "a study": False, "Wrenfield Ferries": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Pat Tarbet", "Patrick Tarbet", "person"),
        ("Bill Okello", "William Okello", "person"),
        ("R. Lindqvist", "Rosalind Lindqvist", "person"),
        ("Wrenfield", "Wrenfield.com", "organization"),
        ("Okello & Sons", "Okello & Sons Ltd", "organization"),
    ],
)
def test_what_is_likely_the_same_is_offered_and_merged_by_the_user_alone(archive, one, other, kind):
    list(archive.add_all([page(one, "The bridge holds", kind=kind), page(other, "The tide is late", kind=kind)]))
    found = {person.name: person for person in archive.speakers()}
    assert [likely.name for likely in found[one].likely] == [other]
    assert [likely.name for likely in found[other].likely] == [one]
    archive.merge(found[one].id, found[other].id)
    (left,) = archive.speakers()
    assert left.likely == ()


def test_others_are_not_offered(archive):
    pages = [page(name, "The bridge holds") for name in ("Pat Tarbet", "Ola Tarbet", "Pat Okello", "Percy Moyle Jr.")]
    list(archive.add_all(pages))
    assert [person.likely for person in archive.speakers()] == [()] * 4


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [("ann bell", "ann marie bell", True), ("bob bell", "robert bell", True), ("ida bell", "ian bell", False)],
)
def test_first_names_that_go_together(one, other, why):
    assert bool(why_same(one, other, "bell")) == why
