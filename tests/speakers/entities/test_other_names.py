"""Aliases of a person: former names, nicknames, short forms, particles."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "The singer Lily Farr retired. [1:Farr, who was born Lilian Farquhar,] {1:said} <1:it was over>. "
            "[2:Farquhar] {2:said} <2:no more>.",
            ["Lily Farr", "Lily Farr"],
        ),
        (
            "Mona Quist, née Brandt, won. [1:Brandt] {1:said} <1:it was hard>.",
            ["Mona Quist"],
        ),
        (
            "Yusuf Adan, formerly known as Joe Bell, spoke. [1:Bell] {1:said} <1:he was at peace>.",
            ["Yusuf Adan"],
        ),
        (
            "Anna Kerr (then Anna Holt) chaired it. [1:Holt] {1:said} <1:it was legal>.",
            ["Anna Kerr"],
        ),
        (
            "Ivy Stone, who married and took the name Marsh, left. [1:Marsh] {1:said} <1:she was well>.",
            ["Ivy Stone"],
        ),
        (
            "Dora Lang changed her name to Dora Steen in 2010. [1:Steen] {1:said} <1:it suited her>.",
            ["Dora Lang"],
        ),
    ],
)
def test_an_alias_refers_to_the_same_person(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Robert “Bob” Venn, 70, won. [1:Bob] {1:said} <1:it was luck>.",
            ["Robert “Bob” Venn"],
        ),
        (
            "Elizabeth (Betsy) Lund, 90, sang. [1:Betsy] {1:said} <1:it was fun>.",
            ["Elizabeth (Betsy) Lund"],
        ),
        (
            "Patrick Orr lost. [1:Pat Orr] {1:said} <1:it was close>. [2:Orr] {2:said} <2:no>.",
            ["Patrick Orr", "Patrick Orr"],
        ),
        (
            "William Dray, known as Wills, won. [1:Wills] {1:said} <1:it was easy>.",
            ["William Dray"],
        ),
        (
            "Margaret Pell ran it. [1:Peggy Pell] {1:said} <1:it was hers>.",
            ["Margaret Pell"],
        ),
        (
            "Catherine “Kit” Ames and Ola Ames met. [1:Kit Ames] {1:said} <1:yes>. [2:Ola Ames] {2:said} <2:no>.",
            ["Catherine “Kit” Ames", "Ola Ames"],
        ),
    ],
)
def test_a_nickname_or_short_form_refers_to_the_same_person(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Omar al-Hadi spoke. [1:Al-Hadi] {1:said} <1:it was time>.",
            ["Omar al-Hadi"],
        ),
        (
            "Sheikh Tariq bin Salem came. [1:Bin Salem] {1:said} <1:no>. [2:Mr. bin Salem] {2:said} <2:yes>.",
            ["Tariq bin Salem", "Tariq bin Salem"],
        ),
        (
            "Eva van der Meer won. [1:Van der Meer] {1:said} <1:it was cold>. [2:Ms. van der Meer] {2:said} <2:no>.",
            ["Eva van der Meer", "Eva van der Meer"],
        ),
        (
            "Siân O’Dowd and Paul de la Cruz met. [1:O’Dowd] {1:said} <1:yes>. [2:De la Cruz] {2:said} <2:no>.",
            ["Siân O’Dowd", "Paul de la Cruz"],
        ),
    ],
)
def test_a_surname_with_a_particle_matches_the_full_name(record, page, expected):
    assert bare_names(record(page)) == expected
