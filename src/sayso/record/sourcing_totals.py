"""The sourcing statistics of many records, optionally broken down by the columns of a roster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from sayso.record.roster import Roster
from sayso.record.sourcing import ACTUAL, NAMED, UNNAMED
from sayso.terms import Act, Attribution, Determinacy, Record, Share, Speaker, SpeakerKind

_COUNTS = ("kind", "form", "act")


class Totals:
    """Totals over records, of attributions with one of the ``determinacy`` values, by default the actual ones.

    Repeats are not counted; nested words count once. Words are those of the summaries of the records: with other
    values, add records that are selected by these values.
    """

    def __init__(self, roster: Roster | None = None, determinacy: Collection[Determinacy] = ACTUAL) -> None:
        self.roster = roster
        self.determinacy = determinacy
        self.records = 0
        self.attributions = 0
        self.words = 0
        self.quoted = 0
        self.relayed = 0
        self.not_actual = 0
        self.by: dict[str, Counter[str]] = {name: Counter() for name in _COUNTS}
        self.speakers: Counter[str] = Counter()
        self.no_answer: Counter[str] = Counter()
        self.columns: dict[str, Counter[str]] = {name: Counter() for name in (roster.columns if roster else ())}
        self.unmatched: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        """Add one record."""
        self.records += 1
        self.words += record.sourcing.words
        self.quoted += record.sourcing.quoted_words.count
        speakers = {speaker.id: speaker for speaker in record.speakers}
        for attribution in record.attributions:
            if attribution.repeats is None and attribution.determinacy in self.determinacy:
                self._count(attribution, speakers.get(attribution.speaker or ""))
        self.not_actual += record.sourcing.not_actual
        for name, share in record.sourcing.speakers_by_words.items():
            if speakers[name].kind is not SpeakerKind.UNSTATED:
                self.speakers[speakers[name].name] += share.count

    def _count(self, attribution: Attribution, speaker: Speaker | None) -> None:
        """Count one attribution."""
        self.attributions += 1
        self.relayed += attribution.relay is not None
        kind = speaker.kind if speaker is not None else SpeakerKind.UNSTATED
        for name, value in (("kind", str(kind)), ("form", str(attribution.form)), ("act", str(attribution.act))):
            self.by[name][value] += 1
        if speaker is None:
            return
        if attribution.act is Act.NON_RESPONSE and kind is not SpeakerKind.UNSTATED:
            self.no_answer[speaker.name] += 1
        if self.roster is not None and kind is SpeakerKind.PERSON:
            row = self.roster.find(speaker)
            if row is None:
                self.unmatched[speaker.name] += 1
            else:
                for column, value in row.items():
                    self.columns[column][value] += 1

    def summary(self) -> dict[str, Any]:
        """The totals as plain data, largest counts first."""
        kinds = self.by["kind"]
        result: dict[str, Any] = {
            "records": self.records,
            "attributions": self.attributions,
            **{f"by_{name}": shares(counts) for name, counts in self.by.items()},
            "named": share(sum(kinds[kind] for kind in NAMED), self.attributions),
            "unnamed": share(sum(kinds[kind] for kind in UNNAMED), self.attributions),
            "first_hand": share(self.attributions - self.relayed, self.attributions),
            "relayed": share(self.relayed, self.attributions),
            "words": self.words,
            "quoted_words": share(self.quoted, self.words),
            "speakers_by_words": shares(self.speakers, self.words),
            "no_answer": dict(_ranked(self.no_answer)),
            "not_actual": self.not_actual,
        }
        if self.roster is not None:
            result["roster"] = {column: shares(counts) for column, counts in self.columns.items()}
            result["unmatched"] = dict(_ranked(self.unmatched))
        return result


def shares(counts: Counter[str], total: int | None = None) -> dict[str, Share]:
    """The count and share of each name, largest first. ``total`` defaults to the sum of the counts."""
    total = counts.total() if total is None else total
    return {name: share(count, total) for name, count in _ranked(counts)}


def share(count: int, total: int) -> Share:
    """A count and its share of the total; the share of 0 is 0."""
    return Share(count, count / total if total else 0.0)


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The counts in descending order, then by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
