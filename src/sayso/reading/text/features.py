"""Compute features of a line of text: shape, phrases by group, and its relation to the rest of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.lexicons import lexicon, terms
from sayso.limits import check_time

Floats = NDArray[np.float32]

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*|©|\(c\)")
_DIGIT: Final = re.compile(r"\d")
_SENTENCE_BREAK: Final = re.compile(r"[.!?]['\"”’)]*\s+(?=['\"“‘(]*[A-Z])")
_SENTENCE_END: Final = re.compile(r"[.!?…]['\"”’)\]]*\s*$")
_DATE: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b",
    re.I,
)
_TIME: Final = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s*[ap]\.?m\b|\b\d+\s*(?:min|minute|hour|hr|day|week|month)s?\b", re.I
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_HANDLE: Final = re.compile(r"(?:^|[\s(])@\w{2,30}\b|https?://|www\.", re.I)
_BY: Final = re.compile(
    r"\s*(?:[Bb]y|BY|(?:[Ww]ritten|[Pp]osted|[Rr]eported|[Pp]ublished|WRITTEN|POSTED) (?:[Bb]y|BY))[:\s]"
)
_DATELINE: Final = re.compile(r"\s*[A-Z][A-Z.,' ]{2,40}(?:\([^()]{2,30}\)\s*)?[—–-]{1,2}\s")
_NAME: Final = re.compile(r"\s*(?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w'’-]+\s*$")
_BRACKETS_AT_END: Final = re.compile(r"[(\[][^()\[\]]{3,80}[)\]]\s*$")
_SLASH: Final = re.compile(r"\w ?[/|•·»>] ?\w")
_NUMBER: Final = re.compile(r"\s*[\d.,:%$€£+-]+[a-zA-Z]{0,2}\s*$")
_BULLET: Final = re.compile(r"\s*(?:[-*•·–>»]|\d{1,2}[.)])\s")
_QUOTES: Final = re.compile(r"[\"“”«»]")
_FIRST_WORDS, _LAST_WORDS = 30, 12
_PROSE_CHARS: Final = 80
_SHORT_LINE_CHARS, _PREFIX_CHARS, _MIN_SENTENCE_CHARS = 300, 160, 12

SHAPE: Final = [
    "chars",
    "words",
    "word_length",
    "ends",
    "ends_colon",
    "ends_question",
    "capitals",
    "upper",
    "lower_start",
    "digits",
    "quotes",
    "commas",
    "prose",
    "sentences",
    "date",
    "time",
    "year",
    "mail",
    "handle",
    "by",
    "dateline",
    "name",
    "brackets",
    "slash",
    "number",
    "bullet",
    "long_prose",
]
PAGE_CONTEXT: Final = [
    "repeated",
    "first_copy",
    "again_later",
    "place",
    "from_top",
    "from_end",
    "chars_before",
    "vocabulary",
    "names_known",
    "gap_before",
    "gap_after",
    "prose_before",
    "prose_after",
    "prose_near",
]


@cache
def groups() -> tuple[str, ...]:
    """Return the groups of the page furniture lexicon, in order."""
    return tuple(sorted({row["group"] for row in lexicon("furniture")}))


@cache
def _phrases_by_word() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Map a first word to its phrases, with either apostrophe: the words of each and the column of its group."""
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    column = {group: i for i, group in enumerate(groups())}
    for row in lexicon("furniture"):
        for term in {row["term"], row["term"].replace("'", "’")}:
            if words := tuple(_TOKEN.findall(term)):
                phrases.setdefault(words[0], []).append((words, column[row["group"]]))
    return {word: tuple(entries) for word, entries in phrases.items()}


def names() -> list[str]:
    """Return the column names of :func:`features`, in order."""
    columns = groups()
    return [*SHAPE, *(f"{how}_{group}" for how in ("has", "share", "starts") for group in columns), *PAGE_CONTEXT]


