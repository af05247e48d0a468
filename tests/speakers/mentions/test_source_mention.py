"""What the words of a source say by themselves."""

from __future__ import annotations

import pytest

from sayso.speakers.mentions.source_mention import Type, mention
from sayso.terms import Span
from sayso.text.words import Words

pytestmark = pytest.mark.issue(19)


def said(text: str):
    """The mention that a whole text is."""
    return mention(Words(text), (Span(0, len(text)),))


@pytest.mark.parametrize(
    "text",
    ["Nobody", "No one", "No-one", "None of the engineers", "Nothing in the letter", "Neither of them", "No inspector"],
)
def test_nobody_is_no_speaker(text):
    assert said(text).type is Type.NOBODY


@pytest.mark.parametrize("text", ["Noel", "None", "Norah Nomura", "Northern Rail", "Nora Bell", "No. 10"])
def test_what_begins_alike_is_not_nobody(text):
    assert (said(text).type is Type.NOBODY) == (text == "None")


def test_neither_of_two_names_is_those_two():
    assert said("Neither Mayor Ola Tell").name.text == "Ola Tell"


def test_nobody_leaves_the_speaker_unstated(record):
    made = record("Ola Tell spoke first. [1:Nobody] {1:said} <1:that the pier leaks>.")
    assert [speaker.kind for speaker in made.speakers if speaker.id == made.attributions[0].speaker] == ["unstated"]
