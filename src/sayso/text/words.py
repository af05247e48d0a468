"""Tokens, sentences and quoted passages of a page, computed once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Span
from sayso.text.quotation_marks import INSIDE, UNCLOSED, quote_states
from sayso.text.sentences import sentence_ends
from sayso.text.vocabulary import small

# Initials ("J.", "U.S."), abbreviated titles ("Sen.") and words with inner hyphens, ampersands or apostrophes.
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){1,4}(?=[^\w.]|$)|(?:Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Adm|Rev|Jr|Sr|St|Hon|Det|Pres|Sens|Reps|Govs|Messrs)\."
    r"|(?<![^\W_]['’])[^\W_](?:[^\W_]|[\x80-\x9f¡¢¤-ª¬-¶¸-º¼-¿\u0300-\u036f])*(?:[-‐‑&/][^\W_]+|['’](?!s\b|S\b)[^\W_]+)*"
)

_TURN: Final = re.compile(r"[A-Z][A-Z'’.-]+(?:[ ,][^:\n]{0,80})?:")  # the speaker label of a transcript
_MIN_LONG_CAPITALS: Final = 0.6  # share of capitalized words among the long words of a title-case line
_MIN_CAPITALS: Final = 0.5  # share of capitalized words among all words of a title-case line


class Words:
    """Tokens, sentences and lines of a text, with lookups by offset."""

    def __init__(self, text: str, states: NDArray[np.uint8] | None = None) -> None:
        self.text = text
        self._states = states
        self.tokens = [match.span() for match in _TOKEN.finditer(text)]
        shared: dict[str, str] = {}  # one string object for all occurrences of a word
        slices = (text[start:end] for start, end in self.tokens)
        self.texts = [shared.setdefault(word, word) for word in slices]
        lower = {word: word.lower() for word in shared}
        self.lower = [lower[word] for word in self.texts]
        self.starts = [start for start, _ in self.tokens]
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.sentences = [0, *(begin for _, begin in sentence_ends(text))]

    @cached_property
    def quoted(self) -> bytes:
        """For each code point, 1 inside quotation marks, else 0."""
        states = quote_states(self.text) if self._states is None else self._states
        return bytes(((states == INSIDE) | (states == UNCLOSED)).tobytes())

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of occurrences of each word, case-sensitive."""
        return Counter(self.texts)

    @cached_property
    def capitals(self) -> list[int]:
        """The indices of the tokens that can start a name: ``Bell``, ``7News``, ``al-Badri``."""
        return [number for number, word in enumerate(self.texts) if capital(word)]

    def within(self, start: int, end: int) -> range:
        """The indices of the tokens that start in ``[start, end)``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def paragraphs(self) -> list[tuple[int, int]]:
        """Start and end of each non-empty line."""
        ends = [*(start - 1 for start in self.lines[1:]), len(self.text)]
        return [(start, end) for start, end in zip(self.lines, ends, strict=True) if start < end]

    def sentence(self, place: int) -> int:
        """The index of the sentence at an offset."""
        return bisect_right(self.sentences, place) - 1

    def line(self, place: int) -> int:
        """The index of the line at an offset."""
        return bisect_right(self.lines, place) - 1

    def bounds(self, sentence: int) -> tuple[int, int]:
        """Start and end of a sentence by index."""
        last = sentence + 1 >= len(self.sentences)
        return self.sentences[sentence], len(self.text) if last else self.sentences[sentence + 1]


def capital(word: str) -> bool:
    """Whether a word is capitalized like a name: ``Bell``, ``7News``, ``al-Badri``, ``d’Arc``."""
    if word[0].isupper():
        return True
    if word[0].isdigit():
        return word[1:2].isupper()
    prefix = _PREFIXED.match(word)
    return prefix is not None and prefix[1] in small("name_prefix")


_PREFIXED: Final = re.compile(r"([a-z]{1,4})['’‐‑-][^\W\d_a-zß-öø-ÿ]")


def lines_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each non-empty line."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def title_case(words: Words, start: int, end: int) -> bool:
    """Whether a line is in title case, so that capitals do not identify names."""
    numbers = words.within(start, end)
    if len(numbers) > 25:
        return False
    texts = words.texts[numbers.start : numbers.stop]
    if sum([word[0].isupper() for word in texts]) < _MIN_CAPITALS * len(numbers):
        return False
    if not small("says").isdisjoint(texts):
        return False  # Sen. NAME said it was not
    if words.text[start:end].rstrip().endswith(".") and not small("finite").isdisjoint(texts):
        return False  # Senator NAME was met by Mayor NAME of Harrow.
    if _TURN.match(words.text, start, end) or words.sentence(start) != words.sentence(end - 1):
        return False
    long = [word for word in texts if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= _MIN_LONG_CAPITALS * len(long)


def starting_outside(lines: Iterable[tuple[int, int]], spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The lines that start outside all spans. The spans are in text order and do not overlap."""
    starts = [span.start for span in spans]
    before = ((line, bisect_right(starts, line[0])) for line in lines)
    return [line for line, count in before if not count or spans[count - 1].end <= line[0]]


def heading(words: Words, start: int, end: int) -> bool:
    """Whether a line is in title case or in capitals, so that capitals do not identify names."""
    text = words.text[start:end]
    return title_case(words, start, end) or (text.isupper() and ":" not in text)
