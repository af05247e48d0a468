"""The estimate of likeness: right beside the true Jaccard similarity and beside datasketch, and the same each time."""

from __future__ import annotations

import random

import pytest

from sayso.archive.quotations.minhash import BANDS, bands, signature, signature_of, similarity
from sayso.lexicons import terms

WORDS = [f"word{n}" for n in range(3000)]


def pair(chosen, share):
    words = chosen.sample(WORDS, 40)
    return words, [chosen.choice(WORDS) if chosen.random() < share else word for word in words]


def test_the_estimate_is_near_the_truth_without_bias():
    chosen = random.Random(1)
    errors = []
    for share in (0.0, 0.1, 0.2, 0.5, 0.8) * 30:
        one, two = pair(chosen, share)
        truth = len(set(one) & set(two)) / len(set(one) | set(two))
        errors.append(similarity(signature(one), [signature(two)])[0] - truth)
    assert abs(sum(errors) / len(errors)) < 0.02
    assert max(map(abs, errors)) < 0.25


def test_the_estimate_agrees_with_datasketch():
    datasketch = pytest.importorskip("datasketch")
    chosen = random.Random(2)
    for share in (0.0, 0.2, 0.5):
        one, two = pair(chosen, share)
        others = []
        for words in (one, two):
            made = datasketch.MinHash(num_perm=512)
            for word in words:
                made.update(word.encode())
            others.append(made)
        assert similarity(signature(one), [signature(two)])[0] == pytest.approx(others[0].jaccard(others[1]), abs=0.2)


def test_a_fifth_of_changed_words_still_shares_a_band():
    chosen = random.Random(3)
    small = sorted(terms("function_words"))
    hits = misses = 0
    for _ in range(300):
        words = [chosen.choice(small) if chosen.random() < 0.45 else chosen.choice(WORDS) for _ in range(20)]
        changed = list(words)
        for place in chosen.sample(range(20), 4):
            changed[place] = chosen.choice(WORDS)
        other = chosen.sample(WORDS, 20)
        hits += bool(set(bands(signature(words))) & set(bands(signature(changed))))
        misses += bool(set(bands(signature(words))) & set(bands(signature(other))))
    assert hits / 300 >= 0.95
    assert misses / 300 <= 0.02


def test_signatures_are_the_same_in_every_process():
    assert signature_of("We will not double the toll").hex()[:24] == "5c9ca410b9877b80a29f3353"
    assert len(bands(signature_of("We will not double the toll"))) == BANDS
    assert signature_of("too few words") is None
