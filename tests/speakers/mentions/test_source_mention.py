"""Mention types of sources."""

from __future__ import annotations

import pytest

from sayso.speakers.mentions.source_mention import Type, mention
from sayso.terms import Span
from sayso.text.words import Words

pytestmark = pytest.mark.issue(19)


def mention_of(text: str):
    """The mention of a whole text."""
    return mention(Words(text), (Span(0, len(text)),))


@pytest.mark.parametrize(
    "text",
    ["Nobody", "No one", "No-one", "None of the engineers", "Nothing in the letter", "Neither of them", "No inspector"],
)
def test_negative_sources_are_recognized(text):
    assert mention_of(text).type is Type.NOBODY


@pytest.mark.parametrize("text", ["Noel", "None", "Norah Nomura", "Northern Rail", "Nora Bell", "No. 10"])
def test_words_with_the_same_beginning_are_not_negative(text):
    assert (mention_of(text).type is Type.NOBODY) == (text == "None")


def test_neither_is_no_part_of_the_names():
    assert mention_of("Neither Mayor Ola Tell").name.text == "Ola Tell"


def test_the_speaker_of_a_negative_source_is_unstated(record):
    result = record("Ola Tell spoke first. [1:Nobody] {1:said} <1:that the pier leaks>.")
    assert [speaker.kind for speaker in result.speakers if speaker.id == result.attributions[0].speaker] == ["unstated"]
