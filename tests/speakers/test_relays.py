"""Other outlets' reports."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "marked",
    [
        "[1:Mara Quill] {1:told} CNN <1:that the pier is safe>.",
        "In an interview with CNN, [1:Mara Quill] {1:said} <1:the pier is safe>.",
        "<1:“The pier is safe,”> [1:Mara Quill] {1:said} Sunday on CNN.",
        "{1:According to} [1:CNN], <1:the pier is safe>.",
        "[1:CNN] {1:reported} <1:that the pier is safe>.",
        "<1:The pier is safe>, [1:Mara Quill] {1:wrote} in an email first reported by CNN.",
        "[1:Mara Quill] {1:told} Ivo Marr of CNN <1:that the pier is safe>.",
    ],
)
def test_a_relay(record, marked):
    made = record(marked)
    outlets = {s.id: s.name for s in made.speakers}
    assert [outlets[relay.outlet] for relay in made.relays] == ["CNN"]
    assert made.attributions[0].chain[:2] == ("publisher", made.relays[0].outlet)


@pytest.mark.parametrize(
    "marked",
    [
        "[1:Mara Quill] {1:said} <1:she never watches CNN>.",
        "[1:Mara Quill] {1:told} the Harrow Echo <1:that the pier is safe>.",
        "[1:Mara Quill] {1:said} <1:the pier is safe>. CNN has its office there.",
    ],
)
def test_no_relay(record, marked):
    assert record(marked).relays == ()


def test_the_same_speaker_goes_on_in_the_next_paragraph(record):
    made = record("[1:Mara Quill] {1:told} CNN <1:that the pier is safe>.\n\n<2:“It holds,”> [2:she] {2:said}.")
    assert [attribution.relay for attribution in made.attributions] == [made.relays[0].outlet] * 2


def test_the_short_name_of_the_own_outlet_is_no_relay(record):
    made = record("[1:Mara Quill] {1:told} the Post <1:the mill would close>.", publisher="The Harrow Post")
    assert made.attributions[0].relay is None


def test_a_report_in_a_headline_is_that_of_the_outlet_that_reported(record):
    made = record(
        "[1:Report]{1::} <1:Weir to close>\n\n<2:The weir will close in May>, [2:CNN] {2:reported}.\n\n"
        "{3:According to} [3:the report], <3:it leaks>."
    )
    known = {speaker.id: speaker for speaker in made.speakers}
    assert [known[a.speaker].name for a in made.attributions] == ["CNN"] * 3


@pytest.mark.parametrize(
    ("marked", "outlet"),
    [
        ("[1:Mara Quill] {1:told} the Tarn Courant <1:that the pier is safe>.", "Tarn Courant"),
        ("As [1:a CNN reporter] {1:noted}, <1:the pier is safe>.", "CNN"),
        ("Skerry magazine came out.\n\n<1:“It is safe,”> [1:Mara Quill] {1:tells} the magazine.", "Skerry"),
        ("In the April issue of CNN, [1:Pres. Quill] {1:admits} <1:the pier is not safe>.", "CNN"),
    ],
)
def test_a_relay_by_a_paper_no_list_knows_or_told_in_other_words(record, marked, outlet):
    made = record(marked)
    known = {speaker.id: speaker.name for speaker in made.speakers}
    assert [known[relay.outlet] for relay in made.relays] == [outlet]


def test_who_asks_in_an_interview_is_the_own_outlet(record):
    made = record(
        "She spoke to the Courier in Tarn.\n\n[1:COURIER]{1::} <1:Does the pier leak?>\n\n"
        "[2:QUILL]{2::} <2:Ask the council.>\n\n[3:COURIER]{3::} <3:Go on.>",
        publisher=None,
    )
    assert [attribution.relay for attribution in made.attributions] == [None] * 3


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "[1:The mayor, Ida Croft,] {1:told} the Lantern magazine <1:that the weir was safe>.\n\n"
            "Ida Croft, the eldest of three, noted the leak in the interview last week. "
            "[2:She] {2:said} <2:it was small>.",
            ["Lantern", "Lantern"],
        ),
        (
            "[1:Ned Pryce] {1:could not explain} <1:the delay>, which was mentioned by Ida Croft in an interview "
            "with CNN.",
            [None],
        ),
        (
            "In an interview on CBS's “Face the Nation,” [1:Ida Croft] {1:said} <1:the weir was safe>.\n\n"
            "On “Face the Nation,” [2:Sen. Bo Lang] {2:said} <2:it was not>.",
            ["CBS", "CBS"],
        ),
    ],
)
def test_an_interview_belongs_to_the_one_who_gave_it(record, page, expected):
    made = record(page)
    known = {speaker.id: speaker.name for speaker in made.speakers}
    assert [known.get(one.relay or "") for one in made.attributions] == expected


@pytest.mark.issue(19)
def test_who_asks_in_an_interview_is_the_outlet_and_not_the_one_who_answers(record):
    made = record(
        "[1:Ida Croft] {1:told} the Lantern magazine <1:that the weir was safe>. When {2:pressed on} <2:the leak>, "
        "[3:she] {3:said} in the interview <3:it was small>."
    )
    known = {speaker.id: speaker.name for speaker in made.speakers}
    assert [known[one.speaker] for one in made.attributions] == ["Ida Croft", "Lantern", "Ida Croft"]
