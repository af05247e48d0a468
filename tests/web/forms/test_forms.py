"""Query strings and form fields: filters and text positions."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from sayso.archive import Filters
from sayso.errors import QueryError
from sayso.terms import Span
from sayso.web.forms.positions import offsets_of, spans_of
from sayso.web.forms.query_forms import filters_of, first, statement_filter_of
from sayso.web.rendering.messages import messages

T = messages()
TEXT = "The weir holds. The weir leaks."


def test_filters_are_parsed_and_written_back_into_an_address() -> None:
    form = filters_of(QueryParams("q=toll&outlet=Harrow+Echo&kind=person&kind=ghost&since=2026&act="))
    assert (form.query, form.kind, form.act) == ("toll", ("person",), ())
    assert form.filters == Filters(outlet=("Harrow Echo",), kind=("person",), since="2026")
    assert form.address("/search", after=40) == "/search?q=toll&outlet=Harrow+Echo&since=2026&kind=person&after=40"
    assert form.without("/search", "kind", "person") == "/search?q=toll&outlet=Harrow+Echo&since=2026"


def test_unknown_values_and_white_space_are_dropped() -> None:
    parsed = statement_filter_of(QueryParams("kind=person&kind=ghost&act=denial&speaker=s1"))
    assert (parsed.kinds, parsed.acts, parsed.speakers) == ({"person"}, {"denial"}, {"s1"})
    assert first(QueryParams("q=+toll+"), "q") == "toll"


def test_positions_are_offsets_or_words() -> None:
    assert spans_of("16-24, 0-8", TEXT, T) == (Span(0, 8), Span(16, 24))
    assert offsets_of((Span(0, 8), Span(16, 24))) == "0-8, 16-24"
    assert spans_of("The  weir", TEXT, T, near=20) == (Span(16, 24),)
    assert spans_of("holds … leaks", TEXT, T) == (Span(9, 14), Span(25, 30))
    assert spans_of("", TEXT, T) == ()


@pytest.mark.parametrize("value", ["5-900", "9-3", "the bridge"])
def test_positions_outside_the_text_are_rejected(value: str) -> None:
    with pytest.raises(QueryError) as error:
        spans_of(value, TEXT, T)
    assert error.value.hint
