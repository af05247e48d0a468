"""The corrections of a page as text: author, date, and the values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sayso.archive.corrections.apply import Corrected, Correction, Reading, final_reading
from sayso.archive.corrections.review import decisions, disputed_fields
from sayso.terms import Attribution, Record
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import CorrectionNote, words_of

_ROLES: Final = ("source", "cue", "content")


def history(corrections: Sequence[Correction], t: Messages) -> list[str]:
    """Return a line for each correction: author, date, kind, note."""
    lines = []
    for correction in corrections:
        change = correction.change
        kinds = {
            "deleted": change.deleted,
            "added": change.added,
            "undone_by": change.restored,
            "accepted": change.accepted,
        }
        key = next((kind for kind, is_kind in kinds.items() if is_kind), "shown")
        line = t(f"correct.{key}", by=correction.by, at=correction.at[:16].replace("T", " "))
        lines.append(f"{line}: {correction.note}" if correction.note else line)
    return lines


def correction_notes(corrected: Corrected, t: Messages) -> tuple[dict[str, CorrectionNote], tuple[CorrectionNote, ...]]:
    """Return the notes of the corrected statements of a record by id, and those of the deleted statements."""
    current = {attribution.id: attribution for attribution in corrected.record.attributions}
    notes = {}
    for name, corrections in corrected.marks.items():
        added, accepted = corrections[0].change.added, corrections[-1].change.accepted
        unchanged = final_reading(corrections)[0] == corrections[0].machine
        dispute = _dispute(corrections, corrected.record.article.text, t)
        if name in current and (added or accepted or dispute or not unchanged):
            original = t("correct.missed") if added else ""
            if not added and not unchanged:
                original = _original(corrections[0].machine, current[name], corrected.record, t)
            text = "; ".join(history(corrections, t))
            undo = len(corrections) > added
            notes[name] = CorrectionNote(
                name, text, original, "", undo=undo, accepted=accepted and unchanged, dispute=dispute
            )
    article_text = corrected.record.article.text
    deleted = tuple(
        CorrectionNote(
            attribution.id,
            "; ".join(history(corrections, t)),
            "",
            words_of(article_text, attribution.content),
            dispute=_dispute(corrections, article_text, t),
        )
        for attribution, corrections in corrected.deleted
    )
    return notes, deleted


def _dispute(corrections: Sequence[Correction], text: str, t: Messages) -> str:
    """Return what each reviewer decided, as text, if they disagree: only the values in which they differ."""
    names = disputed_fields(corrections)
    decided = [(decision.by, decision.values) for decision in decisions(corrections)] if names else []
    return "; ".join(
        f"{by}: {', '.join(_value(name, values[name], text, t) for name in names if name in values)}"
        for by, values in decided
        if not set(names).isdisjoint(values)
    )


def _value(name: str, value: Any, text: str, t: Messages) -> str:  # noqa: ANN401 (the value of any field)
    """Return the value of a field of a statement, as text."""
    if name == "deleted":
        return t("correct.no_statement" if value else "correct.is_statement")
    if name == "speaker":
        return value.name if value else t("correct.nobody")
    return t(f"act.{value}") if name == "act" else f"{t(f'page.{name}')} “{words_of(text, value)}”"


def _original(machine: Reading, now: Attribution, record: Record, t: Messages) -> str:
    """Return the model's values that differ from the corrected ones, as text."""
    text, values = record.article.text, []
    speaker = next((speaker.name for speaker in record.speakers if speaker.id == now.speaker), None)
    original = machine.speaker.name if machine.speaker else None
    if speaker != original:
        values.append(original or t("correct.nobody"))
    if machine.act is not now.act:
        values.append(t(f"act.{machine.act}"))
    values += [
        f"{t(f'page.{role}')} “{words_of(text, getattr(machine, role))}”"
        for role in _ROLES
        if getattr(machine, role) != getattr(now, role)
    ]
    return " · ".join(values)
