"""Linking: attributions from candidate spans and pointers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import sayso
from sayso.analysis import Analysis
from sayso.linking import link
from sayso.tagging import Candidates, Tags, Window
from sayso.terms import Article, Span
from sayso.text.sentences import sure_stops


def candidates(text, *words):
    starts = np.array([text.index(word) for word in words], dtype=np.int64)
    sizes = np.array([len(word) for word in words], dtype=np.int64)
    lines = np.array([text[:start].count("\n") for start in starts], dtype=np.int64)
    quoted = np.array([text[start] == '"' for start in starts], dtype=bool)
    return Candidates(starts, starts + sizes, lines, quoted, np.zeros((len(words), 3), dtype=np.float32))


def pointers(rows, columns):
    """Log-probabilities that point each row to a column (0: none)."""
    log_probabilities = np.full((len(rows), columns), -9.0, dtype=np.float32)
    log_probabilities[np.arange(len(rows)), rows] = 0
    return log_probabilities


def linked(text, window):
    return link(Analysis(Article(text)), Tags((window,), "test", {}, np.array(sure_stops(text), dtype=np.int64)))


def test_an_interrupted_quotation_is_one_attribution_with_two_spans():
    text = '"We stay," Ona Reed said, "all of us." Critics disagreed that it was wise.'
    window = Window(
        source=candidates(text, "Ona Reed", "Critics"),
        cue=candidates(text, "said", "disagreed"),
        content=candidates(text, '"We stay,"', '"all of us."', "that it was wise"),
        to_source=pointers([1, 2], 3),
        to_cue=pointers([1, 1, 2], 3),
    )
    first, second = linked(text, window)
    assert [span.of(text) for span in first.content] == ['"We stay,"', '"all of us."']
    assert [span.of(text) for span in first.source] == ["Ona Reed"]
    assert second.id == "a2"
    assert second.cue == (Span(text.index("disagreed"), text.index("disagreed") + 9),)


def test_a_cue_needs_a_content_but_no_source():
    text = "It was alleged that funds were missing. She said so."
    window = Window(
        source=candidates(text, "She"),
        cue=candidates(text, "was alleged", "said"),
        content=candidates(text, "that funds were missing"),
        to_source=pointers([0, 1], 2),
        to_cue=pointers([1], 3),
    )
    (only,) = linked(text, window)
    assert only.source == ()
    assert only.cue[0].of(text) == "was alleged"


def test_a_source_in_the_sentence_of_the_cue_is_preferred():
    text = '"It is closed," said Ona Reed of the bridge. Tom Marr, of the builders, denied that they were late.'
    window = Window(
        source=candidates(text, "Ona Reed", "Tom Marr, of the builders"),
        cue=candidates(text, "said", "denied"),
        content=candidates(text, '"It is closed,"', "that they were late"),
        to_source=np.array([[-9, 0, -9], [-9, -0.4, -1.2]], dtype=np.float32),
        to_cue=pointers([1, 2], 3),
    )
    assert [attribution.source[0].of(text) for attribution in linked(text, window)] == [
        "Ona Reed",
        "Tom Marr, of the builders",
    ]


def test_a_source_in_another_sentence_is_the_fallback():
    text = 'Ona Reed rose to speak. "It is closed," was the answer.'
    window = Window(
        source=candidates(text, "Ona Reed"),
        cue=candidates(text, "was the answer"),
        content=candidates(text, '"It is closed,"'),
        to_source=pointers([1], 2),
        to_cue=pointers([1], 2),
    )
    (only,) = linked(text, window)
    assert only.source[0].of(text) == "Ona Reed"


def test_a_source_on_another_line_is_not_in_the_sentence_of_the_cue():
    text = "Mayor Reed\nIt was said that it is closed. That was Tom Marr."
    window = Window(
        source=candidates(text, "Mayor Reed", "Tom Marr"),
        cue=candidates(text, "was said"),
        content=candidates(text, "that it is closed"),
        to_source=pointers([2], 3),
        to_cue=pointers([1], 2),
    )
    (only,) = linked(text, window)
    assert only.source[0].of(text) == "Tom Marr"


def test_only_a_quotation_links_across_lines():
    text = 'Mill to close\nOna Reed said:\n"We stay."'
    window = Window(
        source=candidates(text, "Ona Reed"),
        cue=candidates(text, "said"),
        content=candidates(text, "Mill to close", '"We stay."'),
        to_source=pointers([1], 2),
        to_cue=pointers([1, 1], 2),
    )
    (only,) = linked(text, window)
    assert [span.of(text) for span in only.content] == ['"We stay."']


@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 5), st.randoms(use_true_random=False))
def test_any_pointers_give_candidate_spans_and_ordered_ids(cues, sources, contents, random):
    text = "abcdefghij" * 3

    def spans_at(count, offset):
        starts = np.array([offset + 2 * i for i in range(count)], dtype=np.int64)
        lines, quoted = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
        return Candidates(starts, starts + 1, lines, quoted, np.zeros((count, 3), dtype=np.float32))

    window = Window(
        spans_at(sources, 0),
        spans_at(cues, 8),
        spans_at(contents, 18),
        pointers([random.randint(0, sources) for _ in range(cues)], sources + 1),
        pointers([random.randint(0, cues) for _ in range(contents)], cues + 1),
    )
    attributions = linked(text, window)
    assert [attribution.id for attribution in attributions] == [f"a{n}" for n in range(1, len(attributions) + 1)]
    assert all(attribution.content and attribution.cue for attribution in attributions)
    assert len(attributions) <= cues


def test_a_topic_label_of_a_headline_is_no_source():
    def attributions(headline, source, content):
        text = f"{headline}\n\nThe first bus leaves the market at six on weekdays and at seven on Sundays.\n"
        window = Window(
            source=candidates(text, source),
            cue=candidates(text, ":"),
            content=candidates(text, content),
            to_source=pointers([1], 2),
            to_cue=pointers([1], 2),
        )
        return link(Analysis(sayso.read(text)), Tags((window,), "test", {}, np.array(sure_stops(text), dtype=np.int64)))

    assert attributions("Hill bus: summer times", "Hill bus", "summer times") == ()
    assert len(attributions("Clerk: buses run all summer", "Clerk", "buses run all summer")) == 1
