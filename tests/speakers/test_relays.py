"""Relays of reports of other outlets."""

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
    result = record(marked)
    outlets = {s.id: s.name for s in result.speakers}
    assert [outlets[relay.outlet] for relay in result.relays] == ["CNN"]
    assert result.attributions[0].chain[:2] == ("publisher", result.relays[0].outlet)


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


def test_a_relay_continues_in_the_next_paragraph_of_the_speaker(record):
    result = record("[1:Mara Quill] {1:told} CNN <1:that the pier is safe>.\n\n<2:“It holds,”> [2:she] {2:said}.")
    assert [attribution.relay for attribution in result.attributions] == [result.relays[0].outlet] * 2


def test_a_short_name_of_the_pages_own_outlet_is_no_relay(record):
    result = record("[1:Mara Quill] {1:told} the Post <1:the mill would close>.", publisher="The Harrow Post")
    assert result.attributions[0].relay is None


def test_a_report_in_a_headline_refers_to_the_reporting_outlet(record):
    result = record(
        "[1:Report]{1::} <1:Weir to close>\n\n<2:The weir will close in May>, [2:CNN] {2:reported}.\n\n"
        "{3:According to} [3:the report], <3:it leaks>."
    )
    known = {speaker.id: speaker for speaker in result.speakers}
    assert [known[a.speaker].name for a in result.attributions] == ["CNN"] * 3


@pytest.mark.parametrize(
    ("marked", "outlet"),
    [
        ("[1:Mara Quill] {1:told} the Tarn Courant <1:that the pier is safe>.", "Tarn Courant"),
        ("As [1:a CNN reporter] {1:noted}, <1:the pier is safe>.", "CNN"),
        ("Skerry magazine came out.\n\n<1:“It is safe,”> [1:Mara Quill] {1:tells} the magazine.", "Skerry"),
        ("In the April issue of CNN, [1:Pres. Quill] {1:admits} <1:the pier is not safe>.", "CNN"),
    ],
)
def test_relays_by_unlisted_outlets_and_in_other_wordings(record, marked, outlet):
    result = record(marked)
    known = {speaker.id: speaker.name for speaker in result.speakers}
    assert [known[relay.outlet] for relay in result.relays] == [outlet]


def test_the_interviewer_is_the_pages_own_outlet(record):
    result = record(
        "She spoke to the Courier in Tarn.\n\n[1:COURIER]{1::} <1:Does the pier leak?>\n\n"
        "[2:QUILL]{2::} <2:Ask the council.>\n\n[3:COURIER]{3::} <3:Go on.>",
        publisher=None,
    )
    assert [attribution.relay for attribution in result.attributions] == [None] * 3


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
def test_an_interview_is_a_relay_for_its_interviewee(record, page, expected):
    result = record(page)
    known = {speaker.id: speaker.name for speaker in result.speakers}
    assert [known.get(attribution.relay or "") for attribution in result.attributions] == expected


@pytest.mark.issue(19)
def test_the_source_of_an_interview_question_is_the_outlet(record):
    result = record(
        "[1:Ida Croft] {1:told} the Lantern magazine <1:that the weir was safe>. When {2:pressed on} <2:the leak>, "
        "[3:she] {3:said} in the interview <3:it was small>."
    )
    known = {speaker.id: speaker.name for speaker in result.speakers}
    assert [known[a.speaker] for a in result.attributions] == ["Ida Croft", "Lantern", "Ida Croft"]


@pytest.mark.issue(19)
@pytest.mark.parametrize("noun", ["broadcaster", "veteran broadcaster", "radio broadcaster"])
def test_a_broadcaster_with_a_name_of_two_words_is_a_person(record, noun):
    result = record(f"<1:“He was a gentleman,”> {{1:recalled}} [1:the {noun} Anna Quill].")
    assert [attribution.relay for attribution in result.attributions] == [None]
    assert "Anna Quill" in {speaker.name for speaker in result.speakers}


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        ("[1:Hans Wolk] {1:told} The Stage Door <1:that the play was cursed>.", "Stage Door"),
        ("[1:Hans Wolk] {1:told} The River Gate <1:that the play was cursed>.", "River Gate"),
        (
            "The Orrin Courier carries an interview with [1:a diver] who {1:says} <1:the wreck is full>.",
            "Orrin Courier",
        ),
        ("The Dunmere Argus has a fine piece in which [1:an angler] {1:says} <1:the eels are gone>.", "Dunmere Argus"),
    ],
)
def test_an_outlet_with_its_piece_is_a_relay(record, page, outlet):
    result = record(page)
    known = {speaker.id: speaker.name for speaker in result.speakers}
    assert [(known.get(a.relay or "") or "").removeprefix("The ") for a in result.attributions] == [outlet]
