"""What stands below an article: the sourcing in tables with bars, chains as a list, and where it is at odds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.export.markup import Fragment
from sayso.terms import Determinacy, Record, Share
from sayso.web.rendering.messages import Messages
from sayso.web.views.charts import bar
from sayso.web.views.statement_cards import Hop, StatementCard, named

_MOST = 8  # speakers whose words are shown


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A count and its share with a bar; ``kind`` where it has a sign."""

    name: str
    count: int
    percent: int
    bar: Fragment
    kind: str | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Shares under a title."""

    title: str
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A chain and the statements that have it."""

    hops: tuple[Hop, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlarmPlace:
    """One place of an alarm."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Places that say the same with a word that differs."""

    why: str
    places: tuple[AlarmPlace, ...]


def share_row(name: str, share: Share, look: str = "", kind: str | None = None, of: str = "") -> ShareRow:
    """A row of a share."""
    return ShareRow(name, share.count, round(100 * share.share), bar(share.share, look), kind, of)


def sourcing_of(record: Record, t: Messages) -> tuple[ShareTable, ...]:
    """The sourcing of a page as tables; empty ones are left out."""
    told, speakers = record.sourcing, named(record, t)
    named_of = [
        share_row(t(f"sourcing.{name}"), share, look)
        for name, share, look in (
            ("named", told.named, "named"), ("unnamed", told.unnamed, "unnamed"), ("first_hand", told.first_hand, ""),
            ("relayed", told.relayed, "relayed"), ("quoted", told.quoted_words, ""),
        )
    ]  # fmt: skip
    kinds = [share_row(t(f"kind.{kind}"), share, _look(kind), kind) for kind, share in told.by_kind.items()]
    acts = [share_row(t(f"act.{act}"), share) for act, share in told.by_act.items()]
    forms = [share_row(t(f"form.{form}"), share) for form, share in told.by_form.items()]
    most = [
        share_row(speakers[name].name, share, _look(str(speakers[name].kind)), str(speakers[name].kind))
        for name, share in list(told.speakers_by_words.items())[:_MOST]
        if name in speakers
    ]
    tables = (
        (t("page.statements", n=told.attributions), named_of), (t("sourcing.kinds"), kinds), (t("sourcing.acts"), acts),
        (t("sourcing.forms"), forms), (t("sourcing.most"), most),
    )  # fmt: skip
    return tuple(ShareTable(title, tuple(rows)) for title, rows in tables if rows)


def _look(kind: str) -> str:
    return "unnamed" if kind == "unnamed" else ""


def chains_of(statements: Iterable[StatementCard]) -> tuple[ChainLine, ...]:
    """Each chain once, the longest first, with its statements."""
    found: defaultdict[tuple[Hop, ...], list[str]] = defaultdict(list)
    for one in statements:
        if one.chain and one.repeats is None and one.determinacy == Determinacy.ACTUAL:
            found[one.chain].append(one.id)
    lines = [ChainLine(hops, tuple(ids)) for hops, ids in found.items()]
    return tuple(sorted(lines, key=lambda line: -len(line.hops)))


def odds_of(record: Record) -> tuple[Alarm, ...]:
    """The places at odds with one another."""
    text = record.article.text
    return tuple(
        Alarm(
            odd.why,
            tuple(
                AlarmPlace(f"{number}-{place}", " ".join(span.of(text).split()))
                for place, span in enumerate(odd.spans, 1)
            ),
        )
        for number, odd in enumerate(record.inconsistencies, 1)
    )


def no_answer(record: Record, t: Messages) -> tuple[str, ...]:
    """Who was asked and did not answer."""
    speakers = named(record, t)
    return tuple(speakers[name].name for name in record.sourcing.no_answer if name in speakers)


def repeats_of(statements: Sequence[StatementCard]) -> tuple[StatementCard, ...]:
    """The statements that repeat another."""
    return tuple(one for one in statements if one.repeats is not None)
