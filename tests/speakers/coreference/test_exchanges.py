"""The pronoun in an exchange: who reacts to a statement, or who was asked."""

from __future__ import annotations

import pytest

from tests.speakers.names import names


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    "reaction", ["agreed", "shrugged", "laughed at this", "disagreed", "was adamant", "remained unconvinced"]
)
def test_a_quotation_after_a_reaction_is_by_who_reacts(record, reaction):
    result = record(
        "[1:Captain Ned Fallow] {1:said} <1:the mast was rotten>. [2:Fallow] {2:said} <2:it was old>. "
        f"Mate Jory Pask {reaction}. <3:“It snapped,”> [3:he] {{3:said}}."
    )
    assert names(result) == ["Ned Fallow", "Ned Fallow", "Jory Pask"]


@pytest.mark.issue(19)
def test_a_reaction_of_the_other_sex_does_not_count(record):
    result = record(
        "[1:Mr Ned Fallow] {1:said} <1:the mast was rotten>. His wife, Mrs Ada Fallow, nodded. "
        "<2:“It fell,”> [2:he] {2:said}."
    )
    assert names(result) == ["Ned Fallow", "Ned Fallow"]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("page", "speaker"),
    [
        ("I asked the showman why, and [2:he] {2:said}: <2:“Rain.”>", "the showman"),
        ("When a stallholder told her son about it, [2:he] {2:replied}: <2:“Never.”>", "her son"),
        ("The clerk asked Otto Krahl for his pass, and [2:he] {2:said} <2:it was lost>.", "Otto Krahl"),
        ("Asked if Otto Krahl had a pass, [2:he] {2:said} <2:he had>.", "Jan Tolk"),
    ],
)
def test_who_was_asked_answers(record, page, speaker):
    result = record(f"[1:Mayor Jan Tolk] {{1:said}} <1:he had shut the fair>. {page}")
    assert names(result) == ["Jan Tolk", speaker]
