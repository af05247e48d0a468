"""The lines of a text outside given spans."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.terms import Span
from sayso.text.words import starting_outside


@given(st.lists(st.integers(0, 60), unique=True), st.lists(st.integers(0, 60), unique=True, max_size=12))
def test_lines_that_start_in_a_span_are_left_out(starts, borders):
    borders = sorted(borders)
    spans = [Span(start, end) for start, end in zip(borders[::2], borders[1::2], strict=False)]
    lines = [(start, start + 5) for start in sorted(starts)]
    outside = [line for line in lines if not any(span.start <= line[0] < span.end for span in spans)]
    assert starting_outside(lines, spans) == outside
