"""Nested attributions."""

from __future__ import annotations

import time

import pytest

from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nested_merge import candidates, merge
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Span


def page(text, source, cue, content):
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (source, cue, content)]
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    return article, (Attribution("a1", *((span,) for span in spans), confidence=0.9),)


def test_a_belief_inside_a_statement_is_nested():
    text = "Ivo Marr said that he thinks that the mill will close."
    article, outer = page(text, "Ivo Marr", "said", "that he thinks that the mill will close")
    merged = merge(Analysis(article), outer, candidates(Analysis(article), outer))
    assert [(a.id, a.inside) for a in merged] == [("a1", None), ("a2", "a1")]
    assert [[s.of(text) for s in spans] for spans in (merged[1].source, merged[1].cue, merged[1].content)] == [
        ["he"],
        ["thinks"],
        ["that the mill will close"],
    ]
    assert 0 < merged[1].confidence < 0.9


def test_a_nested_source_joins_the_chain():
    text = "Ivo Marr says his sources tell him that the mill will close."
    article, outer = page(text, "Ivo Marr", "says", "his sources tell him that the mill will close")
    analysis = Analysis(article)
    attributions, speakers = identify(analysis, merge(analysis, outer, candidates(analysis, outer)))
    record = assemble(Analysis(article), attributions, speakers, "")
    known = {speaker.id: speaker.name for speaker in record.speakers}
    assert [known[hop] for hop in record.attributions[1].chain] == ["", "Ivo Marr", "his sources"]


def test_a_refusal_in_a_transcript_answer_is_not_nested():
    text = "QUILL: I won't discuss the weir."
    article, outer = page(text, "QUILL", ":", "I won't discuss the weir.")
    assert len(merge(Analysis(article), outer, candidates(Analysis(article), outer), threshold=-9.0)) == 1
    text = "Quill said that I won't discuss the weir."
    article, outer = page(text, "Quill", "said", "that I won't discuss the weir")
    assert len(merge(Analysis(article), outer, candidates(Analysis(article), outer), threshold=-9.0)) == 2


def nested_attributions(text, source, cue, content):
    """Source, cue and content of each nested attribution, as text."""
    article, outer = page(text, source, cue, content)
    analysis = Analysis(article)
    merged = merge(analysis, outer, candidates(analysis, outer), threshold=-9.0)
    return [
        tuple(" ".join(s.of(text) for s in spans) for spans in (a.source, a.cue, a.content)) for a in merged if a.inside
    ]


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        (
            "He said, 'The mill leaks. It always did. Mend it.'",
            ("He", "said", "'The mill leaks. It always did. Mend it.'"),
        ),
        ("My aunt wrote, ‘Come home. Bring the dog.’", ("My aunt", "wrote", "‘Come home. Bring the dog.’")),
        ("The doctor told me: 'Rest. It won't kill you.'", ("The doctor", "told me", "'Rest. It won't kill you.'")),
    ],
)
def test_an_inner_quotation_may_have_several_sentences(quotation, expected):
    text = f"“{quotation}” Ivo Marr recalled."
    assert expected in nested_attributions(text, "Ivo Marr", "recalled", f"“{quotation}”")


@pytest.mark.parametrize("cue", ["goes", "went", "told me"])
def test_a_spoken_cue_before_an_inner_quotation(cue):
    quotation = f"She {cue}, 'Your shed is alight,'"
    assert nested_attributions(f"“{quotation}” Ivo Marr said.", "Ivo Marr", "said", f"“{quotation}”") == [
        ("She", cue, "'Your shed is alight,'")
    ]


@pytest.mark.parametrize(
    "quotation", ["'No,' she said. Then it rained.", "I asked twice. 'No,' she said. Then I left.", "'No,' she said."]
)
def test_an_inner_quotation_before_its_speaker(quotation):
    nested = nested_attributions(f"“{quotation}” Ivo Marr recalled.", "Ivo Marr", "recalled", f"“{quotation}”")
    assert ("she", "said", "'No,'") in nested


@pytest.mark.parametrize("subject", ["the chair, Lord Wexley,", "its founder, Dr Ona Bell,", "my brother, a baker,"])
def test_a_subject_with_an_apposition(subject):
    content = f"that {subject} promised that the mill would stay"
    nested = nested_attributions(f"Ivo Marr said {content}.", "Ivo Marr", "said", content)
    assert (subject.rstrip(","), "promised", "that the mill would stay") in [
        (s.rstrip(","), q, c) for s, q, c in nested
    ]


def test_an_outer_source_may_follow_its_content():
    quotation = "He said, 'The bridge is closed,'"
    assert nested_attributions(
        f"{quotation} the harbour office confirmed.", "the harbour office", "confirmed", quotation
    ) == [("He", "said", "'The bridge is closed,'")]


def test_a_high_threshold_finds_nothing():
    text = "Ivo Marr said that he thinks that the mill will close."
    article, outer = page(text, "Ivo Marr", "said", "that he thinks that the mill will close")
    assert merge(Analysis(article), outer, candidates(Analysis(article), outer), threshold=99.0) == outer


def test_an_adversarial_page_takes_seconds():
    unit = "He said that "
    text = unit * 3000
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    many = [
        Attribution(
            f"a{n}", (Span(13 * n, 13 * n + 2),), (Span(13 * n + 3, 13 * n + 7),), (Span(13 * n + 8, len(text) - 1),)
        )
        for n in range(2900)
    ]
    start = time.process_time()
    analysis = Analysis(article)
    attributions, speakers = identify(analysis, merge(analysis, many, candidates(analysis, many)))
    assemble(Analysis(article), attributions, speakers, "")
    assert time.process_time() - start < 20
