"""The pronouns of the persons of a page, from its evidence."""

from __future__ import annotations

import pytest

from tests.speakers.names import names


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "The abbess, Lowri Sharp, and her cook, Drew Pell, met. Pell stirred the soup with his spoon. [1:She] "
            "{1:said} <1:that it was thin>.",
            ["Lowri Sharp"],
        ),
        (
            "Mistress Ida Coll and her page, Ash Boon, left. Boon dropped his hat. [1:She] {1:said} <1:so>.",
            ["Ida Coll"],
        ),
        (
            "Mr Arne Holt hired Kim Bray. Bray had taught herself to weld. [1:He] {1:said} <1:so>. "
            "[2:She] {2:said} <2:no>.",
            ["Arne Holt", "Kim Bray"],
        ),
    ],
)
def test_a_possessive_or_reflexive_pronoun_of_the_clause_gives_the_sex(record, page, expected):
    assert names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Xanthippe Roe met Mr Coll at noon. She told him to wait. [1:He] {1:said} <1:that he would>.", ["Coll"]),
        ("Lindy Ash sold Mr Orme a boat. She kept the oars. [1:He] {1:said} <1:so>.", ["Orme"]),
        ("Perrin Vale beat Ms Tuck by a point. He bowed. [1:She] {1:said} <1:that it was luck>.", ["Tuck"]),
    ],
)
def test_the_only_person_who_can_have_a_pronoun_has_it(record, page, expected):
    assert names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Jocelyn Marr told him to go. [1:She] {1:said} <1:that it was late>.", ["Jocelyn Marr"]),
        ("Shelby Orme asked her about the dam. [1:He] {1:said} <1:that it held>.", ["Shelby Orme"]),
        ("Kerry Lund followed her to the gate. [1:He] {1:said} <1:so>.", ["Kerry Lund"]),
    ],
)
def test_an_object_pronoun_is_not_the_subject_of_its_clause(record, page, expected):
    assert names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Councillor Bilal Orme and Councillor Sunniva Pell met. A well would be dear, [1:he] {1:said}. "
            "<1:Yes>. <2:No>, [2:she] {2:said}.",
            ["Bilal Orme", "Sunniva Pell"],
        ),
        (
            "Surveyor Siobhan Roe met surveyor Hamish Coll. [1:He] {1:said} <1:yes>. [2:She] {2:said} <2:no>.",
            ["Hamish Coll", "Siobhan Roe"],
        ),
        (
            "Diver Abena Tuck found diver Dietmar Vale. [1:She] {1:said} <1:yes>. [2:He] {2:said} <2:no>.",
            ["Abena Tuck", "Dietmar Vale"],
        ),
    ],
)
def test_first_names_of_many_countries_are_known(record, page, expected):
    assert names(record(page)) == expected


@pytest.mark.parametrize(
    "page",
    [
        "Merle Quist, who uses they and them, paints. [1:They] {1:said} <1:the wall was theirs>.",
        "The poet Indigo Fell had their desk taken away. [1:They] {1:said} <1:that it creaked>.",
        "Arden Lusk goes by they. Lusk mends clocks. [1:They] {1:said} <1:the bells were slow>.",
    ],
)
def test_they_refers_to_a_person_with_this_pronoun(record, page):
    speaker = record(page).speakers[1]
    assert (speaker.kind, len(speaker.name.split())) == ("person", 2)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<1:“Sign here,”> {1:said} [1:the clerk, Nour Vale]. <2:“I can’t see,”> {2:said} [2:Emil Coll]. She moved. "
            "<3:“There,”> [3:she] {3:said}.",
            ["Nour Vale", "Emil Coll", "Nour Vale"],
        ),
        (
            "[1:Judge Abena Roth] {1:said} <1:so>. [2:Clerk Clive Orme] {2:said} <2:no>. [3:She] {3:said} <3:yes>. "
            "[4:He] {4:said} <4:no>.",
            ["Abena Roth", "Clive Orme", "Abena Roth", "Clive Orme"],
        ),
        (
            "[1:Baker Ingrid Pell] {1:said} <1:so>. [2:Postman Gunnar Tuck] {2:said} <2:no>. [3:She] {3:said} <3:yes>.",
            ["Ingrid Pell", "Gunnar Tuck", "Ingrid Pell"],
        ),
    ],
)
def test_between_two_persons_the_first_names_decide(record, page, expected):
    assert names(record(page)) == expected
