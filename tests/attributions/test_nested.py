"""Attributions inside contents."""

from __future__ import annotations

import time

from sayso.analysis import Analysis
from sayso.attributions.nested_merge import candidates, merge
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Span


def page(text, source, cue, content):
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (source, cue, content)]
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    return article, (Attribution("a1", *((span,) for span in spans), confidence=0.9),)


def test_he_said_that_he_thinks():
    text = "Ivo Marr said that he thinks that the mill will close."
    article, outer = page(text, "Ivo Marr", "said", "that he thinks that the mill will close")
    made = merge(Analysis(article), outer, candidates(Analysis(article), outer))
    assert [(a.id, a.inside) for a in made] == [("a1", None), ("a2", "a1")]
    assert [[s.of(text) for s in spans] for spans in (made[1].source, made[1].cue, made[1].content)] == [
        ["he"],
        ["thinks"],
        ["that the mill will close"],
    ]
    assert 0 < made[1].confidence < 0.9


def test_one_said_another_told_him():
    text = "Ivo Marr says his sources tell him that the mill will close."
    article, outer = page(text, "Ivo Marr", "says", "his sources tell him that the mill will close")
    analysis = Analysis(article)
    attributions, speakers = identify(analysis, merge(analysis, outer, candidates(analysis, outer)))
    record = assemble(Analysis(article), attributions, speakers, "")
    known = {speaker.id: speaker.name for speaker in record.speakers}
    assert [known[hop] for hop in record.attributions[1].chain] == ["", "Ivo Marr", "his sources"]


def test_an_answer_that_refuses_holds_no_second_refusal():
    text = "QUILL: I won't discuss the weir."
    article, outer = page(text, "QUILL", ":", "I won't discuss the weir.")
    assert len(merge(Analysis(article), outer, candidates(Analysis(article), outer), threshold=-9.0)) == 1
    text = "Quill said that I won't discuss the weir."
    article, outer = page(text, "Quill", "said", "that I won't discuss the weir")
    assert len(merge(Analysis(article), outer, candidates(Analysis(article), outer), threshold=-9.0)) == 2


def test_a_high_threshold_finds_nothing():
    text = "Ivo Marr said that he thinks that the mill will close."
    article, outer = page(text, "Ivo Marr", "said", "that he thinks that the mill will close")
    assert merge(Analysis(article), outer, candidates(Analysis(article), outer), threshold=99.0) == outer


def test_a_page_made_to_be_slow_takes_seconds():
    unit = "He said that "
    text = unit * 3000
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    many = [
        Attribution(
            f"a{n}", (Span(13 * n, 13 * n + 2),), (Span(13 * n + 3, 13 * n + 7),), (Span(13 * n + 8, len(text) - 1),)
        )
        for n in range(2900)
    ]
    start = time.perf_counter()
    analysis = Analysis(article)
    attributions, speakers = identify(analysis, merge(analysis, many, candidates(analysis, many)))
    assemble(Analysis(article), attributions, speakers, "")
    assert time.perf_counter() - start < 20
