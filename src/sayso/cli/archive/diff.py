"""``sayso diff``: changes between two versions of a page."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click
import msgspec

from sayso.archive.queries.differences import Difference
from sayso.archive.queries.search import ArchivedStatement
from sayso.cli.archive.archive_options import ROW_SHAPES, answer, answering, archived, opened
from sayso.cli.commands import Command
from sayso.cli.terminal.safe import safe_json, safe_line


class Changed(msgspec.Struct, frozen=True):
    """A change as a row. ``what`` is added, removed, reworded, reattributed, recast, headline, caption or text."""

    what: str
    before: str | None = None
    after: str | None = None
    speaker_before: str | None = None
    speaker_after: str | None = None
    source_before: str | None = None
    source_after: str | None = None
    cue_before: str | None = None
    cue_after: str | None = None
    content_before: str | None = None
    content_after: str | None = None
    wording: str | None = None


@click.command("diff", cls=Command, short_help="Show the changes between two versions of a page.")
@click.argument("page", metavar="URL|ID")
@archived
@click.option("--before", type=int, metavar="NUMBER", show_default="the version before --after", help="Older version.")
@click.option("--after", type=int, metavar="NUMBER", show_default="the latest", help="Newer version.")
@answering
def command(
    page: str,
    target: str | None,
    before: int | None,
    after: int | None,
    shape: str | None,
    output: Path | None,
    column_set: str,
) -> int:
    """Show the changes between two versions of a page: statements added, removed, reworded or reattributed, and text.

    ID is a page id such as p3, as printed by sayso add.
    """
    from sayso.cli.terminal.output import stream

    with opened(target) as archive:
        difference = archive.diff(page, before, after)
    if shape in ROW_SHAPES:
        return answer(_rows(difference), {}, shape=shape, output=output, column_set=column_set, empty="")
    with stream(output) as file:
        if (shape or ("table" if file.isatty() else "json")) == "json":
            text = msgspec.json.format(msgspec.json.encode(difference), indent=2).decode()
            file.write((safe_json(text) if file.isatty() else text) + "\n")
        else:
            _show(difference, file)
    return 0


def _show(difference: Difference, file: IO[str]) -> None:
    """Write the changes as text."""
    added, removed, changed = len(difference.added), len(difference.removed), len(difference.changed)
    file.write(
        f"Version {difference.before} to {difference.after}: {added} added, {removed} removed, "
        f"{changed} changed, {difference.unchanged} unchanged.\n"
    )
    for edit in difference.retold:
        what = f"{edit.what}, number" if edit.numbers else edit.what
        if edit.what == "text" and edit.wording:
            file.write(f"~ {what}: {safe_line(edit.wording)}\n")
        else:
            file.write(f"~ {what}: {safe_line(edit.before or '(none)')} -> {safe_line(edit.after or '(none)')}\n")
    for pair in difference.changed:
        file.write(f"~ {', '.join(pair.what)} [{pair.before.id} -> {pair.after.id}]\n")
        if "reattributed" in pair.what:
            file.write(f"    source: {_source(pair.before)} -> {_source(pair.after)}\n")
        if "recast" in pair.what:
            file.write(
                f"    cue: {safe_line(pair.before.cue) or '(none)'} ({pair.before.act}) -> "
                f"{safe_line(pair.after.cue) or '(none)'} ({pair.after.act})\n"
            )
        file.write(f"    {safe_line(pair.wording)}\n")
    for sign, rows in (("+", difference.added), ("-", difference.removed)):
        for row in rows:
            file.write(f"{sign} {_source(row)} {safe_line(row.cue)}: {safe_line(row.content)} [{row.id}]\n")


def _rows(difference: Difference) -> list[Changed]:
    """The changes as rows: blocks, then changed, added and removed statements."""
    edits = [
        Changed(edit.what, content_before=edit.before, content_after=edit.after, wording=edit.wording or None)
        for edit in difference.retold
    ]
    changed = [_row(", ".join(pair.what), pair.before, pair.after, pair.wording) for pair in difference.changed]
    added = [_row("added", None, statement) for statement in difference.added]
    removed = [_row("removed", statement, None) for statement in difference.removed]
    return [*edits, *changed, *added, *removed]


def _row(
    what: str, before: ArchivedStatement | None, after: ArchivedStatement | None, wording: str | None = None
) -> Changed:
    """The row of one changed statement."""
    return Changed(
        what,
        before=before.id if before else None, after=after.id if after else None,
        speaker_before=before.speaker if before else None, speaker_after=after.speaker if after else None,
        source_before=before.source if before else None, source_after=after.source if after else None,
        cue_before=before.cue if before else None, cue_after=after.cue if after else None,
        content_before=before.content if before else None, content_after=after.content if after else None,
        wording=wording,
    )  # fmt: skip


def _source(statement: ArchivedStatement) -> str:
    """The words of the source, followed by the speaker if they do not contain the name."""
    source, speaker = safe_line(statement.source), safe_line(statement.speaker or "")
    if source and speaker and speaker.casefold() not in source.casefold():
        return f"{source} ({speaker})"
    return source or speaker or "(no source)"
