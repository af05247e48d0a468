"""Review of statements: which to check, the worst first; what each reviewer decided; how to undo the last decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from sayso.archive.corrections.apply import Correct, Corrected, Correction, Reading, corrected, final_reading
from sayso.archive.corrections.current_record import corrections_of, current_record
from sayso.archive.storage.database import Database
from sayso.record.doubt import DOUBT_BELOW, SURE, certainty, needs_check

# Schema 12 has an index with both expressions.
_SCORE: Final = (  # certainty(); a confidence of 0 is unknown
    "CASE WHEN s.confidence = 0 OR s.speaker_confidence < s.confidence THEN s.speaker_confidence ELSE s.confidence END"
)
_UNSURE: Final = f"(s.confidence > 0 AND s.confidence < {SURE} OR s.speaker_confidence < {DOUBT_BELOW})"


class ReviewDecision(msgspec.Struct, frozen=True):
    """What a reviewer decided on a statement: the last value of each field that the reviewer set or accepted.

    ``deleted`` is a field, too: who changes a statement takes it for one.
    """

    by: str
    values: dict[str, Any]


class ToCheck(msgspec.Struct, frozen=True):
    """A statement to check: its page, the id of its version, and its id in the record."""

    page: int
    version: int
    name: str


def decisions(corrections: Sequence[Correction]) -> list[ReviewDecision]:
    """Return the decision of each reviewer on a statement, from all its corrections in order."""
    by_reviewer: dict[str, dict[str, Any]] = {}
    before = corrections[0].machine
    for number, correction in enumerate(corrections, 1):
        change = correction.change
        reading, deleted = final_reading(corrections[:number])
        values = by_reviewer.setdefault(correction.by, {})
        for name in Reading.__struct_fields__:
            reverted = change.restored and getattr(reading, name) != getattr(before, name)
            if change.accepted or reverted or getattr(change, name) is not None:
                values[name] = getattr(reading, name)
        values["deleted"] = deleted
        before = reading
    return [ReviewDecision(by, values) for by, values in by_reviewer.items()]


def disputed_fields(corrections: Sequence[Correction]) -> list[str]:
    """Return the fields that reviewers decided differently.

    To accept a statement settles the dispute, and so does a second reviewer who rejects it.
    """
    if not corrections or corrections[-1].change.accepted:
        return []
    if corrections[-1].change.deleted:
        rejected_by = {correction.by for correction in corrections if correction.change.deleted}
        if len(rejected_by) > 1:
            return []
    values = [decision.values for decision in decisions(corrections)]
    names = dict.fromkeys(name for decided in values for name in decided)
    return [name for name in names if len({decided[name] for decided in values if name in decided}) > 1]


def undo_of(corrections: Sequence[Correction]) -> Correct:
    """Return the change that brings back the state before the last correction of a statement."""
    if len(corrections) == 1:
        return Correct(deleted=True) if corrections[0].change.added else Correct(restored=True)
    machine, (reading, deleted) = corrections[0].machine, final_reading(corrections[:-1])
    if deleted:
        return Correct(deleted=True)
    values = {name: getattr(reading, name) for name in Reading.__struct_fields__}
    changed: dict[str, Any] = {name: value for name, value in values.items() if value != getattr(machine, name)}
    return Correct(**changed, restored=True, accepted=corrections[-2].change.accepted)


def page_queue(page: Corrected) -> list[str]:
    """Return the statements of a page to check: those that reviewers dispute, then the others, the worst first."""
    names = _disputed(page)
    unsure = [attribution for attribution in page.record.attributions if needs_check(attribution)]
    unsure.sort(key=certainty)
    return list(dict.fromkeys([*names, *(attribution.id for attribution in unsure)]))


def archive_queue(database: Database, limit: int) -> list[ToCheck]:
    """Return the statements of the newest versions to check: the disputed ones, then the others, the worst first."""
    rows = database.run(
        f"SELECT v.page, v.id, s.name FROM statement s JOIN version v ON v.id = s.version "
        f"WHERE s.latest = 1 AND s.repeated = 0 AND v.text IS NOT NULL AND {_UNSURE} "
        f"ORDER BY {_SCORE}, s.id LIMIT ?",
        [limit],
    )
    unsure = [ToCheck(page, version, name) for page, version, name in rows]
    return list(dict.fromkeys([*_disputes(database), *unsure]))[:limit]


def _disputes(database: Database) -> list[ToCheck]:
    """Return the disputed statements of the newest versions."""
    versions = database.run(
        "SELECT page, id, text, body FROM version WHERE latest = 1 AND text IS NOT NULL AND id IN "
        "(SELECT version FROM correction GROUP BY version HAVING count(DISTINCT author) > 1) ORDER BY id"
    )
    return [
        ToCheck(page, version, name)
        for page, version, text, body in versions
        for name in _disputed(corrected(current_record(text, body, None), corrections_of(database, version)))
    ]


def _disputed(page: Corrected) -> list[str]:
    """Return the statements of a page that reviewers dispute, also those that a reviewer rejected."""
    rejected = {attribution.id: corrections for attribution, corrections in page.deleted}
    return [name for name, corrections in {**page.marks, **rejected}.items() if disputed_fields(corrections)]
