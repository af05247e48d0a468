"""Compares pages on one event: who is quoted where, whose words differ, and what each page rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

import msgspec

from sayso.archive.queries.differences import versions_of
from sayso.archive.queries.search import ArchivedStatement, load_statements, row_id
from sayso.archive.quotations.align import align, shown
from sayso.archive.quotations.copies import when
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.errors import QueryError
from sayso.lexicons import terms
from sayso.terms import Attribution, Determinacy, Record, Share, SpeakerKind
from sayso.text.searchable import words

MAX_PAGES: Final = 12
_MAX_STATEMENTS: Final = 300  # of each page, for the comparison of words
_MIN_LIKENESS: Final = 0.65  # of two wordings of the same words
_MIN_SHARED: Final = 0.5  # of the significant words of the shorter wording, for an alignment
_MIN_WORDS: Final = 4  # significant words of each wording


class ComparedPage(msgspec.Struct, frozen=True):
    """A page of a comparison and what it rests on.

    ``anonymous_relays`` counts the statements whose only source is an anonymous source of another outlet; ``rests_on``
    is the outlet that nearly all statements come from, ``origin`` the agency or issuer of the text.
    """

    page: int
    version: int
    outlet: str | None
    published: str | None
    headline: str | None
    url: str | None
    statements: int
    named: Share
    unnamed: Share
    relayed: Share
    anonymous_relays: int
    rests_on: str | None
    origin: str | None


class ComparedSpeaker(msgspec.Struct, frozen=True):
    """A speaker with the statements on each page, in the order of the pages. Anonymous sources are one speaker.

    ``only`` is the place of the only page with the speaker, from 0; None if there are several.
    """

    entity: str | None
    name: str
    kind: str
    statements: tuple[tuple[ArchivedStatement, ...], ...]
    only: int | None


class ComparedWords(msgspec.Struct, frozen=True):
    """The same words on several pages. ``wordings`` shows them with {-dropped-} and {+added+} words.

    Each wording is compared with that of the first page with these words; None for a page without them. ``differ`` says
    whether a wording differs, ``speaker_differs`` whether the speaker does.
    """

    statements: tuple[ArchivedStatement | None, ...]
    wordings: tuple[str | None, ...]
    differ: bool
    speaker_differs: bool


class Comparison(msgspec.Struct, frozen=True):
    """Pages side by side, the earliest first: their speakers and the words that several pages have."""

    pages: tuple[ComparedPage, ...]
    speakers: tuple[ComparedSpeaker, ...]
    words: tuple[ComparedWords, ...]


class _LoadedPage(msgspec.Struct, frozen=True):
    """A page with its counted statements and their outer statements."""

    page: ComparedPage
    statements: list[ArchivedStatement]
    outer: dict[str, frozenset[str]]


def compare(database: Database, pages: Sequence[str]) -> Comparison:
    """Compare the newest versions of pages (URLs, or numbers such as p3).

    Raises MissingError for a page that is not in the archive, and QueryError for fewer than two or too many pages.
    """
    with database.snapshot():
        versions = dict.fromkeys(max(versions_of(database, page)[1].items())[1] for page in pages)
        if not 2 <= len(versions) <= MAX_PAGES:
            number = "one page" if len(versions) == 1 else f"{len(versions)} pages"
            raise QueryError(f"a comparison of {number}", f"Choose from 2 to {MAX_PAGES} different pages")
        loaded = [_load(database, version) for version in versions]
    loaded.sort(key=lambda each: when(each.page.published, each.page.version))
    return Comparison(tuple(each.page for each in loaded), _speakers(loaded), _words(loaded))


def _load(database: Database, version: int) -> _LoadedPage:
    record = read_record(database, version, corrected=True)
    counted = [a for a in record.attributions if a.repeats is None and a.determinacy is Determinacy.ACTUAL]
    statements = load_statements(database, [row_id(database, f"{version}.{a.id}") for a in counted])
    ((page,),) = database.run("SELECT page FROM version WHERE id = ?", [version])
    names = {speaker.id: speaker.name for speaker in record.speakers}
    by_id = {each.id: each for each in record.attributions}
    article, sourcing = record.article, record.sourcing
    compared = ComparedPage(
        page=int(page), version=version, outlet=article.publisher, published=article.published,
        headline=article.headline, url=article.url, statements=len(counted), named=sourcing.named,
        unnamed=sourcing.unnamed, relayed=sourcing.relayed, anonymous_relays=_anonymous_relays(record, counted),
        rests_on=names.get(sourcing.rests_on or ""), origin=article.origin,
    )  # fmt: skip
    return _LoadedPage(compared, statements, {f"{version}.{a.id}": _outer(by_id, a) for a in counted})


def _outer(by_id: Mapping[str, Attribution], attribution: Attribution) -> frozenset[str]:
    """Return the ids of the attributions that contain an attribution."""
    outer: set[str] = set()
    name = attribution.inside
    while name is not None and name in by_id and name not in outer:
        outer.add(name)
        name = by_id[name].inside
    return frozenset(outer)


def _anonymous_relays(record: Record, counted: Sequence[Attribution]) -> int:
    unnamed = {speaker.id for speaker in record.speakers if speaker.kind is SpeakerKind.UNNAMED}
    return sum(attribution.relay is not None and attribution.speaker in unnamed for attribution in counted)


def _speakers(loaded: Sequence[_LoadedPage]) -> tuple[ComparedSpeaker, ...]:
    """Return the speakers, those on most pages first; sources that are not stated are left out."""
    grouped: defaultdict[str, list[list[ArchivedStatement]]] = defaultdict(lambda: [[] for _ in loaded])
    for place, each in enumerate(loaded):
        for statement in each.statements:
            if statement.entity is not None:
                key = "" if statement.kind == SpeakerKind.UNNAMED else statement.entity
                grouped[key][place].append(statement)
    speakers = []
    for entity, by_page in grouped.items():
        places = [place for place, statements in enumerate(by_page) if statements]
        first = by_page[places[0]][0]
        name = "" if not entity else max((s.speaker or "" for statements in by_page for s in statements), key=len)
        speakers.append(
            ComparedSpeaker(
                entity or None, name, first.kind, tuple(map(tuple, by_page)), places[0] if len(places) == 1 else None
            )
        )
    return tuple(sorted(speakers, key=_rank))


def _rank(speaker: ComparedSpeaker) -> tuple[int, int]:
    return -sum(map(bool, speaker.statements)), -sum(map(len, speaker.statements))


def _words(loaded: Sequence[_LoadedPage]) -> tuple[ComparedWords, ...]:
    """Return the words that several pages have, one statement a page; nested parts of a sentence are left out."""
    groups = sorted(_groups(loaded), key=lambda group: -sum(len(statement.content) for statement in group.values()))
    taken: dict[str, set[str]] = defaultdict(set)  # ids by version
    compared = []
    for group in groups:
        if any(_nested(statement, taken, loaded[place]) for place, statement in group.items()):
            continue
        for statement in group.values():
            taken[statement.id.partition(".")[0]].add(statement.id.partition(".")[2])
        compared.append(_compared(group, len(loaded)))
    return tuple(sorted(compared, key=lambda each: (not each.differ, not each.speaker_differs)))


def _nested(statement: ArchivedStatement, taken: dict[str, set[str]], page: _LoadedPage) -> bool:
    """Return whether a statement is inside one that is taken, or contains one."""
    version, _, name = statement.id.partition(".")
    return any(
        other in page.outer[statement.id] or name in page.outer[f"{version}.{other}"] for other in taken[version]
    )


def _groups(loaded: Sequence[_LoadedPage]) -> list[dict[int, ArchivedStatement]]:
    """Return the statements with the same words by the place of their page, the most similar pairs joined first."""
    significant = {
        statement.id: frozenset(words(statement.content)) - terms("function_words")
        for each in loaded
        for statement in each.statements[:_MAX_STATEMENTS]
    }
    scored = [
        (likeness, left, before, right, after)
        for (left, first), (right, second) in combinations(enumerate(loaded), 2)
        for before in first.statements[:_MAX_STATEMENTS]
        for after in second.statements[:_MAX_STATEMENTS]
        if (likeness := _likeness(before, after, significant))
    ]
    scored.sort(key=lambda item: item[0], reverse=True)
    group_of: dict[str, dict[int, ArchivedStatement]] = {}
    for _, left, before, right, after in scored:
        group = group_of.get(before.id, {left: before})
        other = group_of.get(after.id, {right: after})
        if group is other or group.keys() & other.keys():
            continue
        merged = group | other
        group_of |= {statement.id: merged for statement in merged.values()}
    return list({id(group): group for group in group_of.values()}.values())


def _likeness(
    before: ArchivedStatement, after: ArchivedStatement, significant: dict[str, frozenset[str]]
) -> float | None:
    """Return the likeness of two statements if they have the same words, exact, altered or in part; else None."""
    left, right = significant[before.id], significant[after.id]
    shorter = min(len(left), len(right))
    if shorter < _MIN_WORDS or len(left & right) < _MIN_SHARED * shorter:
        return None
    alignment = align(before.content, after.content)
    return alignment.likeness if alignment.part or alignment.likeness >= _MIN_LIKENESS else None


def _compared(group: dict[int, ArchivedStatement], pages: int) -> ComparedWords:
    """Compare the statements of a group with that of the first page."""
    first = group[min(group)]
    wordings: list[str | None] = [None] * pages
    differ = False
    for place, statement in group.items():
        exact = align(first.content, statement.content).exact
        wordings[place] = statement.content if exact else shown(first.content, statement.content)
        differ = differ or not exact
    return ComparedWords(
        statements=tuple(group.get(place) for place in range(pages)),
        wordings=tuple(wordings),
        differ=differ,
        speaker_differs=len({_named(statement) for statement in group.values()}) > 1,
    )


def _named(statement: ArchivedStatement) -> str | None:
    """Return the entity of a statement; None for sources without a name, which no description identifies."""
    return None if statement.kind in (SpeakerKind.UNNAMED, SpeakerKind.UNSTATED) else statement.entity
