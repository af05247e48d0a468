"""Shows the sourcing statistics of one or many records on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.terminal.marks import SOURCE
from sayso.cli.terminal.safe import many, safe_line
from sayso.terms import Record, Share

_BAR_CHARS: Final = 20
_MAX_ROWS: Final = 20


def sourcing_view(record: Record) -> RenderableType:
    """The sourcing summary of one record."""
    sourcing = record.sourcing
    names = {speaker.id: speaker.name for speaker in record.speakers}
    shares = {
        "named": sourcing.named,
        "unnamed": sourcing.unnamed,
        "first-hand": sourcing.first_hand,
        "relayed": sourcing.relayed,
        "words in quotes": sourcing.quoted_words,
    }
    parts: list[RenderableType] = [
        Text(f"\nSourcing: {many(sourcing.attributions, 'attribution')} of {many(sourcing.words, 'word')}", "bold"),
        bars([("", shares), ("kind", sourcing.by_kind), ("form", sourcing.by_form), ("act", sourcing.by_act)]),
    ]
    if sourcing.no_answer:
        silent = ", ".join(names.get(speaker, speaker) for speaker in sourcing.no_answer)
        parts.append(Text(f"Did not comment: {safe_line(silent)}"))
    if sourcing.rests_on is not None:
        outlet = names.get(sourcing.rests_on, sourcing.rests_on)
        parts.append(Text(f"Rests on the report of one outlet: {safe_line(outlet)}"))
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
    for title, name in (("Did not comment", "no_answer"), ("Not in the roster", "unmatched")):
        if summary.get(name):
            speakers = ", ".join(f"{speaker} ({count})" for speaker, count in summary[name].items())
            parts.append(Text(f"{title}: {safe_line(speakers)}"))
    return Group(*parts)


def bars(groups: list[tuple[str, Mapping[str, Share]]]) -> Table:
    """Groups of counts with their shares as percentages and bars. Only the first rows of a long group are shown."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for right in (False, False, True, True, False):
        grid.add_column(justify="right" if right else "left")
    for title, shares in groups:
        for number, (name, share) in enumerate(shares.items()):
            if number == _MAX_ROWS:
                grid.add_row("", Text(f"… and {len(shares) - _MAX_ROWS} more", "dim"))
                break
            bar = Text("█" * max(round(share.share * _BAR_CHARS), 1 if share.count else 0), SOURCE)
            first = Text(safe_line(title) if not number else "", "dim")
            grid.add_row(first, Text(safe_line(name)), str(share.count), f"{share.share:.0%}", bar)
    return grid