def features(lines: Sequence[str], gaps: Sequence[int] | None = None) -> Floats:
    """Return one row per line. ``gaps`` is the number of blank lines after each line, if the text has blank lines."""
    if not lines:
        return np.zeros((0, len(names())), np.float32)
    tokens = [_TOKEN.findall(line) for line in lines]
    own = _line_features(lines, tokens)
    return np.hstack([own, _page_context(lines, tokens, own, gaps)])


def _line_features(lines: Sequence[str], tokens: list[list[str]]) -> Floats:
    """Return shape and phrase groups of all lines; duplicate lines are computed once."""
    computed: dict[str, tuple[list[float], dict[int, float]]] = {}
    for line, words in zip(lines, tokens, strict=True):
        check_time()
        if line not in computed:
            lower = [word.lower() for word in words]
            computed[line] = _shape(line.rstrip(), words, lower), _group_features(lower)
    matrix = np.zeros((len(lines), len(SHAPE) + 3 * len(groups())), np.float32)
    matrix[:, : len(SHAPE)] = [computed[line][0] for line in lines]
    group_values = [computed[line][1] for line in lines]
    rows = np.repeat(np.arange(len(group_values)), [len(values) for values in group_values])
    columns = np.array([column for values in group_values for column in values], np.int64)
    matrix[rows, len(SHAPE) + columns] = [value for values in group_values for value in values.values()]
    return matrix


def _shape(line: str, tokens: list[str], lower: list[str]) -> list[float]:
    """Return the shape of a line. For speed, a pattern runs only if it can match."""
    count = max(1, len(tokens))
    common_words = terms("prose_words")
    prose = sum([word in common_words for word in lower]) / count
    length = len(line)
    short = length < _SHORT_LINE_CHARS
    prefix = line[:_PREFIX_CHARS]
    digits = len(_DIGIT.findall(prefix))
    long = length > _MIN_SENTENCE_CHARS
    return [
        log1p(length),
        log1p(len(tokens)),
        sum(map(len, tokens)) / count,
        _SENTENCE_END.search(line, max(0, length - 12)) is not None,
        line.endswith(":"),
        line.endswith("?"),
        sum([token[0].isupper() for token in tokens]) / count,
        short and line.isupper(),
        line[:1].islower(),
        digits / max(1, len(prefix)),
        min(4, len(_QUOTES.findall(line))),
        line.count(",") / count,
        prose,
        log1p(len(_SENTENCE_BREAK.findall(line))) if long else 0.0,
        digits > 0 and _DATE.search(prefix) is not None,
        digits > 0 and _TIME.search(prefix) is not None,
        digits > 3 and _YEAR.search(prefix) is not None,
        "@" in line and _EMAIL.search(line) is not None,
        ("@" in line or "/" in line or "w." in line or "W." in line) and _HANDLE.search(line) is not None,
        _BY.match(line) is not None,
        long and _DATELINE.match(line) is not None,
        short and _NAME.match(line) is not None,
        line.endswith((")", "]")) and _BRACKETS_AT_END.search(line, max(0, length - 84)) is not None,
        len(_SLASH.findall(prefix)),
        digits > 0 and short and _NUMBER.match(line) is not None,
        _BULLET.match(line) is not None,
        length >= _PROSE_CHARS and prose > 0.2,
    ]


def _group_features(lower: list[str]) -> dict[int, float]:
    """Return values by column for each group: longest phrase, share of words covered, phrase at the start."""
    if len(lower) > _FIRST_WORDS + _LAST_WORDS:
        lower = lower[:_FIRST_WORDS] + lower[-_LAST_WORDS:]
    phrases = _phrases_by_word()
    size = len(groups())
    values: dict[int, float] = {}
    for i, word in enumerate(lower):
        for words, column in phrases.get(word, ()):
            if len(words) == 1 or tuple(lower[i : i + len(words)]) == words:
                values[column] = max(values.get(column, 0.0), min(len(words), 3))
                values[size + column] = min(1.0, values.get(size + column, 0.0) + len(words) / len(lower))
                if not i:
                    values[2 * size + column] = 1.0
    return values


