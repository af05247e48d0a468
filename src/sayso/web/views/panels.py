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
    """A count and its share with a bar; ``kind`` selects an icon, ``of`` is the total in words."""

    name: str
    count: int
    percent: int
    bar: Fragment
    kind: str | None = None
    of: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ShareTable:
    """A table of shares with a title."""

    title: str
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


def share_row(name: str, share: Share, look: str = "", kind: str | None = None, of: str = "") -> ShareRow:
    """Return the table row of a share."""
    return ShareRow(name, share.count, round(100 * share.share), bar(share.share, look), kind, of)


def sourcing_tables(record: Record, t: Messages) -> tuple[ShareTable, ...]:
    """Return the sourcing of a page as tables, without empty ones."""
    sourcing, speakers = record.sourcing, named_speakers(record, t)
    statements = [
        share_row(t(f"sourcing.{name}"), share, look)
        for name, share, look in (
            ("named", sourcing.named, "named"), ("unnamed", sourcing.unnamed, "unnamed"),
            ("first_hand", sourcing.first_hand, ""), ("relayed", sourcing.relayed, "relayed"),
            ("quoted", sourcing.quoted_words, ""),
        )
    ]  # fmt: skip
    kinds = [share_row(t(f"kind.{kind}"), share, _look(kind), kind) for kind, share in sourcing.by_kind.items()]
    acts = [share_row(t(f"act.{act}"), share) for act, share in sourcing.by_act.items()]
    forms = [share_row(t(f"form.{form}"), share) for form, share in sourcing.by_form.items()]
    by_words = [
        share_row(speakers[name].name, share, _look(str(speakers[name].kind)), str(speakers[name].kind))
        for name, share in list(sourcing.speakers_by_words.items())[:_MAX_SPEAKERS]
        if name in speakers
    ]
    tables = (
        (t("page.statements", n=sourcing.attributions), statements), (t("sourcing.kinds"), kinds),
        (t("sourcing.acts"), acts), (t("sourcing.forms"), forms), (t("sourcing.most"), by_words),
    )  # fmt: skip
    return tuple(ShareTable(title, tuple(rows)) for title, rows in tables if rows)


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
