"""Numbers in running text."""

from __future__ import annotations

import pytest

from sayso.terms import Span
from sayso.text.numbers import counted_noun, find_figures, kind_of_number


def test_figures_have_value_kind_and_rate() -> None:
    text = "The weir cost $9m, leaks 1,200 litres a day, moved on March 3 and closed twelve lock gates, 40% of them."
    figures = list(find_figures(text, Span(0, len(text))))
    assert [(figure.span.of(text), figure.value, figure.kind, figure.rate) for figure in figures] == [
        ("$9m", "9 m", "$", ""),
        ("1,200 litres", "1200", "litres", "a day"),
        ("March 3", "3", "date", ""),
        ("twelve lock", "twelve", "lock", ""),
        ("40%", "40", "%", ""),
    ]
    assert [figure.size for figure in figures] == ["m", "", "", "", ""]


def test_only_figures_in_the_span_are_found() -> None:
    text = "Ten boats came. Four boats left."
    assert [figure.value for figure in find_figures(text.lower(), Span(16, 32))] == ["four"]


@pytest.mark.parametrize(
    ("number", "after", "kind"),
    [
        ("£40", " a day", "£"),
        ("12", " per cent of it", "%"),
        ("12%", "", "%"),
        ("1987", " was", "year"),
        ("12", " boats", "count"),
    ],
)
def test_kind_of_number(number: str, after: str, kind: str) -> None:
    assert kind_of_number(number, after) == kind


def test_counted_noun_is_stemmed() -> None:
    assert counted_noun(" million tonnes of silt") == "tonne"
    assert counted_noun("-boat fleet") == "boat"
    assert counted_noun(" of them") is None
