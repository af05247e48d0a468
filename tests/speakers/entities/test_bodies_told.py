"""A company, a team or a town that shares a person's surname is another speaker."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.issue(19)


def speakers_of(record, page):
    """The names and kinds of the speakers of the statements, in order."""
    result = record(page)
    known = {speaker.id: (speaker.name, str(speaker.kind)) for speaker in result.speakers}
    return [known[attribution.speaker] for attribution in result.attributions]


@pytest.mark.parametrize(
    "opening",
    [
        "[1:Tarbet] {1:said} <1:its ferries would sail again>.",
        "[1:Tarbet] {1:said} <1:it would appeal against the fine>.",
        "[1:Tarbet] {1:said} on Tuesday <1:that it will recall the boilers>.",
        "[1:Tarbet, the airline,] {1:said} <1:the yard was full>.",
        "[1:Tarbet, a shipping company,] {1:said} <1:the yard was full>.",
        "[1:Tarbet, which] {1:denied} <1:a leak>, lost four boats.",
        "[1:Tarbet] {1:said} <1:the yard would shut>. The company was sold in May.",
    ],
)
def test_a_body_with_the_surname_of_a_person_is_another_speaker(record, opening):
    page = f"{opening} [2:Ola Tarbet, a nurse,] {{2:said}} <2:the noise was awful>. [3:Tarbet] {{3:said}} <3:she left>."
    assert speakers_of(record, page) == [("Tarbet", "organization"), ("Ola Tarbet", "person"), ("Ola Tarbet", "person")]


@pytest.mark.parametrize(
    "again",
    [
        "[2:Tarbet] {2:said} <2:it was raining>.",
        "[2:Tarbet] {2:said} <2:it would be a long night>.",
        "[2:Tarbet] {2:said} <2:the company had paid>.",
        "[2:Tarbet, the widow of a boat builder,] {2:said} <2:the yard was full>.",
    ],
)
def test_ordinary_statements_do_not_make_a_person_a_body(record, again):
    assert (
        speakers_of(record, f"[1:Ola Tarbet] {{1:said}} <1:the pier leaks>. {again}") == [("Ola Tarbet", "person")] * 2
    )


def test_an_unlisted_body_is_recognized_by_its_possessive(record):
    page = "[1:Wrenfield] {1:said} <1:its gates were safe>. It rained. [2:Wrenfield] {2:declined} <2:to say more>."
    assert speakers_of(record, page) == [("Wrenfield", "organization")] * 2
