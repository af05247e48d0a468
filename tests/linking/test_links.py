"""Linking: attributions from candidates and pointers, in order, none invented."""

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


def pointing(rows, columns):
    """Log-probabilities that point each row to one column (0 is none)."""
    out = np.full((len(rows), columns), -9.0, dtype=np.float32)
    out[np.arange(len(rows)), rows] = 0
    return out


def linked(text, window):
    return link(Analysis(Article(text)), Tags((window,), "test", {}, np.array(sure_stops(text), dtype=np.int64)))


def test_a_broken_quotation_is_one_attribution_with_two_pieces():
    text = '"We stay," Ona Reed said, "all of us." Critics disagreed that it was wise.'
    window = Window(
        source=candidates(text, "Ona Reed", "Critics"),
        cue=candidates(text, "said", "disagreed"),
        content=candidates(text, '"We stay,"', '"all of us."', "that it was wise"),
        to_source=pointing([1, 2], 3),
        to_cue=pointing([1, 1, 2], 3),
    )
    first, second = linked(text, window)
    assert [span.of(text) for span in first.content] == ['"We stay,"', '"all of us."']
    assert [span.of(text) for span in first.source] == ["Ona Reed"]
    assert second.id == "a2"
    assert second.cue == (Span(text.index("disagreed"), text.index("disagreed") + 9),)


def test_a_cue_without_a_source_is_kept_and_one_without_content_is_not():
    text = "It was alleged that funds were missing. She said so."
    window = Window(
        source=candidates(text, "She"),
        cue=candidates(text, "was alleged", "said"),
        content=candidates(text, "that funds were missing"),
        to_source=pointing([0, 1], 2),
        to_cue=pointing([1], 3),
    )
    (only,) = linked(text, window)
    assert only.source == ()
    assert only.cue[0].of(text) == "was alleged"


def test_a_source_of_the_cues_own_sentence_goes_before_that_of_another():
    text = '"It is closed," said Ona Reed of the bridge. Tom Marr, of the builders, denied that they were late.'
    window = Window(
        source=candidates(text, "Ona Reed", "Tom Marr, of the builders"),
        cue=candidates(text, "said", "denied"),
        content=candidates(text, '"It is closed,"', "that they were late"),
        to_source=np.array([[-9, 0, -9], [-9, -0.4, -1.2]], dtype=np.float32),
        to_cue=pointing([1, 2], 3),
    )
    assert [one.source[0].of(text) for one in linked(text, window)] == ["Ona Reed", "Tom Marr, of the builders"]


def test_a_source_of_another_sentence_is_taken_where_its_own_has_none():
    text = 'Ona Reed rose to speak. "It is closed," was the answer.'
    window = Window(
        source=candidates(text, "Ona Reed"),
        cue=candidates(text, "was the answer"),
        content=candidates(text, '"It is closed,"'),
        to_source=pointing([1], 2),
        to_cue=pointing([1], 2),
    )
    (only,) = linked(text, window)
    assert only.source[0].of(text) == "Ona Reed"


def test_a_source_on_another_line_is_none_of_the_cues_sentence():
    text = "Mayor Reed\nIt was said that it is closed. That was Tom Marr."
    window = Window(
        source=candidates(text, "Mayor Reed", "Tom Marr"),
        cue=candidates(text, "was said"),
        content=candidates(text, "that it is closed"),
        to_source=pointing([2], 3),
        to_cue=pointing([1], 2),
    )
    (only,) = linked(text, window)
    assert only.source[0].of(text) == "Tom Marr"


def test_a_line_is_a_border_for_all_but_a_quotation():
    text = 'Mill to close\nOna Reed said:\n"We stay."'
    window = Window(
        source=candidates(text, "Ona Reed"),
        cue=candidates(text, "said"),
        content=candidates(text, "Mill to close", '"We stay."'),
        to_source=pointing([1], 2),
        to_cue=pointing([1, 1], 2),
    )
    (only,) = linked(text, window)
    assert [span.of(text) for span in only.content] == ['"We stay."']


@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 5), st.randoms(use_true_random=False))
def test_whatever_the_pointers_say_spans_are_candidates_and_ids_run_in_order(cues, sources, contents, random):
    text = "abcdefghij" * 3

    def some(count, offset):
        starts = np.array([offset + 2 * i for i in range(count)], dtype=np.int64)
        lines, quoted = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
        return Candidates(starts, starts + 1, lines, quoted, np.zeros((count, 3), dtype=np.float32))

    window = Window(
        some(sources, 0),
        some(cues, 8),
        some(contents, 18),
        pointing([random.randint(0, sources) for _ in range(cues)], sources + 1),
        pointing([random.randint(0, cues) for _ in range(contents)], cues + 1),
    )
    found = linked(text, window)
    assert [one.id for one in found] == [f"a{n}" for n in range(1, len(found) + 1)]
    assert all(one.content and one.cue for one in found)
    assert len(found) <= cues


def test_a_label_before_the_colon_of_a_headline_says_nothing():
    def found(headline, source, content):
        text = f"{headline}\n\nThe first bus leaves the market at six on weekdays and at seven on Sundays.\n"
        window = Window(
            source=candidates(text, source),
            cue=candidates(text, ":"),
            content=candidates(text, content),
            to_source=pointing([1], 2),
            to_cue=pointing([1], 2),
        )
        return link(Analysis(sayso.read(text)), Tags((window,), "test", {}, np.array(sure_stops(text), dtype=np.int64)))

    assert found("Hill bus: summer times", "Hill bus", "summer times") == ()
    assert len(found("Clerk: buses run all summer", "Clerk", "buses run all summer")) == 1
