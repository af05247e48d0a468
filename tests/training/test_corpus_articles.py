"""Training data of the open corpus: joined passages keep their spans; the parts are fixed."""

from __future__ import annotations

import random

from sayso.train.data.annotated import ROLES
from training.corpus import parse_item, part_of, read_items
from training.corpus_articles import annotated, data, joined

ITEMS = (
    "=== quay-01 | Irish | -\n{s1 {A Ona Reed}} {q1 said} {c1 that {s2 {B the crew}} {q2 hoped} {c2 to sail}}.\n--\n"
    "A person | Ona Reed\nB group | the crew\n1 A statement\n2 B intention\n",
    "=== quay-02 | Irish | -\nThe tide was out.\n\nNobody swam.\n",
    "=== quay-03 | Irish | -\n{c1 “Wait,”} {s1 {A the pilot}} {q1 wrote}.\n--\nA unnamed | the pilot\n1 A statement\n",
)


def words(article):
    return [
        tuple(article.text[start:end] for role in ROLES for start, end in getattr(relation, role))
        for relation in article.annotators[0]
    ]


def test_nested_attributions_are_left_out():
    assert words(annotated(parse_item(ITEMS[0], "quay"))) == [("Ona Reed", "said", "that the crew hoped to sail")]


def test_joined_passages_keep_the_words_of_their_spans():
    texts = [annotated(parse_item(item, "quay")) for item in ITEMS]
    expected = sorted(attribution for text in texts for attribution in words(text))
    for seed in range(20):
        articles = list(joined(texts, random.Random(seed)))
        assert sorted(attribution for article in articles for attribution in words(article)) == expected
        assert sum(article.text.count("The tide was out.\n\nNobody swam.") for article in articles) == 1


def test_no_text_of_the_dev_or_test_part_is_trained_on():
    corpus = data(seed=1, rounds=1)
    trained = "\n\n".join(article.text for article in corpus.train)
    assert len(trained) > 500_000
    held = [text.text.strip() for text in corpus.held]
    held += [item.text.strip() for item in read_items() if part_of(item.id) == "test"]
    assert len(held) > 500
    assert [text for text in held if text in trained] == []
