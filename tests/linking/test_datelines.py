"""Where a dateline ends."""

from __future__ import annotations

import pytest

from sayso.linking.datelines import without_dateline
from sayso.terms import Span


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("TARN FORD — The old bridge will close", "The old bridge will close"),
        ("HARROW (HNA) - The mill is safe", "The mill is safe"),
        ("PORT SELWYN, March 3 -- Dockers will strike", "Dockers will strike"),
        ("BEDFORD, N.H. (HNA) — It rained", "It rained"),
        ("The bridge — an old one — will close", "The bridge — an old one — will close"),
        ("A B — see page 4", "A B — see page 4"),
        ("TARN FORD is dry", "TARN FORD is dry"),
    ],
)
def test_a_content_begins_after_the_dash(line, said):
    (span,) = without_dateline(line, (Span(0, len(line)),))
    assert span.of(line) == said


def test_a_dash_in_the_middle_of_a_line_is_no_dateline():
    text = "He said: TARN FORD — the old one — is dry"
    assert without_dateline(text, (Span(9, len(text)),)) == (Span(9, len(text)),)
