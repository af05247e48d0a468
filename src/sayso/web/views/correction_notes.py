"""The corrections of a page as text: author, date, and the values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sayso.archive.corrections.apply import Corrected, Correction, Reading
from sayso.terms import Attribution, Record
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import CorrectionNote, words_of

_ROLES: Final = ("source", "cue", "content")


def history(corrections: Sequence[Correction], t: Messages) -> list[str]:
    """Return a line for each correction: author, date, kind, note."""
    lines = []
    for correction in corrections:
        change = correction.change
        key = "undone_by" if change.restored else "deleted" if change.deleted else "added" if change.added else "shown"
        line = t(f"correct.{key}", by=correction.by, at=correction.at[:16].replace("T", " "))
        lines.append(f"{line}: {correction.note}" if correction.note else line)
    return lines


def correction_notes(corrected: Corrected, t: Messages) -> tuple[dict[str, CorrectionNote], tuple[CorrectionNote, ...]]:
    """Return the notes of the corrected statements of a record by id, and those of the deleted statements."""
    current = {attribution.id: attribution for attribution in corrected.record.attributions}
    notes = {}
    for name, corrections in corrected.marks.items():
        added = corrections[0].change.added
        if name in current and (added or not corrections[-1].change.restored):
            original = t("correct.missed")
            if not added:
                original = _original(corrections[0].machine, current[name], corrected.record, t)
            text = "; ".join(history(corrections, t))
            notes[name] = CorrectionNote(name, text, original, "", undo=len(corrections) > added)
    article_text = corrected.record.article.text
    deleted = tuple(
        CorrectionNote(
            attribution.id, "; ".join(history(corrections, t)), "", words_of(article_text, attribution.content)
        )
        for attribution, corrections in corrected.deleted
    )
    return notes, deleted


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
