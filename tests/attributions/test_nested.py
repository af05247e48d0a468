"""Attributions inside contents."""

from __future__ import annotations

import time

import pytest

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


def inner(text, source, cue, content):
    """The words of each attribution inside this one: source, cue, content."""
    article, outer = page(text, source, cue, content)
    analysis = Analysis(article)
    made = merge(analysis, outer, candidates(analysis, outer), threshold=-9.0)
    return [
        tuple(" ".join(s.of(text) for s in spans) for spans in (a.source, a.cue, a.content)) for a in made if a.inside
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "He said, 'The mill leaks. It always did. Mend it.'",
            ("He", "said", "'The mill leaks. It always did. Mend it.'"),
        ),
        ("My aunt wrote, ‘Come home. Bring the dog.’", ("My aunt", "wrote", "‘Come home. Bring the dog.’")),
        ("The doctor told me: 'Rest. It won't kill you.'", ("The doctor", "told me", "'Rest. It won't kill you.'")),
    ],
)
def test_an_inner_quotation_of_several_sentences_is_whole(said, found):
    text = f"“{said}” Ivo Marr recalled."
    assert found in inner(text, "Ivo Marr", "recalled", f"“{said}”")


@pytest.mark.parametrize("cue", ["goes", "went", "told me"])
def test_a_spoken_cue_before_an_inner_quotation(cue):
    said = f"She {cue}, 'Your shed is alight,'"
    assert inner(f"“{said}” Ivo Marr said.", "Ivo Marr", "said", f"“{said}”") == [
        ("She", cue, "'Your shed is alight,'")
    ]


@pytest.mark.parametrize(
    "said", ["'No,' she said. Then it rained.", "I asked twice. 'No,' she said. Then I left.", "'No,' she said."]
)
def test_an_inner_quotation_before_its_speaker(said):
    found = inner(f"“{said}” Ivo Marr recalled.", "Ivo Marr", "recalled", f"“{said}”")
    assert ("she", "said", "'No,'") in found


@pytest.mark.parametrize("whole", ["the chair, Lord Wexley,", "its founder, Dr Ona Bell,", "my brother, a baker,"])
def test_a_subject_with_an_apposition(whole):
    content = f"that {whole} promised that the mill would stay"
    found = inner(f"Ivo Marr said {content}.", "Ivo Marr", "said", content)
    assert (whole.rstrip(","), "promised", "that the mill would stay") in [(s.rstrip(","), q, c) for s, q, c in found]


def test_two_attributions_where_who_passes_it_on_comes_last():
    said = "He said, 'The bridge is closed,'"
    assert inner(f"{said} the harbour office confirmed.", "the harbour office", "confirmed", said) == [
        ("He", "said", "'The bridge is closed,'")
    ]


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
    start = time.process_time()
    analysis = Analysis(article)
    attributions, speakers = identify(analysis, merge(analysis, many, candidates(analysis, many)))
    assemble(Analysis(article), attributions, speakers, "")
    assert time.process_time() - start < 20
