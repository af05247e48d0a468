"""Headlines with a colon."""

from __future__ import annotations

import pytest

from sayso.linking.headline_labels import is_topic
from sayso.terms import Span

BODY = "\n\nThe tide at Ostrel rose on Monday. Traders swept the steps, and the driver, Vardy, was asleep.\n"


def has_topic_label(headline):
    source, _, content = headline.partition(": ")
    start = len(source) + 2
    return is_topic(headline + BODY, Span(0, len(source)), Span(start, start + len(content)))


@pytest.mark.parametrize(
    "headline",
    [
        "Duke v Rowntree: jury is out",
        "Crossword: it was a hard one",
        "Tax 2031: what you will pay",
        "Midges: the truth about the tiny terrors",
        "Potholes: how one town fixed its own",
        "Storm Bera: ferries are cancelled",
        "Ostrel ferry: three were rescued",
        "Obituary: Tam Reeve, who could whistle",
    ],
)
def test_a_topic_before_a_colon_is_no_source(headline):
    assert has_topic_label(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Mayor: bridge to open by June",
        "Chief constable: we were wrong",
        "Study: naps good for cats",
        "Farmers: milk price a joke",
        "Minister Orla Voss: dam safe",
        "Ferrin: bypass will never be built",
        "Vardy: letter a forgery",
    ],
)
def test_a_role_or_a_name_before_a_colon_is_a_source(headline):
    assert not has_topic_label(headline)
