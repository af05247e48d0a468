"""MinHash estimates are close to the Jaccard similarity and to datasketch, and signatures are deterministic."""

from __future__ import annotations

import random

import pytest

from sayso.archive.quotations.minhash import BANDS, bands, signature, signature_of, similarity
from sayso.lexicons import terms

WORDS = [f"word{n}" for n in range(3000)]


def pair(rng, share):
    """Return 40 words, and the same words with a share of them replaced."""
    words = rng.sample(WORDS, 40)
    return words, [rng.choice(WORDS) if rng.random() < share else word for word in words]


def test_the_estimate_is_accurate_and_unbiased():
    rng = random.Random(1)
    errors = []
    for share in (0.0, 0.1, 0.2, 0.5, 0.8) * 30:
        left, right = pair(rng, share)
        jaccard = len(set(left) & set(right)) / len(set(left) | set(right))
        errors.append(similarity(signature(left), [signature(right)])[0] - jaccard)
    assert abs(sum(errors) / len(errors)) < 0.02
    assert max(map(abs, errors)) < 0.25


def test_the_estimate_agrees_with_datasketch():
    datasketch = pytest.importorskip("datasketch")
    rng = random.Random(2)
    for share in (0.0, 0.2, 0.5):
        left, right = pair(rng, share)
        hashes = []
        for words in (left, right):
            minhash = datasketch.MinHash(num_perm=512)
            for word in words:
                minhash.update(word.encode())
            hashes.append(minhash)
        expected = hashes[0].jaccard(hashes[1])
        assert similarity(signature(left), [signature(right)])[0] == pytest.approx(expected, abs=0.2)


def test_texts_with_a_fifth_of_words_changed_share_a_band():
    rng = random.Random(3)
    function_words = sorted(terms("function_words"))
    hits = false_hits = 0
    for _ in range(300):
        words = [rng.choice(function_words) if rng.random() < 0.45 else rng.choice(WORDS) for _ in range(20)]
        changed = list(words)
        for index in rng.sample(range(20), 4):
            changed[index] = rng.choice(WORDS)
        other = rng.sample(WORDS, 20)
        hits += bool(set(bands(signature(words))) & set(bands(signature(changed))))
        false_hits += bool(set(bands(signature(words))) & set(bands(signature(other))))
    assert hits / 300 >= 0.95
    assert false_hits / 300 <= 0.02


def test_signatures_are_the_same_in_every_process():
    assert signature_of("We will not double the toll").hex()[:24] == "5c9ca410b9877b80a29f3353"
    assert len(bands(signature_of("We will not double the toll"))) == BANDS
    assert signature_of("too few words") is None
