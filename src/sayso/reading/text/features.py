"""What a line of text looks like, as numbers: shape, words by group, and how it stands to the rest of the page."""

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
from sayso.limits import tick

Floats = NDArray[np.float32]

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*|©|\(c\)")
_DIGIT: Final = re.compile(r"\d")
_SENTENCE: Final = re.compile(r"[.!?]['\"”’)]*\s+(?=['\"“‘(]*[A-Z])")
_END: Final = re.compile(r"[.!?…]['\"”’)\]]*\s*$")
_DATE: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b",
    re.I,
)
_TIME: Final = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s*[ap]\.?m\b|\b\d+\s*(?:min|minute|hour|hr|day|week|month)s?\b", re.I
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_HANDLE: Final = re.compile(r"(?:^|[\s(])@\w{2,30}\b|https?://|www\.", re.I)
_BY: Final = re.compile(
    r"\s*(?:[Bb]y|BY|(?:[Ww]ritten|[Pp]osted|[Rr]eported|[Pp]ublished|WRITTEN|POSTED) (?:[Bb]y|BY))[:\s]"
)
_DATELINE: Final = re.compile(r"\s*[A-Z][A-Z.,' ]{2,40}(?:\([^()]{2,30}\)\s*)?[—–-]{1,2}\s")
_NAME: Final = re.compile(r"\s*(?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w'’-]+\s*$")
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]{3,80}[)\]]\s*$")
_SLASH: Final = re.compile(r"\w ?[/|•·»>] ?\w")
_NUMBER: Final = re.compile(r"\s*[\d.,:%$€£+-]+[a-zA-Z]{0,2}\s*$")
_BULLET: Final = re.compile(r"\s*(?:[-*•·–>»]|\d{1,2}[.)])\s")
_QUOTES: Final = re.compile(r"[\"“”«»]")
_HEAD, _TAIL = 30, 12
_PROSE_CHARS: Final = 80
_SHORT, _SEEN, _WORDY = 300, 160, 12

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
STANDING: Final = [
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
    """The groups of the word list of furniture, in order."""
    return tuple(sorted({row["group"] for row in lexicon("furniture")}))


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """First word to the phrases that begin with it, with either apostrophe: their words and their group's column."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    column = {group: i for i, group in enumerate(groups())}
    for row in lexicon("furniture"):
        for term in {row["term"], row["term"].replace("'", "’")}:
            if words := tuple(_TOKEN.findall(term)):
                found.setdefault(words[0], []).append((words, column[row["group"]]))
    return {word: tuple(rows) for word, rows in found.items()}


def names() -> list[str]:
    """The names of the columns of :func:`features`, in order."""
    columns = groups()
    return [*SHAPE, *(f"{how}_{group}" for how in ("has", "share", "starts") for group in columns), *STANDING]


def features(lines: Sequence[str], gaps: Sequence[int] | None = None) -> Floats:
    """One row a line. ``gaps`` are the numbers of blank lines after each line, where the text has them."""
    if not lines:
        return np.zeros((0, len(names())), np.float32)
    tokens = [_TOKEN.findall(line) for line in lines]
    own = _all_own(lines, tokens)
    return np.hstack([own, _standing(lines, tokens, own, gaps)])


def _all_own(lines: Sequence[str], tokens: list[list[str]]) -> Floats:
    """Shape and word groups of all lines; those that come again are looked at once."""
    known: dict[str, tuple[list[float], dict[int, float]]] = {}
    for line, words in zip(lines, tokens, strict=True):
        tick()
        if line not in known:
            lower = [word.lower() for word in words]
            known[line] = _shape(line.rstrip(), words, lower), _groups(lower)
    out = np.zeros((len(lines), len(SHAPE) + 3 * len(groups())), np.float32)
    out[:, : len(SHAPE)] = [known[line][0] for line in lines]
    found = [known[line][1] for line in lines]
    rows = np.repeat(np.arange(len(found)), [len(one) for one in found])
    columns = np.array([column for one in found for column in one], np.int64)
    out[rows, len(SHAPE) + columns] = [value for one in found for value in one.values()]
    return out


def _shape(line: str, tokens: list[str], lower: list[str]) -> list[float]:
    """The shape of one line. Patterns are tried only where they can match, for speed."""
    some = max(1, len(tokens))
    common = terms("prose_words")
    prose = sum([word in common for word in lower]) / some
    length = len(line)
    short = length < _SHORT
    head = line[:_SEEN]
    digits = len(_DIGIT.findall(head))
    long = length > _WORDY
    return [
        log1p(length),
        log1p(len(tokens)),
        sum(map(len, tokens)) / some,
        _END.search(line, max(0, length - 12)) is not None,
        line.endswith(":"),
        line.endswith("?"),
        sum([token[0].isupper() for token in tokens]) / some,
        short and line.isupper(),
        line[:1].islower(),
        digits / max(1, len(head)),
        min(4, len(_QUOTES.findall(line))),
        line.count(",") / some,
        prose,
        log1p(len(_SENTENCE.findall(line))) if long else 0.0,
        digits > 0 and _DATE.search(head) is not None,
        digits > 0 and _TIME.search(head) is not None,
        digits > 3 and _YEAR.search(head) is not None,
        "@" in line and _MAIL.search(line) is not None,
        ("@" in line or "/" in line or "w." in line or "W." in line) and _HANDLE.search(line) is not None,
        _BY.match(line) is not None,
        long and _DATELINE.match(line) is not None,
        short and _NAME.match(line) is not None,
        line.endswith((")", "]")) and _BRACKETS.search(line, max(0, length - 84)) is not None,
        len(_SLASH.findall(head)),
        digits > 0 and short and _NUMBER.match(line) is not None,
        _BULLET.match(line) is not None,
        length >= _PROSE_CHARS and prose > 0.2,
    ]


def _groups(lower: list[str]) -> dict[int, float]:
    """For each group, by column: whether a phrase of it is there, the share of words it covers, whether it is first."""
    if len(lower) > _HEAD + _TAIL:
        lower = lower[:_HEAD] + lower[-_TAIL:]
    phrases = _phrases()
    size = len(groups())
    found: dict[int, float] = {}
    for i, word in enumerate(lower):
        for words, column in phrases.get(word, ()):
            if len(words) == 1 or tuple(lower[i : i + len(words)]) == words:
                found[column] = max(found.get(column, 0.0), min(len(words), 3))
                found[size + column] = min(1.0, found.get(size + column, 0.0) + len(words) / len(lower))
                if not i:
                    found[2 * size + column] = 1.0
    return found


def _standing(lines: Sequence[str], tokens: list[list[str]], own: Floats, gaps: Sequence[int] | None) -> Floats:
    """How each line stands to the page: copies of it, its place, words that it shares, prose around it."""
    n = len(lines)
    keys = [" ".join(words).lower() for words in tokens]
    counts = Counter(keys)
    seen: Counter[str] = Counter()
    out = np.zeros((n, len(STANDING)), np.float32)
    for i, key in enumerate(keys):
        out[i, 0] = counts[key] > 1
        out[i, 1] = counts[key] > 1 and not seen[key]
        seen[key] += 1
        out[i, 2] = counts[key] > seen[key]
    at = np.arange(n)
    out[:, 3] = (at + 1) / n
    out[:, 4] = np.log1p(at)
    out[:, 5] = np.log1p(n - 1 - at)
    chars = np.array([len(line) for line in lines], np.float64)
    out[:, 6] = (np.cumsum(chars) - chars) / max(1.0, chars.sum())
    out[:, 7], out[:, 8] = _shared(lines, tokens, own)
    if gaps is not None:
        after = np.minimum(np.array(gaps, np.float32), 3)
        out[1:, 9] = after[:-1]
        out[:, 10] = after
    prose = chars * own[:, SHAPE.index("long_prose")]
    total = max(1.0, prose.sum())
    out[:, 11] = (np.cumsum(prose) - prose) / total
    out[:, 12] = 1 - np.cumsum(prose) / total
    out[:, 13] = np.convolve(own[:, SHAPE.index("long_prose")], np.ones(7) / 7, "full")[3 : 3 + n]
    return out


def _shared(lines: Sequence[str], tokens: list[list[str]], own: Floats) -> tuple[list[float], list[float]]:
    """The share of a line's content words, and of its capitalised ones, that the page's prose has in other lines."""
    prose = own[:, SHAPE.index("long_prose")] > 0
    common = terms("prose_words")
    page: Counter[str] = Counter()
    content = [
        {word.lower().removesuffix("'s").removesuffix("’s") for word in words[:60]} - common
        if "'" in line or "’" in line
        else {word.lower() for word in words[:60]} - common
        for line, words in zip(lines, tokens, strict=True)
    ]
    for words, long in zip(content, prose, strict=True):
        if long:
            page.update(words)
    shared, known = [], []
    for words, full, long in zip(content, tokens, prose, strict=True):
        need = 2 if long else 1
        shared.append(sum(page[word] >= need for word in words) / max(1, len(words)))
        caps = [word for word in full[:30] if word[0].isupper()]
        known.append(sum(page[word.lower()] >= need for word in caps) / max(1, len(caps)))
    return shared, known


def windows(rows: Floats, reach: int) -> Floats:
    """Each row with those up to ``reach`` before and after it; beyond the page's ends are zeros."""
    n = len(rows)
    padded = np.vstack(
        [np.zeros((reach, rows.shape[1]), rows.dtype), rows, np.zeros((reach, rows.shape[1]), rows.dtype)]
    )
    return np.hstack([padded[k : k + n] for k in range(2 * reach + 1)])


def said(rows: Floats) -> list[set[str]]:
    """For each line the groups whose phrases stand in it: of two words or more, or at its start, or a third of it."""
    columns = groups()
    size, at = len(columns), len(SHAPE)
    has, share, starts = (rows[:, at + k * size : at + (k + 1) * size] for k in range(3))
    found = (has >= 2) | (starts > 0) | (share > 1 / 3)
    out: list[set[str]] = [set() for _ in found]
    for line, column in np.argwhere(found).tolist():
        out[line].add(columns[column])
    return out
