"""Doubt about readers and things on pages that address the reader."""

from __future__ import annotations

import pytest

import sayso
from sayso.analysis import Analysis
from sayso.attributions.page_doubt import features, reader_rate, source_kind
from sayso.pipeline import read
from sayso.terms import Attribution, Form, Span


@pytest.mark.parametrize(
    ("text", "source", "kind"),
    [
        ("By noon you want a rest.", "you", "reader"),
        ("By noon I want a rest.", "I", "author"),
        ("By noon our guests want a rest.", "our guests", "speaker"),
        ("By noon she wants a rest.", "she", "third person"),
        ("By noon they want a rest.", "they", "pronoun"),
        ("By noon the kettle wants a rest.", "the kettle", "thing"),
        ("By noon the camera of the youngest wants a rest.", "the camera of the youngest", "thing"),
        ("Lamps want cleaning.", "Lamps", "thing"),
        ("Baker wants a rest.", "Baker", "name"),
        ("On Monday Velm wants a rest.", "Velm", "name"),
        ("The ministry wants a rest.", "The ministry", "speaker"),
        ("A spokeswoman for the mill wants a rest.", "A spokeswoman for the mill", "speaker"),
        ("The butcher wants a rest.", "The butcher", "speaker"),
        ("A study which nobody read wants a rest.", "A study which nobody read", "speaker"),
    ],
)
def test_the_kind_of_a_source_is_that_of_its_head(text, source, kind):
    assert source_kind(text, text.index(source), source) == kind


def evidence(text, source, cue, content, form=Form.INDIRECT, rate=1.0):
    spans = [
        (Span(text.index(words), text.index(words) + len(words)),) if words else () for words in (source, cue, content)
    ]
    return features(text, Attribution("a1", *spans, form=form), rate)


def test_an_attitude_of_a_thing_is_evidence_against_an_attribution():
    assert evidence("The oven wants to rest.", "The oven", "wants", "to rest") == (1, 1, 0, 1, 0)
    assert evidence("The oven says it all.", "The oven", "says", "it all") == (1, 1, 0, 0, 1)
    assert evidence("The oven found a way.", "The oven", "found", "a way") == (1, 1, 0, 0, 1)
    assert evidence("The cook wants to rest.", "The cook", "wants", "to rest") == (1, 0, 0, 0, 0)
    assert not any(evidence("The oven wants to rest.", "The oven", "wants", "to rest", rate=0.0))


def test_the_reader_is_evidence_against_an_attribution_and_the_author_is_not():
    assert evidence("You hope to rest.", "You", "hope", "to rest") == (1, 1, 1, 0, 0)
    assert evidence("We say it is late.", "We", "say", "it is late") == (0, 0, 0, 0, 0)


def test_a_quotation_and_a_turn_of_an_interview_are_never_doubted():
    assert not any(evidence('"It is late," you say.', "you", "say", '"It is late,"', Form.DIRECT))
    assert not any(evidence("You: It is late.", "You", ":", "It is late."))


def rates(text):
    analysis = Analysis(read(text))
    return reader_rate(analysis, ())


def test_words_for_the_reader_count_only_outside_quotation_marks():
    guide = "Stir until you see bubbles. Your pan may be small, and you will need a lid. Then you wait. "
    assert rates(guide * 4) > 2
    assert rates(f"“{guide.strip()}” said the cook.\n") == 0
    assert rates("The ferry left at six. It was late. Nobody saw you. " * 10) == 3


def test_a_turn_of_an_interview_does_not_count_for_the_page():
    text = "A: You know that you want your own way, and you get it.\n"
    turn = Attribution("a1", (), (Span(1, 2),), (Span(3, len(text) - 1),))
    assert reader_rate(Analysis(read(text)), (turn,)) == 0
    assert reader_rate(Analysis(read(text)), ()) > 0


SOFT = (
    "Before you repot a fern, ask yourself whether you need to. Most ferns like a tight pot, and you can see from "
    "the roots what yours wants. If you decide to go ahead, water it well the day before. You will need a pot one "
    "size up. The compost should feel like cake. Lift your fern by its base, and never pull: the fronds refuse to "
    "forgive you.\n\nSet it a little deeper than you think it ought to be. The plant may sulk for a week. You hope it "
    "is growing roots, and it hopes you will leave it alone. Keep your window shut, mist the leaves, and trust that "
    "the pot knows best.\n"
)
NEWS = (
    "The council wants to close the nursery at Fern Hill, officials said on Tuesday. Parents hope to change its mind "
    "before the vote in May.\n\nThe governors believe the roof can be mended, and the head teacher promised to publish "
    "the costs. The mayor refused to meet them.\n"
)


def test_a_page_that_addresses_the_reader_has_no_attribution_to_plants_and_readers():
    assert sayso.attribute(SOFT).attributions == ()


def test_attitudes_in_news_stay():
    record = sayso.attribute(NEWS)
    sources = {span.of(NEWS) for attribution in record.attributions for span in attribution.source}
    assert {"The council", "Parents", "The governors", "the head teacher", "The mayor"} <= sources
