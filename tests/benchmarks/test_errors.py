"""Errors are classified by kind, and an error keeps its key."""

import pytest

from benchmarks import score
from benchmarks.errors import errors, read_by_hand

TEXT = "Ona Reed said the mill would close. Ivo Marr warned that the dam, which is old, may leak.\n"
WORDS = {
    "said": ("Ona Reed", "said", "the mill would close"),
    "warned": ("Ivo Marr", "warned", "that the dam, which is old, may leak"),
    "short": ("Ivo Marr", "warned", "that the dam"),
    "cut": ("Ivo Marr", "warned", "that the dam, which is old"),
    "other": ("Ona Reed", "warned", "that the dam, which is old, may leak"),
}


def attribution(name):
    article = score.ScoredArticle(TEXT)
    spans = {
        role: [[TEXT.index(words), TEXT.index(words) + len(words)]]
        for role, words in zip(score.ROLES, WORDS[name], strict=True)
    }
    return article.attribution(spans, name)


def errors_of(predicted, gold):
    sides = ([attribution(name) for name in side] for side in (predicted, gold))
    return list(errors("mill", score.ScoredArticle(TEXT), *sides))


@pytest.mark.parametrize(
    ("predicted", "gold", "kinds"),
    [
        (["said"], ["said"], []),
        (["said"], ["said", "warned"], ["missed"]),
        (["said", "warned"], ["said"], ["spurious"]),
        (["short"], ["warned"], ["extent"]),
        (["cut"], ["warned"], ["border"]),
        (["other"], ["warned"], ["source"]),
    ],
)
def test_an_error_is_one_of_five_kinds(predicted, gold, kinds):
    assert [error.kind for error in errors_of(predicted, gold)] == kinds


def test_an_error_has_the_same_key_whatever_its_kind():
    (cut,), (missed,) = errors_of(["cut"], ["warned"]), errors_of([], ["warned"])
    assert cut.key == missed.key


def test_two_hundred_errors_were_read():
    assert len(read_by_hand()) == 200
