"""Matching of name forms, and similar names of different people."""

from __future__ import annotations

import pytest

import sayso
from tests.speakers.names import names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("first", "again", "name"),
    [
        ('Rosalind "Wren" Tarbet', "Tarbet", 'Rosalind "Wren" Tarbet'),
        ('Rosalind "Wren" Tarbet', "Rosalind Tarbet", 'Rosalind "Wren" Tarbet'),
        ('Rosalind "Wren" Tarbet', "Wren Tarbet", 'Rosalind "Wren" Tarbet'),
        ('Rosalind "Wren" Tarbet', "Wren", 'Rosalind "Wren" Tarbet'),
        ("Rosalind Tarbet", 'Rosalind "Wren" Tarbet', 'Rosalind "Wren" Tarbet'),
        ("Yasin al-Harbi", "Al-Harbi", "Yasin al-Harbi"),
        ("Minister Dalia el-Sadr", "Minister el-Sadr", "Dalia el-Sadr"),
        ("Prof. Lotte van der Zee", "van der Zee", "Lotte van der Zee"),
        ("Orla O’Dea", "O'Dea", "Orla O’Dea"),
        ("Inga Brandt‑Halloran", "Brandt-Halloran", "Inga Brandt‑Halloran"),
        ("Percy Moyle Jr.", "Moyle", "Percy Moyle Jr."),
    ],
)
def test_forms_of_one_name_are_one_speaker(record, first, again, name):
    page = f"[1:{first}] {{1:said}} <1:the pier leaks>. It rained. [2:{again}] {{2:said}} <2:the tide was high>."
    assert names(record(page)) == [name, name]


def test_a_father_and_a_son_with_one_name_are_two_speakers(record):
    page = "[1:Percy Moyle] {1:said} <1:the pier leaks>. [2:Percy Moyle Jr.] {2:said} <2:the tide was high>."
    assert names(record(page)) == ["Percy Moyle", "Percy Moyle Jr."]


@pytest.mark.parametrize("surname", ["ORR", "VANE", "LI", "CROFT"])
def test_a_short_surname_in_capitals_matches_the_full_name_of_a_transcript(record, surname):
    page = (
        f"[1:MARA {surname}, HOST]{{1::}} <1:Welcome to the hour at last.>\n\n"
        f"[2:OLA TELL, HARBOUR MASTER]{{2::}} <2:Good to be here.>\n\n[3:{surname}]{{3::}} <3:Does the pier leak?>"
    )
    assert names(record(page)) == [f"MARA {surname}", "OLA TELL", f"MARA {surname}"]


@pytest.mark.parametrize(
    "birth", ["was born Lilian Okello", "formerly Lilian Okello", "also known as Lilian Okello", "née Lilian Okello"]
)
def test_a_birth_name_belongs_to_the_same_person(record, birth):
    page = (
        f"[1:Greta Tarbet, {birth},] {{1:said}} <1:the pier leaks>. [2:Okello] {{2:said}} <2:the tide was high>. "
        "[3:Tarbet] {3:said} <3:the gulls left>."
    )
    assert names(record(page)) == ["Greta Tarbet"] * 3


@pytest.mark.parametrize(("title", "name"), [("Ms.", "Ife Okello"), ("Mr.", "Tunde Okello"), ("Mrs", "Ife Okello")])
def test_a_title_of_address_matches_the_pronouns_of_the_page(record, title, name):
    page = (
        "[1:Ife Okello] {1:said} <1:she saw the pier>. [2:Tunde Okello] {2:said} <2:he slept in the van>. "
        f"It rained. [3:{title} Okello] {{3:said}} <3:the gulls left>."
    )
    assert names(record(page)) == ["Ife Okello", "Tunde Okello", name]


def test_invisible_characters_are_no_part_of_a_name():
    text = "“The pier leaks,” said harbour mas\u00adter Ola Tar\u00adbet on Monday.\n\n“It rained,” Tarbet said.\n"
    assert names(sayso.attribute(text)) == ["Ola Tarbet"] * 2


@pytest.mark.parametrize("source", ["One of them", "Several of us", "Some of you"])
def test_a_pronoun_is_no_role(record, source):
    result = record(f"Two keepers met the board. [1:{source}] {{1:said}} <1:the lamps failed>.")
    assert {speaker.role for speaker in result.speakers} == {None}
