"""Unlisted outlets, and articles about a single interview or report."""

from __future__ import annotations

import pytest


def outlets(result):
    """The relay of each attribution: an outlet or None."""
    known = {speaker.id: speaker.name for speaker in result.speakers}
    return [known[a.relay] if a.relay else None for a in result.attributions]


@pytest.mark.parametrize(
    ("marked", "outlet"),
    [
        ("[1:Mara Quill] {1:told} the podcast Slow Tide <1:that the pier is safe>.", "Slow Tide"),
        ("[1:Mara Quill] {1:told} Kelpwatch, a trade newsletter, <1:that the pier is safe>.", "Kelpwatch"),
        ("[1:Mara Quill] {1:told} Skerry FM <1:that the pier is safe>.", "Skerry FM"),
        ("[1:The Tarn Glimmer] {1:reported} <1:that the pier is safe>.", "Tarn Glimmer"),
        ("[1:Mara Quill] {1:told} Breakwater Live <1:the pier is safe>. She told the show so.", "Breakwater Live"),
    ],
)
def test_an_unlisted_outlet_is_recognized_by_its_context(record, marked, outlet):
    assert outlets(record(marked))[0].removeprefix("The ") == outlet


@pytest.mark.parametrize(
    "marked",
    [
        "[1:Mara Quill] {1:told} Ivo Marr <1:that the pier is safe>. The paper was on his desk.",
        "[1:Mara Quill] {1:told} the Harbour Constable <1:that the pier is safe>.",
        "[1:Mara Quill] {1:told} the Tarn County Court <1:that the pier is safe>.",
        "[1:Guild master Mara Quill] {1:said} <1:the pier is safe>. She reads the paper.",
    ],
)
def test_a_person_or_a_court_as_addressee_is_no_outlet(record, marked):
    assert outlets(record(marked)) == [None]


@pytest.mark.parametrize(
    "second",
    [
        "<2:The pier leaks>, [2:Quill] {2:told} the station.",
        "[2:Quill] {2:said} in the interview <2:that the pier leaks>.",
        "<2:The pier leaks>, the station {2:quoted} [2:Ivo Marr] {2:as saying}.",
        "[2:Ivo Marr] {2:was quoted as saying} <2:that the pier leaks>.",
    ],
)
def test_a_later_reference_to_the_outlet_is_a_relay(record, second):
    result = record(f"[1:Mara Quill] {{1:told}} Radio Selm <1:that she will stay>.\n\nIt rained all day.\n\n{second}")
    assert outlets(result) == ["Radio Selm", "Radio Selm"]


def test_a_page_about_one_interview_is_a_relay_to_its_end(record):
    result = record(
        "[1:Mara Quill] {1:told} Radio Selm <1:that she will stay>.\n\nIt rained all day.\n\n"
        "[2:Quill] {2:said} <2:the pier leaks>.\n\nNobody came.\n\n<3:“We need sand,”> [3:she] {3:added}."
    )
    assert outlets(result) == ["Radio Selm"] * 3


@pytest.mark.parametrize(
    "second",
    [
        "[2:Quill] {2:told} this newspaper <2:that the pier leaks>.",
        "[2:Quill] {2:said} at a rally in Tarn <2:that the pier leaks>.",
        "[2:Quill] {2:declined} <2:to answer questions>.",
        "[2:Ivo Marr] {2:said} <2:that the pier leaks>.",
    ],
)
def test_another_venue_or_another_speaker_ends_the_relay(record, second):
    result = record(f"[1:Mara Quill] {{1:told}} Radio Selm <1:that she will stay>.\n\n{second}")
    assert outlets(result) == ["Radio Selm", None]


@pytest.mark.parametrize(
    "marked",
    [
        "[1:Radio Selm] {1:denied} <1:that it paid for the pier>.",
        "[1:Radio Selm] {1:says} <1:it stands by the story>.",
        "[1:Radio Selm] {1:declined} <1:to comment>.",
    ],
)
def test_an_outlet_that_speaks_about_itself_is_no_relay(record, marked):
    assert outlets(record(marked)) == [None]


def test_a_nested_attribution_before_its_outlet_is_relayed(record):
    result = record("<1:[2:The mill] {2:intends} <2:to close by May>>, [1:Radio Selm] {1:reported}.")
    assert outlets(result) == ["Radio Selm", "Radio Selm"]
