"""What a reader fills in: filters, choices, and places in a text."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from sayso.archive import Filters
from sayso.errors import QueryError
from sayso.terms import Span
from sayso.web.forms.positions import places_of, spans_of
from sayso.web.forms.query_forms import choice_of, filters_of, first
from sayso.web.rendering.messages import messages

T = messages()
TEXT = "The weir holds. The weir leaks."


def test_filters_go_to_the_archive_and_back_into_an_address() -> None:
    form = filters_of(QueryParams("q=toll&outlet=Harrow+Echo&kind=person&kind=ghost&since=2026&act="))
    assert (form.query, form.kind, form.act) == ("toll", ("person",), ())
    assert form.filters == Filters(outlet=("Harrow Echo",), kind=("person",), since="2026")
    assert form.address("/search", after=40) == "/search?q=toll&outlet=Harrow+Echo&since=2026&kind=person&after=40"
    assert form.without("/search", "kind", "person") == "/search?q=toll&outlet=Harrow+Echo&since=2026"


def test_unknown_choices_are_dropped_and_white_space_too() -> None:
    choice = choice_of(QueryParams("kind=person&kind=ghost&act=denial&speaker=s1"))
    assert (choice.kinds, choice.acts, choice.speakers) == ({"person"}, {"denial"}, {"s1"})
    assert first(QueryParams("q=+toll+"), "q") == "toll"


def test_places_are_numbers_or_the_words_themselves() -> None:
    assert spans_of("16-24, 0-8", TEXT, T) == (Span(0, 8), Span(16, 24))
    assert places_of((Span(0, 8), Span(16, 24))) == "0-8, 16-24"
    assert spans_of("The  weir", TEXT, T, near=20) == (Span(16, 24),)
    assert spans_of("holds … leaks", TEXT, T) == (Span(9, 14), Span(25, 30))
    assert spans_of("", TEXT, T) == ()


@pytest.mark.parametrize("told", ["5-900", "9-3", "the bridge"])
def test_places_that_are_not_in_the_text_are_refused(told: str) -> None:
    with pytest.raises(QueryError) as error:
        spans_of(told, TEXT, T)
    assert error.value.hint
