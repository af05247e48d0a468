"""Viterbi decoding, and the spans of a path."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sayso.tagging.decode import TAGS, apart, illegal, runs, viterbi

scores = hnp.arrays(
    np.float32, st.tuples(st.just(2), st.integers(1, 4), st.just(7)), elements=st.floats(-5, 5, width=32)
)
legal_tags = st.lists(st.integers(0, 6), min_size=1, max_size=14).map(
    lambda tags: [
        tag if tag % 2 or not tag or (n and tags[n - 1] in (tag, tag - 1)) else 0 for n, tag in enumerate(tags)
    ]
)


def legal(path):
    return all(TAGS[b][0] != "I" or TAGS[a][2:] == TAGS[b][2:] for a, b in itertools.pairwise(path))


@settings(max_examples=40, deadline=None)
@given(scores, hnp.arrays(np.float32, (7, 7), elements=st.floats(-2, 2, width=32)))
def test_viterbi_finds_the_best_of_all_legal_paths(emissions, transitions):
    border = np.zeros(emissions.shape[:2], dtype=bool)
    border[:, 0] = True
    paths = viterbi(emissions, transitions, border)
    for row, path in zip(emissions, paths, strict=True):

        def total(candidate, row=row):
            steps = sum(transitions[a, b] for a, b in itertools.pairwise(candidate))
            return steps + sum(row[n, tag] for n, tag in enumerate(candidate))

        others = (p for p in itertools.product(range(7), repeat=len(row)) if p[0] == 0 and legal(p))
        assert legal(path.tolist())
        assert total(path.tolist()) >= max(map(total, others)) - 1e-3


def test_border_is_never_inside_a_span():
    emissions = np.full((1, 5, 7), -5, dtype=np.float32)
    emissions[:, :, 6] = 5
    emissions[:, 1, 5] = 9
    border = np.array([[True, False, False, True, False]])
    path = viterbi(emissions, np.zeros((7, 7), dtype=np.float32), border)[0]
    assert path[3] == 0
    assert path[1] == 5
    assert path[2] == 6


def test_inside_tag_cannot_follow_another_role():
    cost = illegal()
    assert cost[TAGS.index("B-source"), TAGS.index("I-source")] == 0
    assert cost[TAGS.index("B-source"), TAGS.index("I-cue")] < -1000
    assert cost[TAGS.index("O"), TAGS.index("I-content")] < -1000


@settings(deadline=None)
@given(legal_tags)
def test_runs_include_adjacent_spans_and_the_last_span(path):
    if not legal([0, *path]):
        path = [0]
    expected = []
    for start, tag in enumerate(path):
        if tag % 2:
            end = start + 1
            while end < len(path) and path[end] == tag + 1:
                end += 1
            expected.append([0, (tag - 1) // 2, start, end])
    assert runs(np.array([path], dtype=np.int8)).tolist() == expected


def test_adjacent_spans_stay_separate():
    assert runs(np.array([[5, 6, 5, 6]], dtype=np.int8)).tolist() == [[0, 2, 0, 2], [0, 2, 2, 4]]


def test_source_is_split_at_a_sentence_end():
    tags = np.array([[0, 1, 2, 2, 2, 0, 5, 6], [1, 2, 2, 0, 0, 0, 0, 0]], dtype=np.int8)
    stops = np.array([[0, 0, 1, 0, 0, 1, 0, 1], [0, 0, 1, 0, 0, 0, 0, 0]], dtype=bool)
    assert apart(tags, stops).tolist() == [[0, 1, 0, 1, 2, 0, 5, 6], [1, 2, 0, 0, 0, 0, 0, 0]]
