"""Detect the language of a text from its script and its function words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from sayso.lexicons import lexicon

SAMPLE: Final = 3_000
"""Number of characters that are examined."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_NON_LATIN_LETTER: Final = re.compile("[\u0370-\u1fff\u3041-\ud7a3]")
_NON_LATIN_WORD: Final = re.compile(r"[^\s.,;:!?…।،؟()\"“”«»]+")
"""A word; also in scripts with vowel signs, which letter classes do not match."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_ENOUGH_WORDS: Final = 12  # with fewer words, a text needs a higher share and no English word
_MIN_WORDS: Final = 8  # a text with fewer words has no detectable language
_MIN_SHARE_IN_SHORT_TEXT: Final = 0.4  # share of the words, in a text with few words
_MIN_DISTINCT_WORDS: Final = 3  # different words of the list of a language
_MIN_SHARE: Final = 0.16  # share of the words that are in the list of the language
_SURE_ENGLISH_SHARE: Final = 0.25  # share of English words from which a text counts as English
_MIN_RATIO_TO_ENGLISH: Final = 1.6  # share of the language divided by the share of English
_MIN_LETTER_SHARE: Final = 0.5  # share of the letters that are not Latin
_DENSE_SCRIPTS: Final = frozenset(("ko", "ja", "zh"))
_DENSE_LETTER_WEIGHT: Final = 2.5  # one letter of a dense script counts as this many Latin letters
_MIN_KANA_SHARE: Final = 0.1  # share of kana in a Japanese text


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None if it cannot be detected."""
    text = text[:SAMPLE]
    if not text.isascii() and (language := _by_script(text)) is not None:
        return language
    words = _WORD.findall(text)
    if len(words) < _MIN_WORDS:
        return None
    known = _english_words()
    english = sum(word.lower() in known for word in words) / len(words)
    if english >= _SURE_ENGLISH_SHARE:
        return "en"
    candidate, count = _best_language([word for word in words if word[0].islower()], "en")
    share = count / len(words)
    if len(words) < _ENOUGH_WORDS and (english or share < _MIN_SHARE_IN_SHORT_TEXT):
        return None
    if english >= _MIN_SHARE and english >= share:
        return "en"
    return candidate if share >= max(_MIN_SHARE, _MIN_RATIO_TO_ENGLISH * english) else None


def _best_language(words: list[str], default: str) -> tuple[str, int]:
    """Return the language except English whose list has most of the words, and the number of words."""
    counts: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _languages().get(word, ()):
            counts[language] += count
            distinct[language] += 1
    candidates = (
        (count, language == default, language)
        for language, count in counts.items()
        if language != "en" and distinct[language] >= _MIN_DISTINCT_WORDS
    )
    count, _, language = max(candidates, default=(0, True, default))
    return language, count


def _by_script(text: str) -> str | None:
    """Return the language of a text if most of its letters are not Latin."""
    letters = Counter(
        language for letter in _NON_LATIN_LETTER.findall(text) if (language := _script_language(letter)) is not None
    )
    if not letters:
        return None
    other = sum(
        count * (_DENSE_LETTER_WEIGHT if language in _DENSE_SCRIPTS else 1) for language, count in letters.items()
    )
    latin = len(_LETTER.findall(text)) - letters.total()
    if other <= _MIN_LETTER_SHARE * (other + latin):
        return None
    if letters["ja"] > _MIN_KANA_SHARE * (letters["ja"] + letters["zh"]):
        return "ja"
    return _best_language(_NON_LATIN_WORD.findall(text.lower()), letters.most_common(1)[0][0])[0]


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    return {row["term"]: tuple(row["languages"].split(",")) for row in lexicon("language_words")}


@cache
def _english_words() -> frozenset[str]:
    return frozenset(word for word, languages in _languages().items() if "en" in languages)


@cache
def _scripts() -> tuple[tuple[int, int, str], ...]:
    return tuple((int(row["first"], 16), int(row["last"], 16), row["language"]) for row in lexicon("scripts"))


@cache
def _script_language(letter: str) -> str | None:
    """Return the main language of the script of a letter."""
    return next((language for first, last, language in _scripts() if first <= ord(letter) <= last), None)
