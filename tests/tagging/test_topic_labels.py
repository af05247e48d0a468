"""Topic labels in capitals before a paragraph."""

from __future__ import annotations

import pytest

import sayso
from sayso.tagging.topic_labels import after_label


@pytest.mark.parametrize(
    "text",
    [
        "TRAM ROW: Drivers at Velm will stop on Friday.",
        "WATER BILLS: The price of a cubic metre doubles.",
        "UPDATE: The tunnel at Sorrow Hill is open again.",
        "HARBOUR FIRE: Two boats sank at their moorings.",
        "BREAKING: “We have a new mayor,” the crowd sang.",
    ],
)
def test_a_topic_in_capitals_is_not_analyzed(text):
    assert after_label(text, 0, len(text)) == text.index(":") + 2


@pytest.mark.parametrize(
    "text",
    [
        "POLICE: The bridge stays shut.",
        "CITY COUNCIL: We will appeal.",
        "TRADE UNION: The offer is an insult.",
        "NEW STUDY: Naps help.",
        "MORROW: When did it start?",
        "Tram row: Drivers will stop.",
        "BUDGET VOTE: lower case goes on.",
        "PARK KEEPER: The swans are back.",
    ],
)
def test_a_speaker_in_capitals_is_analyzed(text):
    assert after_label(text, 0, len(text)) == 0


def test_a_label_that_recurs_is_a_speaker():
    text = "ADA HILL: Who went?\nTOM MEAL: I did.\nADA HILL: When?"
    assert after_label(text, 0, len(text)) == 0


def test_a_label_that_is_a_name_elsewhere_is_a_speaker():
    text = "IVO CRASH: The ice held.\n\nThe skater, Ivo Crash, won twice."
    assert after_label(text, 0, len(text)) == 0


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Velm Gazette\n\nTRAM ROW: The drivers say they will stop on Friday. Buses run as usual.\n", "The drivers"),
        ("Velm Gazette\n\nPOOL CLOSURE: The lido will not reopen, the mayor said. Swimmers wept.\n", "the mayor"),
        ("Velm Gazette\n\nUPDATE: Engineers say that the tunnel is safe again.\n", "Engineers"),
    ],
)
def test_the_source_is_the_speaker_after_a_label(text, source):
    record = sayso.attribute(text)
    assert [span.of(text) for a in record.attributions for span in a.source] == [source]