def _page_context(lines: Sequence[str], tokens: list[list[str]], own: Floats, gaps: Sequence[int] | None) -> Floats:
    """Return the relation of each line to the page: duplicates, position, shared words, surrounding prose."""
    count = len(lines)
    keys = [" ".join(words).lower() for words in tokens]
    counts = Counter(keys)
    seen: Counter[str] = Counter()
    context = np.zeros((count, len(PAGE_CONTEXT)), np.float32)
    for i, key in enumerate(keys):
        context[i, 0] = counts[key] > 1
        context[i, 1] = counts[key] > 1 and not seen[key]
        seen[key] += 1
        context[i, 2] = counts[key] > seen[key]
    index = np.arange(count)
    context[:, 3] = (index + 1) / count
    context[:, 4] = np.log1p(index)
    context[:, 5] = np.log1p(count - 1 - index)
    chars = np.array([len(line) for line in lines], np.float64)
    context[:, 6] = (np.cumsum(chars) - chars) / max(1.0, chars.sum())
    context[:, 7], context[:, 8] = _shared_words(lines, tokens, own)
    if gaps is not None:
        after = np.minimum(np.array(gaps, np.float32), 3)
        context[1:, 9] = after[:-1]
        context[:, 10] = after
    prose = chars * own[:, SHAPE.index("long_prose")]
    total = max(1.0, prose.sum())
    context[:, 11] = (np.cumsum(prose) - prose) / total
    context[:, 12] = 1 - np.cumsum(prose) / total
    context[:, 13] = np.convolve(own[:, SHAPE.index("long_prose")], np.ones(7) / 7, "full")[3 : 3 + count]
    return context


def _shared_words(lines: Sequence[str], tokens: list[list[str]], own: Floats) -> tuple[list[float], list[float]]:
    """Return the shares of each line's content words and capitalized words that occur in other prose lines."""
    prose = own[:, SHAPE.index("long_prose")] > 0
    common = terms("prose_words")
    page: Counter[str] = Counter()
    content = [
        {word.lower().removesuffix("'s").removesuffix("’s") for word in words[:60]} - common
        if "'" in line or "’" in line
        else {word.lower() for word in words[:60]} - common
        for line, words in zip(lines, tokens, strict=True)
    ]
    for words, is_prose in zip(content, prose, strict=True):
        if is_prose:
            page.update(words)
    shared, capitalized = [], []
    for words, line_tokens, is_prose in zip(content, tokens, prose, strict=True):
        min_count = 2 if is_prose else 1
        shared.append(sum(page[word] >= min_count for word in words) / max(1, len(words)))
        capital_words = [word for word in line_tokens[:30] if word[0].isupper()]
        capitalized.append(sum(page[word.lower()] >= min_count for word in capital_words) / max(1, len(capital_words)))
    return shared, capitalized


def windows(rows: Floats, reach: int, chosen: Sequence[int] | None = None) -> Floats:
    """Concatenate each row, or each chosen one, with the ``reach`` rows before and after it, with zero padding."""
    padding = np.zeros((reach, rows.shape[1]), rows.dtype)
    padded = np.vstack([padding, rows, padding])
    if chosen is not None:
        near = np.array(chosen, dtype=np.int64)[:, None] + np.arange(2 * reach + 1)
        chosen_rows: Floats = padded[near].reshape(len(near), -1)
        return chosen_rows
    return np.hstack([padded[k : k + len(rows)] for k in range(2 * reach + 1)])


def said(rows: Floats) -> list[set[str]]:
    """Return the phrase groups of each line: two words or more, at the start, or over a third of the line."""
    columns = groups()
    size, first = len(columns), len(SHAPE)
    has, share, starts = (rows[:, first + k * size : first + (k + 1) * size] for k in range(3))
    mask = (has >= 2) | (starts > 0) | (share > 1 / 3)
    groups_by_line: list[set[str]] = [set() for _ in mask]
    for line, column in np.argwhere(mask).tolist():
        groups_by_line[line].add(columns[column])
    return groups_by_line
