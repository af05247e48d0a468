"""Quotation states: all styles of marks, unclosed marks, apostrophes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.text.quotation_marks import CLOSING, INSIDE, OPENING, OUTSIDE, UNCLOSED, quote_states


def inside(text: str) -> list[str]:
    """The parts of the text inside closed quotation marks."""
    quoted = "".join(c if state == INSIDE else "\n" for c, state in zip(text, quote_states(text), strict=True))
    return [part for part in quoted.split("\n") if part]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stay," she said.', ["We stay,"]),
        ("“We stay,” she said. “All of us.”", ["We stay,", "All of us."]),
        ("«We stay», she said.", ["We stay"]),
        ("„We stay“, she said.", []),
        ("‘We stay,’ she said.", ["We stay,"]),
        ("'We stay,' she said.", ["We stay,"]),
        ("'It isn't the players' fault,' she said.", ["It isn't the players' fault,"]),
        ("The players' union and the owners' club met.", []),
        ("It was 5'10\" tall.", []),
        ('He called it a "total loss" twice ("never again").', ["total loss", "never again"]),
        ("``We stay,'' she said.", ["We stay,"]),
    ],
)
def test_text_in_quotation_marks_is_inside(text, expected):
    assert inside(text) == expected


def test_unclosed_mark_affects_only_its_line():
    text = "She said: “We stay.\nThe town agreed."
    states = quote_states(text)
    assert states[text.index("“")] == OPENING
    assert set(states[text.index("We") : text.index("\n")]) == {UNCLOSED}
    assert set(states[text.index("\n") :]) == {OUTSIDE}


def test_marks_are_opening_and_closing():
    states = quote_states('"No," he said.')
    assert states[0] == OPENING
    assert states[4] == CLOSING


@settings(deadline=None)
@given(st.text(alphabet="ab ,.\n\"'“”‘’«»`", max_size=80))
def test_one_state_per_character_independent_of_other_lines(text):
    states = quote_states(text)
    assert states.shape == (len(text),)
    by_line = [quote_states(line) for line in text.split("\n")]
    joined = np.concatenate([np.append(part, OUTSIDE) for part in by_line])[:-1]
    assert np.array_equal(states[np.array([c != "\n" for c in text], dtype=bool)], joined[[c != "\n" for c in text]])
