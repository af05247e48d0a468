"""Role and affiliation beside a name: spans of the page, without the verb of saying."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("verb", "role"),
    [
        ("said", "goalkeeper"),
        ("added", "treasurer"),
        ("warned", "pilot"),
        ("recalled", "trawler skipper"),
        ("says", "coach"),
    ],
)
def test_an_inverted_verb_is_no_part_of_the_role(record, verb, role):
    made = record(f'<1:"The pier leaks,"> {{1:{verb}}} [1:{role} Ola Tell].')
    assert [speaker.role for speaker in made.speakers if speaker.name == "Ola Tell"] == [role]


def test_a_noun_at_the_start_of_a_sentence_is_no_affiliation(record):
    made = record("[1:Lighthouse keeper Ola Tell] {1:said} <1:the pier leaks>.")
    speaker = next(one for one in made.speakers if one.name == "Ola Tell")
    assert (speaker.role, speaker.affiliation) == ("Lighthouse keeper", None)


def test_the_next_of_two_who_are_named_is_no_role(record):
    made = record("[1:Ivo Marr, 45,] and his son, Percy Marr, 19, {1:said} <1:the pier leaks>.")
    assert [speaker.role for speaker in made.speakers if speaker.name == "Ivo Marr"] == [None]


@pytest.mark.parametrize(
    ("source", "role", "affiliation"),
    [
        ("The shipyard's foreman, Ola Tell,", "foreman", "The shipyard"),
        ("Ola Tell, the museum's chief curator,", "chief curator", "the museum"),
        ("The Tarn ferry's skipper, Ola Tell,", "skipper", "Tarn ferry"),
        ("Its head of repairs, Ola Tell,", "head of repairs", None),
        ("Hotel manager Ola Tell", "Hotel manager", None),
        ("Ola Tell, a bus driver,", "bus driver", None),
    ],
)
def test_a_body_that_holds_a_role_is_the_affiliation(record, source, role, affiliation):
    made = record(f"[1:{source}] {{1:said}} <1:the pier leaks>.")
    speaker = next(one for one in made.speakers if one.name == "Ola Tell")
    assert (speaker.role, speaker.affiliation) == (role, affiliation)
