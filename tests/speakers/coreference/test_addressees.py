"""Addressees, replies, the first person, and the evidence for "he" and "she"."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Omar Venn sat with Dr. Ida Croft. <1:“Doctor, I am tired,”> [1:he] {1:said}. <2:“Rest, Omar,”> "
            "[2:she] {2:said}.",
            ["Omar Venn", "Ida Croft"],
        ),
        (
            "Ellen Marr passed the salt to June Orlo. <1:“You are kind, June,”> [1:she] {1:said}.",
            ["Ellen Marr"],
        ),
        (
            "Mr. Lusk turned to Mr. Holt. <1:“I do not trust you, Abel,”> [1:he] {1:said}. <2:“You never "
            "did, Karl,”> [2:he] {2:replied}.",
            ["Lusk", "Holt"],
        ),
        (
            "Tess Orlo called Bea Farr. <1:“Where are you, Bea?”> [1:she] {1:asked}. <2:“At home,”> [2:she] "
            "{2:answered}.",
            ["Tess Orlo", "Bea Farr"],
        ),
        (
            "Sir Hugo Marr faced Ned Pryce. <1:“With respect, Sir Hugo, that is false,”> [1:he] {1:said}.",
            ["Ned Pryce"],
        ),
    ],
)
def test_addressees_are_not_the_speaker(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<1:“[2:We] {2:believe} <2:the dam will hold>. It was built by my father,”> {1:said} [1:Ros Varley].",
            ["Ros Varley", "Ros Varley"],
        ),
        (
            "Dana Holt looked at the sea. <1:“[2:I] {2:told} them <2:it would come>,”> {1:said} [1:her "
            "neighbour, Ivo Lund].",
            ["Ivo Lund", "Ivo Lund"],
        ),
        (
            "<1:“Our plan failed. [2:I] {2:admit} <2:it>.”> That was how [1:the fund’s manager, Ines "
            "Marlow], {1:put it} on Friday.",
            ["Ines Marlow", "Ines Marlow"],
        ),
        (
            "[1:A teacher] {1:said}: <1:“[2:We] {2:fear} <2:the worst>.”>",
            ["teacher", "teacher"],
        ),
    ],
)
def test_the_first_person_refers_to_the_speaker_of_the_quotation(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Ashley Pryce, the father of the bride, spoke after Evelyn Marr, her mother. [1:He] {1:said} "
            "<1:yes>. [2:She] {2:said} <2:no>.",
            ["Ashley Pryce", "Evelyn Marr"],
        ),
        (
            "Mr. Marion Lund and Ms. George Vole argued. [1:She] {1:said} <1:it was hers>. [2:He] {2:said} "
            "<2:it was his>.",
            ["George Vole", "Marion Lund"],
        ),
        (
            "Shannon Orme, a monk, wrote to Frankie Dunn, an abbess. [1:She] {1:answered} <1:at once>.",
            ["Frankie Dunn"],
        ),
        (
            "Leslie Tarn broke his leg. Jody Fell broke her arm. [1:She] {1:said} <1:it hurt>. [2:He] {2:said} <2:so>.",
            ["Jody Fell", "Leslie Tarn"],
        ),
        (
            "Waitress Max Holm served congressman Carol Best. [1:He] {1:said} <1:it was late>. [2:She] "
            "{2:said} <2:it was early>.",
            ["Carol Best", "Max Holm"],
        ),
        (
            "Billie Croft said goodbye to her sister. Alex Venn held his hat. [1:He] {1:said} <1:goodbye>.",
            ["Alex Venn"],
        ),
    ],
)
def test_the_page_outweighs_first_names(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Robin Orme, who uses they/them pronouns, won. [1:They] {1:said} <1:it was cold>.",
            ["Robin Orme"],
        ),
        (
            "Sky Marr, who is nonbinary, spoke to the board. [1:They] {1:said} <1:it was hard>.",
            ["Sky Marr"],
        ),
        (
            "Jess Holt, whose pronouns are they and them, ran. [1:They] {1:said} <1:it was long>.",
            ["Jess Holt"],
        ),
    ],
)
def test_they_may_refer_to_one_person(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Jean Brill lost his hat near the river. Mary Roe found it. [1:He] {1:said} <1:thanks>.",
            ["Jean Brill"],
        ),
        (
            "Evelyn Vik, a father of four, met Dana Aske, a nun. [1:She] {1:said} <1:grace>. [2:He] {2:said} <2:amen>.",
            ["Dana Aske", "Evelyn Vik"],
        ),
        ("[1:A letter shown to Reuters] {1:says} <1:he resigned>.", ["letter"]),
        ("[1:Neither man] {1:said} <1:why>.", [""]),
    ],
)
def test_the_clause_of_a_name_outweighs_the_first_name(record, page, expected):
    assert bare_names(record(page)) == expected
