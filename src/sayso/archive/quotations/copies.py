"""The same quotation elsewhere, exact or altered: candidates by MinHash bands and by phrases, then word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from sayso.archive.filters import NONE, Filters, condition
from sayso.archive.queries.query_language import Term, words
from sayso.archive.queries.search import IDS, Found, found_all, number_of
from sayso.archive.quotations.align import Alignment, Change, align, shown
from sayso.archive.quotations.minhash import signature, similarity
from sayso.archive.storage.database import Database, ids, stored
from sayso.errors import MissingError, QueryError
from sayso.lexicons import terms
from sayso.terms import Spans

_LIKE: Final = 0.65  # of the words of the longer wording
_ESTIMATE: Final = 0.2  # of the signatures: below, a candidate is not aligned
_CANDIDATES: Final = 20_000
_ALIGNED: Final = 300
_PHRASE: Final = 4
_PHRASES: Final = 20  # that are looked for, or a few more
_COMMON: Final = 300  # statements from which on a phrase is a common one
_FEWEST: Final = 3  # words of a quotation that is looked for
_PART: Final = 5  # words that a part has at least
_TURN: Final = 6  # telling words that a part has at least where another speaker says it: fewer are a turn of speech


class Copy(msgspec.Struct, frozen=True):
    """A statement with the same quotation, and how its words differ from the earliest one's.

    ``how`` is earliest, exact, altered or part; ``wording`` shows the words with {-dropped-} and {+added+};
    ``speaker_differs`` says that another speaker is named than in the earliest.
    """

    how: str
    likeness: float
    changes: tuple[Change, ...]
    wording: str
    speaker_differs: bool
    statement: Found


def same(database: Database, what: str, filters: Filters = NONE, limit: int = 50, *, parts: bool = True) -> list[Copy]:
    """The statements with the quotation of a statement (12.a7) or of a text, the earliest first.

    Raises ArchiveError for a statement that is not there, QueryError for a text without words, ExtraError without
    rapidfuzz.
    """
    with database.snapshot():
        text, own = _asked(database, what)
        liked = alike(database, text, filters, parts=parts)
        if own is not None and own not in liked:
            liked[own] = align(text, text)
        told = found_all(database, list(liked))
    if own is not None:
        kept = [n for n, one in told.items() if liked[n].likeness >= _LIKE or not _turn_of_speech(told[own], one)]
        told = {number: told[number] for number in kept}
    ranked = sorted(told.values(), key=lambda one: when(one.published, one.version))
    return [_copy(ranked[0], one, text) for one in ranked[:limit]]


def _turn_of_speech(one: Found, other: Found) -> bool:
    """Whether a part is words that another speaker may well say of something else."""
    if one.entity == other.entity:
        return False
    return min(len(_telling(words(said.content))) for said in (one, other)) < _TURN


def alike(
    database: Database, text: str, filters: Filters = NONE, *, least: float = _LIKE, parts: bool = True
) -> dict[int, Alignment]:
    """The row ids of the statements whose content is the text, exact or altered, with the alignment to it."""
    asked = words(text)
    if not asked:
        raise QueryError(f'"{text}" holds no word', "Give a quotation, or a statement's id such as 12.a7")
    where, params = condition(database, filters)
    numbers = _by_bands(database, asked)
    if parts or len(asked) < _PHRASE:
        numbers = list(dict.fromkeys([*numbers, *_by_phrases(database, asked)]))
    out: dict[int, Alignment] = {}
    if len(asked) < _FEWEST:  # "to be" stands everywhere and says nothing
        return out
    for number, content in contents(database, numbers, where, params):
        alignment = align(text, content)
        whole = alignment.likeness >= least
        if whole or (parts and alignment.part and min(len(asked), len(words(content))) >= _PART):
            out[number] = alignment
    return out


def contents(database: Database, numbers: Iterable[int], where: str, params: Sequence[object]) -> list[tuple[int, str]]:
    """The contents of statements that fit a condition; none where the text was dropped."""
    rows = database.run(
        "SELECT s.id, s.content, s.first, substr(v.text, s.first + 1, s.last - s.first) FROM statement s "
        f"JOIN version v ON v.id = s.version WHERE s.id IN ({ids(numbers)}) AND v.text IS NOT NULL AND {where}",
        params,
    )
    return [(number, piece(text, first, content)) for number, content, first, text in rows]


def piece(sentence: str, first: int, content: str) -> str:
    """A content out of the sentence around it."""
    spans = stored(content, Spans)
    return " ".join(sentence[span.start - first : span.end - first] for span in spans)


def _asked(database: Database, what: str) -> tuple[str, int | None]:
    """The text that is asked about, and the row of the statement if it is one's id."""
    name = what.strip()
    if IDS.fullmatch(name):
        number = number_of(database, name)
        rows = contents(database, [number], "1 = 1", [])
        if not rows:
            raise MissingError(f"the text of statement {name} was dropped", "Ask with the words instead", database.name)
        return rows[0][1], number
    return what, None


def _by_bands(database: Database, asked: list[str]) -> list[int]:
    """Candidates that share a band, those whose signatures are most alike."""
    made = signature(asked)
    if made is None:
        return []
    numbers = database.banded(made, _CANDIDATES)
    rows = database.run(f"SELECT id, signature FROM statement WHERE signature IS NOT NULL AND id IN ({ids(numbers)})")
    scores = similarity(made, [bytes(other) for _, other in rows])
    ranked = sorted(zip(scores.tolist(), (number for number, _ in rows), strict=True), reverse=True)
    best = [number for score, number in ranked if score >= _ESTIMATE]
    # Copies that are as good as exact are all kept, the rest up to a bound.
    exact = sum(score > 0.9 for score, _ in ranked)
    return best[: max(_ALIGNED, exact)]


def _by_phrases(database: Database, asked: list[str]) -> list[int]:
    """Candidates that share four words in a row, or the whole where it is shorter: parts of a quotation, and wholes."""
    runs = [asked[at : at + _PHRASE] for at in range(max(1, len(asked) - _PHRASE + 1))]
    step = max(2, len(runs) // _PHRASES)
    best = [max(runs[at : at + step], key=lambda run: len(_telling(run))) for at in range(0, len(runs), step)]
    telling = [tuple(run) for run in best if _telling(run)] or [tuple(runs[0])]
    found = [database.phrased(Term(run), _COMMON) for run in telling]
    rare = [numbers for numbers in found if len(numbers) < _COMMON]  # a phrase that many use says nothing
    return [number for numbers in rare or found[:1] for number in numbers]


def _telling(found: Iterable[str]) -> set[str]:
    """The words that say something."""
    return set(found) - terms("function_words")


def _copy(first: Found, one: Found, asked: str) -> Copy:
    """How a statement differs from the earliest; where the two have other parts in common only, from what was asked."""
    before, alignment = first.content, align(first.content, one.content)
    if alignment.likeness < _LIKE and not alignment.part:
        before, alignment = asked, align(asked, one.content)
    how = "earliest" if one is first else "exact" if alignment.exact else "part" if alignment.part else "altered"
    return Copy(
        how=how,
        likeness=round(alignment.likeness, 3),
        changes=alignment.changes,
        wording=one.content if alignment.exact else shown(before, one.content),
        speaker_differs=one.entity != first.entity,
        statement=one,
    )


def when(published: str | None, version: int) -> tuple[float, int]:
    """A key that puts the earliest first; what has no date comes last."""
    try:
        made = datetime.fromisoformat(published) if published else None
    except ValueError:
        made = None
    if made is None:
        return float("inf"), version
    return (made if made.tzinfo else made.replace(tzinfo=UTC)).timestamp(), version
