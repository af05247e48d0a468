"""Speakers whose source starts with an office, a rank or a noun for a body."""

from __future__ import annotations

import pytest

from sayso.terms import SpeakerKind
from tests.speakers.names import names


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("The Vice-Chancellor of Orrin University, Prof. Sefu Kanda,", "Sefu Kanda", "Vice-Chancellor"),
        ("The Director-General of the harbour, Ola Brandt,", "Ola Brandt", "Director-General of the harbour"),
        ("The Editor-in-Chief of the Bugle, Ms Cora Lusk,", "Cora Lusk", "Editor-in-Chief"),
        ("Leader of the Opposition Vera Quist", "Vera Quist", "Leader of the Opposition"),
        ("Speaker of the Assembly Dan Orme", "Dan Orme", None),
        ("Secretary of State for Fisheries Hugh Marl", "Hugh Marl", None),
        ("SP Blessing Adokpe", "Blessing Adokpe", "SP"),
        ("CP Musa Bello", "Musa Bello", "CP"),
        ("Mr Paul Dowd BL", "Paul Dowd", None),
        ("Chief Ade Cole SAN", "Ade Cole", "Chief"),
    ],
)
def test_an_office_is_no_part_of_the_name(record, source, name, role):
    result = record(f"[1:{source}] {{1:said}} <1:the gate was shut>.")
    (speaker,) = [speaker for speaker in result.speakers if speaker.id == result.attributions[0].speaker]
    assert (speaker.name, speaker.kind) == (name, SpeakerKind.PERSON)
    assert role is None or speaker.role == role


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Tiremaker Borvik", "Borvik"),
        ("Chipmaker Nanotrel Systems", "Nanotrel Systems"),
        ("Retailer Hob & Sons", "Hob & Sons"),
    ],
)
def test_a_noun_for_a_firm_is_no_part_of_its_name(record, source, name):
    result = record(f"[1:{source}] {{1:said}} <1:demand was strong>.")
    assert [(s.name, s.kind) for s in result.speakers if s.id == result.attributions[0].speaker] == [
        (name, SpeakerKind.ORGANIZATION)
    ]


@pytest.mark.issue(19)
@pytest.mark.parametrize("noun", ["Filmmaker", "Saddlemaker", "Cheesemaker"])
def test_a_maker_who_is_a_person_stays_a_person(record, noun):
    result = record(f"[1:{noun} Ida Roe] {{1:said}} <1:the till was empty>.")
    assert [s.kind for s in result.speakers if s.name == "Ida Roe"] == [SpeakerKind.PERSON]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("first", "second"), [("Vice-Chancellor", "Director-General"), ("Editor-in-Chief", "Secretary-General")]
)
def test_an_office_with_a_hyphen_is_no_name(record, first, second):
    result = record(f"[1:The {first}] {{1:said}} <1:the term was long>. [2:The {second}] {{2:said}} <2:it was short>.")
    assert names(result) == [f"The {first}", f"The {second}"]


@pytest.mark.issue(19)
@pytest.mark.parametrize("paper", ["Herald-Reporter", "Hale Beacon-Editor"])
def test_a_paper_with_a_title_in_its_name_is_no_office(record, paper):
    assert names(record(f"[1:The {paper}] {{1:said}} <1:the bridge was shut>.")) == [paper]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    "description", ["The Tarn-based company", "The Oslo-listed company", "The Hale-headquartered company"]
)
def test_a_company_with_its_seat_is_the_company_of_the_page(record, description):
    result = record(
        f"[1:Garvin Foods Ltd] {{1:said}} <1:it would cut jobs>. [2:{description}] {{2:blamed}} <2:sugar prices>."
    )
    assert names(result) == ["Garvin Foods Ltd", "Garvin Foods Ltd"]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("first", "noun"), [("Striker Leo Varga", "club"), ("Manager Nadia Varga", "company"), ("Owner Bo Varga", "firm")]
)
def test_the_company_after_a_surname_does_not_turn_a_person_into_a_body(record, first, noun):
    result = record(
        f"[1:{first}] {{1:said}} <1:it rained>. [2:Varga] {{2:declined}} <2:to say more>. "
        f"[3:The {noun}] {{3:said}} <3:so>."
    )
    people = names(result)
    assert people[0] == people[1] != people[2]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("One of the traders, Mohan Lal,", "Mohan Lal"),
        ("Another of the divers, Sefu Kanda,", "Sefu Kanda"),
        ("One of the nurses at the ward, Oti Bram,", "Oti Bram"),
    ],
)
def test_one_of_a_group_has_the_name_after_the_comma(record, source, name):
    assert names(record(f"[1:{source}] {{1:said}} <1:the lift was stuck>.")) == [name]


@pytest.mark.issue(19)
def test_one_of_several_places_is_no_person(record):
    assert names(record("[1:One of the towns, North Marl,] {1:said} <1:the road was shut>.")) != ["North Marl"]
