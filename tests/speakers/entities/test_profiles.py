"""Role and affiliation next to a name, as spans of the page."""

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
    result = record(f'<1:"The pier leaks,"> {{1:{verb}}} [1:{role} Ola Tell].')
    assert [speaker.role for speaker in result.speakers if speaker.name == "Ola Tell"] == [role]


def test_a_sentence_initial_noun_is_no_affiliation(record):
    result = record("[1:Lighthouse keeper Ola Tell] {1:said} <1:the pier leaks>.")
    speaker = next(candidate for candidate in result.speakers if candidate.name == "Ola Tell")
    assert (speaker.role, speaker.affiliation) == ("Lighthouse keeper", None)


def test_the_second_of_two_names_is_no_role(record):
    result = record("[1:Ivo Marr, 45,] and his son, Percy Marr, 19, {1:said} <1:the pier leaks>.")
    assert [speaker.role for speaker in result.speakers if speaker.name == "Ivo Marr"] == [None]


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
def test_a_possessive_body_is_the_affiliation(record, source, role, affiliation):
    result = record(f"[1:{source}] {{1:said}} <1:the pier leaks>.")
    speaker = next(candidate for candidate in result.speakers if candidate.name == "Ola Tell")
    assert (speaker.role, speaker.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("possessor", "role", "affiliation"),
    [
        ("Port Brenn's", "mayor", "Port Brenn"),
        ("Blue Kestrel’s", "chief executive", "Blue Kestrel"),
        ("Ida Sorrel Vane's", "lawyer", "Ida Sorrel Vane"),
        ("Northern Ferry Works'", "chairman", "Northern Ferry Works"),
        ("Quellmoor's", "mayor", "Quellmoor"),
    ],
)
@pytest.mark.parametrize("opening", ["", "On Monday "])
def test_a_possessor_before_an_apposition_keeps_all_words_of_its_name(record, opening, possessor, role, affiliation):
    result = record(f"{opening}[1:{possessor} {role}, Ola Tell,] {{1:said}} <1:the pier leaks>.")
    speaker = next(candidate for candidate in result.speakers if candidate.name == "Ola Tell")
    assert (speaker.role, speaker.affiliation) == (role, affiliation)


@pytest.mark.parametrize("title", ["District Attorney", "Assistant District Attorney", "Federal Judge"])
def test_the_district_of_an_attorney_is_no_affiliation(record, title):
    result = record(f"<1:The pier leaks>, [1:{title} Ola Tell] {{1:said}}.")
    speaker = next(candidate for candidate in result.speakers if candidate.name == "Ola Tell")
    assert (speaker.role, speaker.affiliation, speaker.spokesperson) == (title, None, False)
