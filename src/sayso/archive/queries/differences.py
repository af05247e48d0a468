"""Two versions of a page: statements added, removed, reworded or given to another source; headline and captions."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.archive.queries.query_language import words
from sayso.archive.queries.search import Found, found, number_of
from sayso.archive.quotations.align import Change, align, shown
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.archive.storage.rows import page_key
from sayso.errors import MissingError
from sayso.terms import BlockKind, Record

_LIKE: Final = 0.5
_NUMBER: Final = re.compile("[0-9]{1,18}")
_COMPARED: Final = 300  # statements of each side that are compared with one another


class Pair(msgspec.Struct, frozen=True):
    """A statement before and after. ``what`` names what changed: reworded, reattributed, recast (act, determinacy,
    form or cue).
    """

    what: tuple[str, ...]
    before: Found
    after: Found
    wording: str
    source: str
    changes: tuple[Change, ...]


class Retold(msgspec.Struct, frozen=True):
    """A headline or caption before and after; None where there was or is none."""

    what: str
    before: str | None
    after: str | None


class Difference(msgspec.Struct, frozen=True):
    """What changed between two versions (numbers) of a page."""

    url: str | None
    before: int
    after: int
    added: tuple[Found, ...]
    removed: tuple[Found, ...]
    changed: tuple[Pair, ...]
    retold: tuple[Retold, ...]
    unchanged: int


def diff(database: Database, page: str, before: int | None = None, after: int | None = None) -> Difference:
    """What changed from one version of a page to another; without numbers, between the last two.

    ``page`` is its URL, or its number (p3). Raises ArchiveError for a page or version that is not there.
    """
    with database.snapshot():
        url, versions = versions_of(database, page)
        numbers = sorted(versions)
        after = numbers[-1] if after is None else after
        earlier = [number for number in numbers if number < after]
        if before is None and not earlier:
            raise MissingError(
                "the archive holds one version of the page", "Add it again once it has changed", database.name, page
            )
        before = earlier[-1] if before is None else before
        for number in (before, after):
            if number not in versions:
                raise MissingError(
                    f"there is no version {number}", f"Choose among {', '.join(map(str, numbers))}", database.name, page
                )
        old, new = _sides(database, versions[before]), _sides(database, versions[after])
        pairs, removed, added = _matched(old[1], new[1])
        changed = [made for made in (_pair(*pair) for pair in pairs) if made is not None]
    return Difference(
        url,
        before,
        after,
        tuple(added),
        tuple(removed),
        tuple(changed),
        tuple(_retold(old[0], new[0])),
        len(pairs) - len(changed),
    )


def versions_of(database: Database, page: str) -> tuple[str | None, dict[int, int]]:
    """The URL of a page, and the ids of its versions by number."""
    name = page.strip()
    by_number = _NUMBER.fullmatch(name.removeprefix("p")) is not None
    rows = database.run(
        "SELECT p.url, v.number, v.id FROM page p JOIN version v ON v.page = p.id "
        f"WHERE p.{'id' if by_number else 'key'} = ?",
        [int(name.removeprefix("p")) if by_number else page_key(name)],
    )
    if not rows:
        raise MissingError(f"the page {page} is not in the archive", "Add it: sayso add URL", database.name)
    return rows[0][0], {number: version for _, number, version in rows}


def _sides(database: Database, version: int) -> tuple[Record, list[Found]]:
    record = read_record(database, version, corrected=True)
    numbers = [number_of(database, f"{version}.{one.id}") for one in record.attributions if one.repeats is None]
    return record, found(database, numbers, {})


def _matched(old: list[Found], new: list[Found]) -> tuple[list[tuple[Found, Found]], list[Found], list[Found]]:
    """Statements that are the same one, then those only in the old, then those only in the new."""
    pairs: list[tuple[Found, Found]] = []
    left, right = list(old), list(new)
    for sure in (True, False):  # the same words by the same speaker first, then the same words
        for one in list(left):
            for other in right:
                if words(one.content) == words(other.content) and (not sure or one.entity == other.entity):
                    pairs.append((one, other))
                    left.remove(one)
                    right.remove(other)
                    break
    scored = sorted(
        (
            (align(one.content, other.content).likeness + 0.1 * (one.entity == other.entity), -n, -m)
            for n, one in enumerate(left[:_COMPARED])
            for m, other in enumerate(right[:_COMPARED])
        ),
        reverse=True,
    )
    gone: set[int] = set()
    come: set[int] = set()
    for score, n, m in scored:
        if score >= _LIKE and -n not in gone and -m not in come:
            gone.add(-n)
            come.add(-m)
            pairs.append((left[-n], right[-m]))
    return (
        pairs,
        [one for n, one in enumerate(left) if n not in gone],
        [one for m, one in enumerate(right) if m not in come],
    )


def _pair(one: Found, other: Found) -> Pair | None:
    """What changed between two tellings of a statement; None for nothing."""
    alignment = align(one.content, other.content)
    sources = words(one.source) != words(other.source) or words(one.speaker or "") != words(other.speaker or "")
    what = []
    if alignment.changes:
        what.append("reworded")
    if sources:
        what.append("reattributed")
    before = (one.act, one.determinacy, one.form, words(one.cue))
    if before != (other.act, other.determinacy, other.form, words(other.cue)):
        what.append("recast")
    if not what:
        return None
    return Pair(
        tuple(what), one, other, shown(one.content, other.content), shown(one.source, other.source), alignment.changes
    )


def _retold(old: Record, new: Record) -> list[Retold]:
    """Headline and captions that changed."""
    out = []
    if (old.article.headline or "") != (new.article.headline or ""):
        out.append(Retold("headline", old.article.headline, new.article.headline))
    before, after = _captions(old), _captions(new)
    gone = [text for text in before if text not in after]
    come = [text for text in after if text not in before]
    for text in gone:
        near = max(come, key=lambda other: align(text, other).likeness, default=None)
        if near is not None and align(text, near).likeness >= _LIKE:
            come.remove(near)
            out.append(Retold("caption", text, near))
        else:
            out.append(Retold("caption", text, None))
    return [*out, *(Retold("caption", None, text) for text in come)]


def _captions(record: Record) -> list[str]:
    return [
        block.span.of(record.article.text).strip() for block in record.article.blocks if block.kind is BlockKind.CAPTION
    ]
