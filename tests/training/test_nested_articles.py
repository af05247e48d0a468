"""Training data of contents: the sentences that the second pass of the model reads, with their attributions."""

from __future__ import annotations

import random

from training.corpus import parse_item
from training.nested import of_item
from training.nested_articles import articles, sentences

ITEM = (
    "=== quay-04 | Irish | -\n{s1 {A Ona Reed}} {q1 said} {c1 that since the storm had gone round the head and the"
    " harbour lights were lit again {s2 {B the crew}} {q2 hoped} {c2 to sail}. The tide was out}."
    " {s3 {B The crew}} {q3 agreed} {c3 “It is late again.”}\n--\nA person | Ona Reed\nB group | the crew\n"
    "1 A statement\n2 B intention\n3 B statement\n"
)


def test_a_sentence_of_a_content_keeps_the_attribution_in_it_and_little_before_it() -> None:
    first, second, third = sentences(of_item(parse_item(ITEM, "quay")))
    (relation,) = first.relations
    roles = (relation.source, relation.cue, relation.content)
    assert [first.text[start:end] for ((start, end),) in roles] == ["the crew", "hoped", "to sail"]
    assert first.text.startswith("had gone round the head")
    assert (second.text, second.relations) == ("The tide was out", ())
    assert (third.text, third.relations) == ("It is late again.", ())


def test_an_article_of_sentences_keeps_the_words_of_their_spans() -> None:
    texts = list(sentences(of_item(parse_item(ITEM, "quay"))))
    for seed in range(10):
        (article,) = articles(texts, random.Random(seed), "nested")
        (relation,) = article.annotators[0]
        assert [article.text[start:end] for start, end in relation.content] == ["to sail"]
        assert article.text.endswith("\n")
