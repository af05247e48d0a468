"""Counts and shares on a terminal: of one record, and of many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.terminal.marks import SOURCE
from sayso.cli.terminal.safe import many, safe_line
from sayso.terms import Record, Share

_BAR: Final = 20
_MOST: Final = 20


def sourcing_view(record: Record) -> RenderableType:
    """The sourcing summary of one record."""
    told = record.sourcing
    names = {speaker.id: speaker.name for speaker in record.speakers}
    pairs = {"named": told.named, "unnamed": told.unnamed, "first-hand": told.first_hand, "relayed": told.relayed}
    pairs["words in quotes"] = told.quoted_words
    parts: list[RenderableType] = [
        Text(f"\nSourcing: {many(told.attributions, 'attribution')} of {many(told.words, 'word')}", "bold"),
        bars([("", pairs), ("kind", told.by_kind), ("form", told.by_form), ("act", told.by_act)]),
    ]
    if told.no_answer:
        silent = ", ".join(names.get(one, one) for one in told.no_answer)
        parts.append(Text(f"Asked, and did not answer: {safe_line(silent)}"))
    return Group(*parts)


def totals_view(summary: Mapping[str, Any]) -> RenderableType:
    """The sourcing summary of many records."""
    pairs = {name.replace("_", " "): summary[name] for name in ("named", "unnamed", "first_hand", "relayed")}
    pairs["words in quotes"] = summary["quoted_words"]
    groups = [("", pairs), *((name, summary[f"by_{name}"]) for name in ("kind", "form", "act"))]
    groups.append(("speakers by words", summary["speakers_by_words"]))
    groups += [(f"roster: {column}", shares) for column, shares in summary.get("roster", {}).items()]
    statements, words = many(summary["attributions"], "attribution"), many(summary["words"], "word")
    head = f"{many(summary['records'], 'page')}, {statements} of {words}"
    parts: list[RenderableType] = [Text(head, "bold"), bars(groups)]
    for title, name in (("Asked, and did not answer", "no_answer"), ("Not in the roster", "unmatched")):
        if summary.get(name):
            told = ", ".join(f"{one} ({count})" for one, count in summary[name].items())
            parts.append(Text(f"{title}: {safe_line(told)}"))
    return Group(*parts)


def bars(groups: list[tuple[str, Mapping[str, Share]]]) -> Table:
    """Groups of counts, each with its share in figures and as a bar; the tail of a long group is only counted."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for right in (False, False, True, True, False):
        grid.add_column(justify="right" if right else "left")
    for title, shares in groups:
        for number, (name, share) in enumerate(shares.items()):
            if number == _MOST:
                grid.add_row("", Text(f"… and {len(shares) - _MOST} more", "dim"))
                break
            bar = Text("█" * max(round(share.share * _BAR), 1 if share.count else 0), SOURCE)
            first = Text(safe_line(title) if not number else "", "dim")
            grid.add_row(first, Text(safe_line(name)), str(share.count), f"{share.share:.0%}", bar)
    return grid
