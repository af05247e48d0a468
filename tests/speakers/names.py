"""Names of the speakers of a record's attributions, for assertions."""

from __future__ import annotations

from sayso.terms import Record

_ARTICLES = ("The ", "A ", "An ")


def names(record: Record) -> list[str]:
    """The names of the speakers, in text order."""
    by_id = {speaker.id: speaker.name for speaker in record.speakers}
    return [by_id[attribution.speaker] for attribution in record.attributions]


def bare_names(record: Record) -> list[str]:
    """The names of the speakers, in text order, without articles."""
    return [next((name[len(a) :] for a in _ARTICLES if name.startswith(a)), name) for name in names(record)]
