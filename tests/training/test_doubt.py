"""The fit of the doubt about pages that are not news."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.terms import Attribution, Span

pytest.importorskip("onnx", reason="the extra [train] is not installed")

from training.doubt import answer, fit, marked_pages


def test_the_pages_of_the_corpus_are_well_formed():
    pages = list(marked_pages())
    assert len(pages) >= 40
    assert len({page.name for page in pages}) == len(pages)
    assert sum(bool(page.contents) for page in pages) >= 15
    assert not any(mark in page.text for page in pages for mark in "{}")


def test_marks_become_contents_and_cues_after_a_rule_may_be_either(tmp_path):
    (tmp_path / "a.txt").write_text(
        "=== a-01 | recipe\n{s1 Ida} {q1 says} {c1 it rises}. The dough wants rest.\n--\nwants\n", encoding="utf-8"
    )
    (page,) = marked_pages(tmp_path)
    assert page.text == "Ida says it rises. The dough wants rest.\n"
    assert [page.text[start:end] for start, end in page.contents] == ["it rises"]

    def attribution(cue, content):
        spans = [(Span(page.text.index(words), page.text.index(words) + len(words)),) for words in (cue, content)]
        return Attribution("a1", (), *spans)

    assert answer(page, attribution("says", "it rises")) is True
    assert answer(page, attribution("wants", "rest")) is None
    assert answer(page, attribution("dough", "rest")) is False


@pytest.mark.parametrize("marked", ["{c1 open", "closed}"])
def test_an_unbalanced_mark_is_an_error(tmp_path, marked):
    (tmp_path / "a.txt").write_text(f"=== a-01 | recipe\n{marked}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a-01"):
        list(marked_pages(tmp_path))


def test_a_feature_of_wrong_attributions_gets_a_weight_and_one_of_right_ones_none():
    draw = np.random.default_rng(5)
    odds = draw.normal(1, 0.5, 400)
    news = np.column_stack([draw.random(400) < 1 / (1 + np.exp(-odds)), odds, np.zeros(400), draw.random(400) < 0.3])
    pages = np.column_stack([np.zeros(60), np.ones(60), np.ones(60), np.zeros(60)])
    wrong, right = fit(news.astype(float), pages)
    assert wrong > 1
    assert right < 0.3
