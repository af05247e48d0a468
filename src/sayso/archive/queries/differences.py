"""Compares two versions of a page: added, removed, reworded and reattributed statements, and the rest of the text."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.archive.queries.search import ArchivedStatement, load_statements, row_id
from sayso.archive.queries.text_changes import TextChange, text_changes
from sayso.archive.quotations.align import Change, align, shown
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.archive.storage.rows import page_key
from sayso.errors import MissingError
from sayso.terms import Record
from sayso.text.searchable import words

_MIN_LIKENESS: Final = 0.5  # of two wordings, to be the same statement
_MAX_COMPARED: Final = 300  # statements of each version that are aligned with those of the other
_NUMBER: Final = re.compile("[0-9]{1,18}")

_Pairs = list[tuple[ArchivedStatement, ArchivedStatement]]


class StatementChange(msgspec.Struct, frozen=True):
    """A changed statement in both versions.

    ``what`` holds the types of change: reworded, reattributed, and recast for another act, determinacy, form or cue.
    ``wording``, ``source`` and ``cue`` show the old and the new words in one line.
    """

    what: tuple[str, ...]
    before: ArchivedStatement
    after: ArchivedStatement
    wording: str
    source: str
    changes: tuple[Change, ...]
    cue: str = ""


class Difference(msgspec.Struct, frozen=True):
    """The differences between two versions of a page. ``before`` and ``after`` are version numbers.

    ``retold`` holds the changed headline and captions, then the changed sentences outside the statements, those with a
    changed number first.
    """

    url: str | None
    before: int
    after: int
    added: tuple[ArchivedStatement, ...]
    removed: tuple[ArchivedStatement, ...]
    changed: tuple[StatementChange, ...]
    retold: tuple[TextChange, ...]
    unchanged: int


def diff(database: Database, page: str, before: int | None = None, after: int | None = None) -> Difference:
    """Return the differences between two versions of a page; by default, between the last two.

    ``page`` is a URL or a number (p3). Raises MissingError if the page or a version is not in the archive.
    """
    with database.snapshot():
        url, versions = versions_of(database, page)
        numbers = sorted(versions)
        after = numbers[-1] if after is None else after
        earlier = [number for number in numbers if number < after]
        if before is None and not earlier:
            raise MissingError(
                "the archive has only one version of the page", "Add the page again when it has changed",
                database.name, page,
            )  # fmt: skip
        before = earlier[-1] if before is None else before
        for number in (before, after):
            if number not in versions:
                raise MissingError(
                    f"there is no version {number}",
                    f"Choose one of: {', '.join(map(str, numbers))}",
                    database.name,
                    page,
                )
        old_record, old = _load(database, versions[before])
        new_record, new = _load(database, versions[after])
        pairs, removed, added = _matched(old, new)
        changed = [change for change in (_change(*pair) for pair in pairs) if change is not None]
    return Difference(
        url,
        before,
        after,
        tuple(added),
        tuple(removed),
        tuple(changed),
        tuple(text_changes(old_record, new_record)),
        len(pairs) - len(changed),
    )


def versions_of(database: Database, page: str) -> tuple[str | None, dict[int, int]]:
    """Return the URL of a page, and the ids of its versions by number. Raises MissingError if there is no such page."""
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


def _load(database: Database, version: int) -> tuple[Record, list[ArchivedStatement]]:
    """Return the corrected record of a version, and its statements without repeats."""
    record = read_record(database, version, corrected=True)
    ids = [
        row_id(database, f"{version}.{attribution.id}")
        for attribution in record.attributions
        if attribution.repeats is None
    ]
    return record, load_statements(database, ids)


def _matched(
    old: list[ArchivedStatement], new: list[ArchivedStatement]
) -> tuple[_Pairs, list[ArchivedStatement], list[ArchivedStatement]]:
    """Return the pairs of statements that correspond, then the remaining old and the remaining new statements."""
    pairs: _Pairs = []
    left, right = list(old), list(new)
    for same_speaker in (True, False):  # first the same words by the same speaker, then the same words
        for before in list(left):
            for after in right:
                if words(before.content) == words(after.content) and (
                    not same_speaker or before.entity == after.entity
                ):
                    pairs.append((before, after))
                    left.remove(before)
                    right.remove(after)
                    break
    scored = sorted(
        (
            (align(before.content, after.content).likeness + 0.1 * (before.entity == after.entity), -n, -m)
            for n, before in enumerate(left[:_MAX_COMPARED])
            for m, after in enumerate(right[:_MAX_COMPARED])
        ),
        reverse=True,
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for score, n, m in scored:
        if score >= _MIN_LIKENESS and -n not in used_left and -m not in used_right:
            used_left.add(-n)
            used_right.add(-m)
            pairs.append((left[-n], right[-m]))
    return (
        pairs,
        [statement for n, statement in enumerate(left) if n not in used_left],
        [statement for m, statement in enumerate(right) if m not in used_right],
    )


def _change(before: ArchivedStatement, after: ArchivedStatement) -> StatementChange | None:
    """Return the change between two corresponding statements, or None if they are the same."""
    alignment = align(before.content, after.content)
    what = []
    if alignment.changes:
        what.append("reworded")
    if words(before.source) != words(after.source) or words(before.speaker or "") != words(after.speaker or ""):
        what.append("reattributed")
    old = (before.act, before.determinacy, before.form, words(before.cue))
    if old != (after.act, after.determinacy, after.form, words(after.cue)):
        what.append("recast")
    if not what:
        return None
    return StatementChange(
        tuple(what),
        before,
        after,
        shown(before.content, after.content),
        shown(before.source, after.source),
        alignment.changes,
        shown(before.cue, after.cue),
    )
