"""Speakers named after a description or a title that no list had, and the kinds of bodies and classes of people."""

from __future__ import annotations

import pytest

from tests.speakers.names import names


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The ferryman, 61-year-old Ola Brandt,", "Ola Brandt"),
        ("Its organiser, nine-year-old Petra Voss,", "Petra Voss"),
        ("Her lodger, retired beekeeper Hugh Marlow,", "Hugh Marlow"),
        ("The stall-keeper, Ndidaru,", "Ndidaru"),
        ("Counsel for the ferry line, Rosalind Pike KC,", "Rosalind Pike"),
        ("A 19-year-old from Lower Tarn, Celia Holm,", "Celia Holm"),
        ("The older, Bruno Falk,", "Bruno Falk"),
        ("One of them, the potter Agnes Lund,", "Agnes Lund"),
        ("One of those divers, retired welder Tom Kerrow,", "Tom Kerrow"),
        ("The Deputy Minister of Harbours, Mr Kojo Brandt,", "Kojo Brandt"),
        ("A spokesman for Governor Lena Holt, Piers Amory,", "Piers Amory"),
        ("A swimmer, Beatrice in Lower Tarn,", "Beatrice"),
        ("The bidder, Norway’s Fjell & Lund,", "Fjell & Lund"),
        ("The caterer, Pike & Daughters,", "Pike & Daughters"),
    ],
)
def test_a_name_after_a_description_is_the_speaker(record, source, name):
    assert names(record(f"Rain fell. [1:{source}] {{1:said}} <1:the gates were open>.")) == [name]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A resident of Tarn, East Quellmoor,", "A resident of Tarn"),
        ("A spokesman for Governor Lena Holt", "A spokesman for Governor Lena Holt"),
        ("The Deputy Minister of Harbours", "The Deputy Minister of Harbours"),
    ],
)
def test_a_place_or_client_after_a_description_is_not_the_speaker(record, source, name):
    assert names(record(f"Rain fell. [1:{source}] {{1:said}} <1:the gates were open>.")) == [name]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Mang Isko Reyes", "Isko Reyes"),
        ("Malam Sule Danjuma", "Sule Danjuma"),
        ("the Revd Joan Pike", "Joan Pike"),
        ("Don Luis Barrera", "Luis Barrera"),
        ("Local MLA Sunita Rao", "Sunita Rao"),
        ("Mayor-elect Carla Stroud", "Carla Stroud"),
        ("Glaciologist Yrsa Brandt", "Yrsa Brandt"),
        ("Brigadier (Retd) Owen Pell", "Owen Pell"),
        ("Gen. Ruth Anne Boston", "Ruth Anne Boston"),
        ("Justice Carmen Oduya", "Carmen Oduya"),
        ("Thea Marrow MP", "Thea Marrow"),
        ("Surveyor Ruth Holm’s estimate", "Ruth Holm"),
        ("Captain Olu Brandt’s curt reply to the crew", "Olu Brandt"),
        ("Coach Ines Falk’s own account", "Ines Falk"),
        ("Mayor Don Pascoe", "Don Pascoe"),
    ],
)
def test_titles_and_letters_of_honour_are_no_part_of_a_name(record, source, name):
    assert names(record(f"Rain fell. [1:{source}] {{1:said}} <1:the gates were open>.")) == [name]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("The local TD", "unnamed"),
        ("The DPO", "unnamed"),
        ("MR. CHAIRMAN", "unnamed"),
        ("Glaciologists at the Tarn hut", "group"),
        ("Boat-owners in the bay", "group"),
        ("Harbour officers", "group"),
        ("Neighbours", "group"),
        ("Prosecutors", "group"),
        ("Drivers who had waited at two of the gates", "group"),
        ("Two officers", "unnamed"),
        ("Midwives", "group"),
        ("Bargees along the Quell", "group"),
        ("Growers opposite the Tarn weir", "group"),
        ("This reviewer", "author"),
        ("This reporter", "author"),
        ("This columnist", "author"),
        ("Gen. Ruth Anne Boston", "person"),
        ("A lobby group, Boats Before Bridges,", "organization"),
        ("A small charity, Lamps For Tarn,", "organization"),
        ("Witnesses who asked not to be named", "unnamed"),
        ("38 per cent", "group"),
        ("Two thirds of Tarn’s voters", "group"),
        ("One in seven", "group"),
        ("The remainder", "group"),
        ("The inquest jury", "organization"),
        ("The junta", "organization"),
        ("Local 41", "organization"),
        ("Tarn Biologics", "organization"),
        ("Quell Software", "organization"),
        ("Oxmarsh Celtic", "organization"),
        ("The environmental group Green Quay", "organization"),
        ("Insurance firm Marlow Teague", "organization"),
        ("The charity Open Doors", "organization"),
        ("The Tarn Star", "outlet"),
        ("The Daily Lantern", "outlet"),
        ("The Sunday Ledger", "outlet"),
    ],
)
def test_kinds_of_classes_bodies_and_papers(record, source, kind):
    result = record(f"Rain fell. [1:{source}] {{1:said}} <1:the gates were open>.")
    assert [speaker.kind.value for speaker in result.speakers if speaker.id == result.attributions[0].speaker] == [kind]


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("Ola Brandt wrote to the brewery twice. [1:It] {1:replied} <1:that the hops were late>.", "the brewery"),
        ("Petra Voss joined a rowing club. [1:It] {1:says} <1:she never paid>.", "a rowing club"),
        (
            "The parish council, which owns the pier, shut it. <1:What counts>, [1:it] {1:said}, <1:is rust>.",
            "The parish council",
        ),
        ("<1:Tarn Ferries has no plans for a night boat>, [1:it] {1:told} agents.", "Tarn Ferries"),
    ],
)
def test_it_refers_to_a_body_without_a_name_or_in_its_content(record, page, name):
    assert names(record(page)) == [name]


def test_a_name_after_two_persons_is_not_the_only_speaker(record):
    result = record("Ruth Pell dived. [1:Pell and her co-author, Lars Holm,] {1:said} <1:the reef was dead>.")
    assert names(result) != ["Lars Holm"]
