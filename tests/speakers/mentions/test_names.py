"""Proper names: nicknames, particles, titles, post-nominal letters, punctuation, wrapped lines."""

from __future__ import annotations

import pytest

import sayso
from sayso.speakers.mentions.names import names_within
from sayso.terms import SpeakerKind
from sayso.text.words import Words

pytestmark = pytest.mark.issue(19)


def names(text: str) -> list[tuple[str, str]]:
    """The titles and names of a text."""
    return [(name.title, name.text) for name in names_within(Words(text), 0, len(text))]


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ('Rosalind "Wren" Tarbet left.', "", 'Rosalind "Wren" Tarbet'),
        ("Rosalind “Wren” Tarbet left.", "", "Rosalind “Wren” Tarbet"),
        ("Desmond 'the Hat' Okello left.", "", "Desmond 'the Hat' Okello"),
        ("Margarethe (Greta) Lindqvist left.", "", "Margarethe (Greta) Lindqvist"),
        ('C.T. "Mack" Tolliver Sr. left.', "", 'C.T. "Mack" Tolliver Sr.'),
        ("Nurse Ife “Sunny” Ade left.", "Nurse", "Ife “Sunny” Ade"),
        ("Brigadier (retd) Imran Sethi left.", "Brigadier", "Imran Sethi"),
    ],
)
def test_a_nickname_is_part_of_the_name(text, title, name):
    assert names(text) == [(title, name)]


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Yasin al-Harbi left.", "", "Yasin al-Harbi"),
        ("Yasin Al-Harbi left.", "", "Yasin Al-Harbi"),
        ("Minister Dalia el-Sadr left.", "Minister", "Dalia el-Sadr"),
        ("Minister el-Sadr left.", "Minister", "el-Sadr"),
        ("Prof. van der Zee left.", "Prof.", "van der Zee"),
        ("Lotte van der Zee left.", "", "Lotte van der Zee"),
        ("Ms. binti Rahman left.", "Ms.", "binti Rahman"),
        ("Gwen ap Rhys left.", "", "Gwen ap Rhys"),
        ("Sgt. de Souza left.", "Sgt.", "de Souza"),
        ("Étienne d’Aubray left.", "", "Étienne d’Aubray"),
        ("Orla O’Dea left.", "", "Orla O’Dea"),
        ("Thandi N'Kosi left.", "", "Thandi N'Kosi"),
        ("Inga Brandt‑Halloran left.", "", "Inga Brandt‑Halloran"),
        ("Inga\u00a0Brandt left.", "", "Inga Brandt"),
        ("R. K. Varma left.", "", "R. K. Varma"),
    ],
)
def test_particles_initials_and_marks_are_part_of_the_name(text, title, name):
    assert names(text) == [(title, name)]


def test_a_particle_starts_a_surname_and_ends_no_title():
    assert names("The ice held, van den Berg added.")[-1] == ("", "van den Berg")
    assert names("The Dean of Tarn left.")[0][0] != "Dean"


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Perpetua Lowe KC left.", "", "Perpetua Lowe"),
        ("Sir Alan Moyle MBE left.", "Sir", "Alan Moyle"),
        ("Ivy Marsden PhD left.", "", "Ivy Marsden"),
        ("Alhaji Musa Bello left.", "Alhaji", "Musa Bello"),
        ("Pandit Ravi Joshi left.", "Pandit", "Ravi Joshi"),
        ("Cr Dawn Pascoe left.", "Cr", "Dawn Pascoe"),
        ("DSP Grace Udoh left.", "DSP", "Grace Udoh"),
        ("Lamplighter Ola Tell left.", "Lamplighter", "Ola Tell"),
        ("Michael Stroud Jr. left.", "", "Michael Stroud Jr."),
    ],
)
def test_titles_and_post_nominal_letters_are_no_part_of_the_name(text, title, name):
    assert names(text) == [(title, name)]


def test_a_surname_that_is_a_trade_is_no_title():
    assert names("Mary Cooper Dunmore left.") == [("", "Mary Cooper Dunmore")]
    assert names("Taylor Fuller Reyes left.") == [("", "Taylor Fuller Reyes")]


def test_a_name_may_run_over_a_wrapped_line():
    text = (
        "The pier at Tarn will stay shut all winter, said the engineer Ola\n"
        "Tell, who went down to it with two divers on a cold grey Monday, a\n"
        "day after it broke."
    )
    assert "Ola Tell" in [speaker.name for speaker in sayso.attribute(text).speakers]


def test_names_do_not_run_over_other_line_ends():
    assert names("They praise Ola\nTell nobody") == [("", "Ola"), ("", "Tell")]


def test_a_name_with_a_nickname_is_a_person():
    name = next(names_within(Words('Ron "Harbour" Council'), 0, 21))
    assert name.sort is SpeakerKind.PERSON


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Butcher Declan Roe left.", "Butcher", "Declan Roe"),
        ("Groundswoman Petra Coll left.", "Groundswoman", "Petra Coll"),
        ("Baker Ingrid Vale left.", "Baker", "Ingrid Vale"),
    ],
)
def test_a_trade_before_a_first_name_is_a_title(text, title, name):
    assert names(text) == [(title, name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She read the Sunday Standard.", "Sunday Standard"),
        ("The Journal of Reef Studies closed.", "Journal of Reef Studies"),
        ("The Proceedings of Harbour Law closed.", "Proceedings of Harbour Law"),
        ("The Minister for Roads Ann Bell left.", "Ann Bell"),
    ],
)
def test_a_run_of_capitals_is_split_at_the_name(text, name):
    assert name in [shown for _, shown in names(text)]


def test_a_nickname_in_brackets_may_have_several_words():
    assert names("Marisol (La Chispa) Quill left.")[-1][1] == "Marisol (La Chispa) Quill"
