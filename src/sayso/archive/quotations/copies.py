"""Finds copies of a quotation: candidates by MinHash bands and by common phrases, then alignment word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.queries.query_language import Term
from sayso.archive.queries.search import STATEMENT_ID, ArchivedStatement, load_existing, row_id
from sayso.archive.quotations.align import Alignment, Change, align, shown
from sayso.archive.quotations.minhash import signature, similarity
from sayso.archive.storage.database import Database, decode_column, ids
from sayso.errors import MissingError, QueryError
from sayso.lexicons import terms
from sayso.terms import Spans
from sayso.text.searchable import words

_MIN_LIKENESS: Final = 0.65  # of the words of the longer wording
_MIN_ESTIMATE: Final = 0.2  # of the similarity of signatures, for a candidate to be aligned
_MAX_CANDIDATES: Final = 20_000
_MAX_ALIGNED: Final = 300
_PHRASE_WORDS: Final = 4
_PHRASES: Final = 20  # the approximate maximum number of phrases to look up
_COMMON: Final = 300  # statements; a phrase in as many is common and is ignored
_MIN_WORDS: Final = 3  # of a quotation
_MIN_PART_WORDS: Final = 5  # of a partial copy
_MIN_SIGNIFICANT: Final = 6  # significant words of a partial copy by another speaker; shorter ones are set phrases


class Copy(msgspec.Struct, frozen=True):
    """A statement with the same quotation, and the differences from the wording of the earliest statement.

    ``how`` is earliest, exact, altered or part. ``wording`` shows the words with {-dropped-} and {+added+}.
    ``speaker_differs`` says whether the speaker differs from that of the earliest statement.
    """

    how: str
    likeness: float
    changes: tuple[Change, ...]
    wording: str
    speaker_differs: bool
    statement: ArchivedStatement


def same(
    database: Database, what: str, filters: Filters = NO_FILTERS, limit: int = 50, *, parts: bool = True
) -> list[Copy]:
    """Return the statements with the same quotation as a statement (12.a7) or a text, the earliest first.

    Each version of a page has at most one, the most similar: the nested parts of a sentence and repeats are no copies.
    The page of the statement itself has no other one, except in its older versions if the filters include them.

    Raises MissingError if the statement or its text is not there, QueryError for a text without words, and ExtraError
    if rapidfuzz is not installed.
    """
    with database.snapshot():
        text, own = _quotation(database, what)
        alignments = similar_statements(database, text, filters, parts=parts)
        if own is not None and own not in alignments:
            alignments[own] = align(text, text)
        statements = load_existing(database, list(alignments))
    queried = None if own is None else statements[own]
    best: dict[int, tuple[tuple[bool, float, int], ArchivedStatement]] = {}
    for number, statement in statements.items():
        likeness = alignments[number].likeness
        if queried is not None and number != own:
            if statement.page == queried.page and (statement.version == queried.version or not filters.all_versions):
                continue
            if likeness < _MIN_LIKENESS and _is_set_phrase(queried, statement):
                continue
        rank = (number == own, likeness, len(statement.content))
        if statement.version not in best or rank > best[statement.version][0]:
            best[statement.version] = rank, statement
    copies = [statement for _, statement in best.values()]
    copies.sort(key=lambda statement: when(statement.published, statement.version))
    return [_copy(copies[0], statement, text) for statement in copies[:limit]]


def _is_set_phrase(statement: ArchivedStatement, other: ArchivedStatement) -> bool:
    """Return whether a partial copy by another speaker has so few significant words that it may be a coincidence."""
    if statement.entity == other.entity:
        return False
    return min(len(_significant_words(words(each.content))) for each in (statement, other)) < _MIN_SIGNIFICANT


def similar_statements(
    database: Database, text: str, filters: Filters = NO_FILTERS, *, least: float = _MIN_LIKENESS, parts: bool = True
) -> dict[int, Alignment]:
    """Return the alignments of the statements whose content is the text, exact or altered, by row id.

    ``least`` is the minimum likeness; ``parts`` includes partial copies.
    """
    text_words = words(text)
    if not text_words:
        raise QueryError(f'"{text}" contains no word', "Use a quotation, or the id of a statement such as 12.a7")
    where, params = condition(database, filters)
    if len(text_words) < _MIN_WORDS:  # too short to be specific
        return {}
    numbers = _by_bands(database, text_words)
    if parts or len(text_words) < _PHRASE_WORDS:
        numbers = list(dict.fromkeys([*numbers, *_by_phrases(database, text_words)]))
    alignments: dict[int, Alignment] = {}
    for number, content in contents(database, numbers, where, params):
        alignment = align(text, content)
        is_part = parts and alignment.part and min(len(text_words), len(words(content))) >= _MIN_PART_WORDS
        if is_part or alignment.likeness >= least:
            alignments[number] = alignment
    return alignments


def contents(database: Database, numbers: Iterable[int], where: str, params: Sequence[object]) -> list[tuple[int, str]]:
    """Return row ids and contents of the statements that match a condition and have their text."""
    rows = database.run(
        "SELECT s.id, s.content, s.first, substr(v.text, s.first + 1, s.last - s.first) FROM statement s "
        f"JOIN version v ON v.id = s.version WHERE s.id IN ({ids(numbers)}) AND v.text IS NOT NULL AND {where}",
        params,
    )
    return [(number, _content(text, first, content)) for number, content, first, text in rows]


def _content(sentence: str, first: int, spans: str) -> str:
    """Return the content from the sentence that begins at offset ``first``. ``spans`` is a JSON column."""
    return " ".join(sentence[span.start - first : span.end - first] for span in decode_column(spans, Spans))


def _quotation(database: Database, what: str) -> tuple[str, int | None]:
    """Return the text to look for, and the row id if ``what`` is the id of a statement."""
    name = what.strip()
    if STATEMENT_ID.fullmatch(name):
        number = row_id(database, name)
        rows = contents(database, [number], "1 = 1", [])
        if not rows:
            raise MissingError(f"the text of statement {name} was dropped", "Search for its words", database.name)
        return rows[0][1], number
    return what, None


def _by_bands(database: Database, text_words: list[str]) -> list[int]:
    """Return the row ids of statements with a common band, those with the most similar signatures first."""
    own = signature(text_words)
    if own is None:
        return []
    numbers = database.sharing_bands(own, _MAX_CANDIDATES)
    rows = database.run(f"SELECT id, signature FROM statement WHERE signature IS NOT NULL AND id IN ({ids(numbers)})")
    scores = similarity(own, [bytes(other) for _, other in rows])
    ranked = sorted(zip(scores.tolist(), (number for number, _ in rows), strict=True), reverse=True)
    best = [number for score, number in ranked if score >= _MIN_ESTIMATE]
    # Keep all copies that are nearly exact, and the others up to the maximum.
    exact = sum(score > 0.9 for score, _ in ranked)
    return best[: max(_MAX_ALIGNED, exact)]


def _by_phrases(database: Database, text_words: list[str]) -> list[int]:
    """Return the row ids of statements with a common phrase of four words, or with all words of a shorter text."""
    phrases = [text_words[at : at + _PHRASE_WORDS] for at in range(max(1, len(text_words) - _PHRASE_WORDS + 1))]
    step = max(2, len(phrases) // _PHRASES)
    best = [
        max(phrases[at : at + step], key=lambda phrase: len(_significant_words(phrase)))
        for at in range(0, len(phrases), step)
    ]
    significant = [tuple(phrase) for phrase in best if _significant_words(phrase)] or [tuple(phrases[0])]
    matches = [database.find_phrase(Term(phrase), _COMMON) for phrase in significant]
    rare = [numbers for numbers in matches if len(numbers) < _COMMON]
    return [number for numbers in rare or matches[:1] for number in numbers]


def _significant_words(folded: Iterable[str]) -> set[str]:
    """Return the words that are not function words."""
    return set(folded) - terms("function_words")


def _copy(earliest: ArchivedStatement, statement: ArchivedStatement, text: str) -> Copy:
    """Compare a statement with the earliest one, or with the text if they only match different parts of the text."""
    before, alignment = earliest.content, align(earliest.content, statement.content)
    if alignment.likeness < _MIN_LIKENESS and not alignment.part:
        before, alignment = text, align(text, statement.content)
    if statement is earliest:
        how = "earliest"
    else:
        how = "exact" if alignment.exact else "part" if alignment.part else "altered"
    return Copy(
        how=how,
        likeness=round(alignment.likeness, 3),
        changes=alignment.changes,
        wording=statement.content if alignment.exact else shown(before, statement.content),
        speaker_differs=statement.entity != earliest.entity,
        statement=statement,
    )


def when(published: str | None, version: int) -> tuple[float, int]:
    """Return a sort key by time of publication, then by version; statements without a date come last."""
    try:
        time = datetime.fromisoformat(published) if published else None
    except ValueError:
        time = None
    if time is None:
        return float("inf"), version
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp(), version
