"""The sections below an article: sourcing tables, chains as a list, contradictions, repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sayso.export.markup import Fragment
from sayso.terms import Determinacy, Record, Share
from sayso.web.rendering.messages import Messages
from sayso.web.views.charts import bar
from sayso.web.views.statement_cards import Hop, StatementCard, named_speakers

_MAX_SPEAKERS: Final = 8  # in the table of speakers by words


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A count and its share with a bar. ``kind`` selects an icon, ``of`` is the total in words, ``about`` explains."""

    name: str
    count: int
    percent: int
    bar: Fragment
    kind: str | None = None
    of: str = ""
    about: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ShareTable:
    """A table of shares with a title, and in words what they are shares of."""

    title: str
    of: str
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A chain and the ids of its statements."""

    hops: tuple[Hop, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a contradiction: anchor and words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Passages of a page that contradict each other."""

    why: str
    passages: tuple[Passage, ...]


def percentages(counts: Sequence[int]) -> list[int]:
    """Return the shares of counts in percent, rounded so that they add up to 100 (largest remainders first)."""
    total = sum(counts)
    if not total:
        return [0 for _ in counts]
    floors = [100 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda n: (-(100 * counts[n] % total), n))
    for n in by_remainder[: 100 - sum(floors)]:
        floors[n] += 1
    return floors


def _parts(rows: Sequence[tuple[str, int, str, str | None]], t: Messages) -> tuple[ShareRow, ...]:
    """Return the rows of the parts of a whole: the key of the name, count, look and kind of each."""
    total = sum(count for _, count, _, _ in rows)
    return tuple(
        ShareRow(
            t(key),
            count,
            percent,
            bar(count / total if total else 0.0, look),
            kind,
            about=t(f"term.{key}") if f"term.{key}" in t else "",
        )
        for (key, count, look, kind), percent in zip(rows, percentages([row[1] for row in rows]), strict=True)
    )


def share_row(name: str, share: Share, look: str = "", kind: str | None = None, of: str = "") -> ShareRow:
    """Return the table row of a share."""
    return ShareRow(name, share.count, round(100 * share.share), bar(share.share, look), kind, of)


def sourcing_tables(record: Record, t: Messages) -> tuple[ShareTable, ...]:
    """Return the sourcing of a page as tables, without empty ones."""
    sourcing, speakers = record.sourcing, named_speakers(record, t)
    total, words = t("page.statements", n=sourcing.attributions), t("sourcing.words", n=sourcing.words)
    named, unnamed, relayed = sourcing.named.count, sourcing.unnamed.count, sourcing.relayed.count

    def parts(name: str, rows: Sequence[tuple[str, int, str, str | None]], of: str = total) -> ShareTable:
        return ShareTable(t(f"sourcing.{name}"), t("sourcing.share_of", whole=of), _parts(rows, t))

    by_words = [
        share_row(speakers[name].name, share, _look(str(speakers[name].kind)), str(speakers[name].kind))
        for name, share in list(sourcing.speakers_by_words.items())[:_MAX_SPEAKERS]
        if name in speakers
    ]
    quoted = sourcing.quoted_words.count
    tables = (
        parts("sources", (
            ("sourcing.named", named, "named", None), ("sourcing.unnamed", unnamed, "unnamed", None),
            ("sourcing.other", sourcing.attributions - named - unnamed, "", None),
        )),
        parts("hands", (
            ("sourcing.first_hand", sourcing.first_hand.count, "", None),
            ("sourcing.relayed", relayed, "relayed", None),
        )),
        parts("kinds", [(f"kind.{kind}", s.count, _look(kind), kind) for kind, s in sourcing.by_kind.items()]),
        parts("acts", [(f"act.{act}", s.count, "", None) for act, s in sourcing.by_act.items()]),
        parts("forms", [(f"form.{form}", s.count, "", None) for form, s in sourcing.by_form.items()]),
        parts("wording", (
            ("sourcing.quoted", quoted, "", None), ("sourcing.reported", sourcing.words - quoted, "", None),
        ), words),
        ShareTable(t("sourcing.most"), t("sourcing.share_of", whole=words), tuple(by_words)),
    )  # fmt: skip
    return tuple(table for table in tables if table.rows) if sourcing.attributions else ()


def _look(kind: str) -> str:
    return "unnamed" if kind == "unnamed" else ""


def chain_lines(statements: Iterable[StatementCard]) -> tuple[ChainLine, ...]:
    """Return each distinct chain with its statements, the longest first."""
    ids: defaultdict[tuple[Hop, ...], list[str]] = defaultdict(list)
    for card in statements:
        if card.chain and card.repeats is None and card.determinacy == Determinacy.ACTUAL:
            ids[card.chain].append(card.id)
    return tuple(ChainLine(hops, tuple(ids[hops])) for hops in sorted(ids, key=lambda hops: -len(hops)))


def contradictions_of(record: Record) -> tuple[Contradiction, ...]:
    """Return the contradictions of a page with their passages."""
    text = record.article.text
    return tuple(
        Contradiction(
            inconsistency.why,
            tuple(
                Passage(f"{number}-{place}", " ".join(span.of(text).split()))
                for place, span in enumerate(inconsistency.spans, 1)
            ),
        )
        for number, inconsistency in enumerate(record.inconsistencies, 1)
    )


def did_not_comment(record: Record, t: Messages) -> tuple[str, ...]:
    """Return the names of the speakers who were asked and did not comment."""
    speakers = named_speakers(record, t)
    return tuple(speakers[name].name for name in record.sourcing.no_answer if name in speakers)


def repeats_of(statements: Sequence[StatementCard]) -> tuple[StatementCard, ...]:
    """Return the statements that repeat another."""
    return tuple(card for card in statements if card.repeats is not None)
