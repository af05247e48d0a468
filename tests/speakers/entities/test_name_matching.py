"""Forms of one name, and names of two people that look alike."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.issue(19)


def told(record, page):
    """The names of the speakers of the statements, in order."""
    made = record(page)
    known = {speaker.id: speaker.name for speaker in made.speakers}
    return [known[one.speaker] for one in made.attributions]


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
    assert told(record, page) == [name, name]


def test_a_father_and_a_son_of_one_name_are_two(record):
    page = "[1:Percy Moyle] {1:said} <1:the pier leaks>. [2:Percy Moyle Jr.] {2:said} <2:the tide was high>."
    assert told(record, page) == ["Percy Moyle", "Percy Moyle Jr."]


@pytest.mark.parametrize("surname", ["ORR", "VANE", "LI", "CROFT"])
def test_a_short_surname_in_capitals_is_the_person_of_the_transcript(record, surname):
    page = (
        f"[1:MARA {surname}, HOST]{{1::}} <1:Welcome to the hour at last.>\n\n"
        f"[2:OLA TELL, HARBOUR MASTER]{{2::}} <2:Good to be here.>\n\n[3:{surname}]{{3::}} <3:Does the pier leak?>"
    )
    assert told(record, page) == [f"MARA {surname}", "OLA TELL", f"MARA {surname}"]


@pytest.mark.parametrize(
    "birth", ["was born Lilian Okello", "formerly Lilian Okello", "also known as Lilian Okello", "née Lilian Okello"]
)
def test_a_name_at_birth_is_the_same_person_s(record, birth):
    page = (
        f"[1:Greta Tarbet, {birth},] {{1:said}} <1:the pier leaks>. [2:Okello] {{2:said}} <2:the tide was high>. "
        "[3:Tarbet] {3:said} <3:the gulls left>."
    )
    assert told(record, page) == ["Greta Tarbet"] * 3


@pytest.mark.parametrize(("title", "name"), [("Ms.", "Ife Okello"), ("Mr.", "Tunde Okello"), ("Mrs", "Ife Okello")])
def test_a_title_goes_to_whom_the_page_calls_he_or_she(record, title, name):
    page = (
        "[1:Ife Okello] {1:said} <1:she saw the pier>. [2:Tunde Okello] {2:said} <2:he slept in the van>. "
        f"It rained. [3:{title} Okello] {{3:said}} <3:the gulls left>."
    )
    assert told(record, page) == ["Ife Okello", "Tunde Okello", name]


def test_marks_that_no_reader_sees_are_no_part_of_a_name(record):
    page = "[1:Harbour mas\u00adter Ola Tar\u00adbet] {1:said} <1:the pier leaks>. [2:Tarbet] {2:said} <2:it rained>."
    assert told(record, page) == ["Ola Tarbet"] * 2
