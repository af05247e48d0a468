"""The language of a text, by its script and its small words; None where these do not tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from sayso.lexicons import lexicon

SAMPLE: Final = 3_000
"""Characters of a text that are looked at."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1fff\u3041-\ud7a3]")
_SPACED: Final = re.compile(r"[^\s.,;:!?…।،؟()\"“”«»]+")
"""Words of scripts whose vowels are signs, which are no letters for a pattern."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_FEWEST: Final = 12  # words
_FEW: Final = 8  # words that are enough where no English one is among them and many are of one language
_MANY: Final = 0.4  # of the words
_DISTINCT: Final = 3  # words of a language's list that show it
_LEAST: Final = 0.16  # of the words, those that the language's list has
_ENGLISH: Final = 0.25  # of the words, English ones from which on a text is English whatever else it holds
_AHEAD: Final = 1.6  # times the share of English words
_HALF: Final = 0.5  # of the letters in another script
_DENSE: Final = frozenset(("ko", "ja", "zh"))
_WEIGHT: Final = 2.5  # Latin letters that one of these scripts is worth
_KANA: Final = 0.1  # of the characters of a Japanese text


def language_of(text: str) -> str | None:
    """The code of the language (ISO 639-1) of a text; None where there is too little of it or nothing tells."""
    text = text[:SAMPLE]
    if not text.isascii() and (found := _by_script(text)) is not None:
        return found
    words = _WORD.findall(text)
    if len(words) < _FEW:
        return None
    known = _english()
    english = sum(word.lower() in known for word in words) / len(words)
    if english >= _ENGLISH:
        return "en"
    language, count = _likeliest([word for word in words if word[0].islower()], "en")
    share = count / len(words)
    if len(words) < _FEWEST and (english or share < _MANY):
        return None
    if english >= _LEAST and english >= share:
        return "en"
    return language if share >= max(_LEAST, _AHEAD * english) else None


def _likeliest(words: list[str], usual: str) -> tuple[str, int]:
    """The other language than English whose list has most of the words, and how many it has."""
    counts: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _languages().get(word, ()):
            counts[language] += count
            distinct[language] += 1
    told = (
        (count, language == usual, language) for language, count in counts.items() if distinct[language] >= _DISTINCT
    )
    count, _, language = max((one for one in told if one[2] != "en"), default=(0, True, usual))
    return language, count


def _by_script(text: str) -> str | None:
    """The language of a text most of whose letters are of another script than Latin."""
    letters = Counter(language for letter in _OTHER_SCRIPT.findall(text) if (language := _script(letter)) is not None)
    if not letters:
        return None
    other = sum(count * (_WEIGHT if language in _DENSE else 1) for language, count in letters.items())
    latin = len(_LETTER.findall(text)) - letters.total()
    if other <= _HALF * (other + latin):
        return None
    if letters["ja"] > _KANA * (letters["ja"] + letters["zh"]):
        return "ja"
    return _likeliest(_SPACED.findall(text.lower()), letters.most_common(1)[0][0])[0]


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    return {row["term"]: tuple(row["languages"].split(",")) for row in lexicon("language_words")}


@cache
def _english() -> frozenset[str]:
    return frozenset(word for word, languages in _languages().items() if "en" in languages)


@cache
def _scripts() -> tuple[tuple[int, int, str], ...]:
    return tuple((int(row["first"], 16), int(row["last"], 16), row["language"]) for row in lexicon("scripts"))


@cache
def _script(letter: str) -> str | None:
    """The language that is most written in the script of a letter."""
    return next((language for first, last, language in _scripts() if first <= ord(letter) <= last), None)
