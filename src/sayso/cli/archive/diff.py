"""``sayso diff``: what changed between two versions of a page."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click
import msgspec

from sayso.archive.queries.differences import Difference
from sayso.archive.queries.search import ArchivedStatement
from sayso.cli.archive.archive_options import answer, answering, archived, opened
from sayso.cli.terminal.safe import safe_json, safe_line


class Changed(msgspec.Struct, frozen=True):
    """A change as a row: added, removed, reworded, reattributed, recast, headline or caption."""

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


@click.command("diff", short_help="Say what changed between two versions of a page.")
@click.argument("page", metavar="URL|ID")
@archived
@click.option("--before", type=int, metavar="NUMBER", help="The older version; otherwise the one before the newer.")
@click.option("--after", type=int, metavar="NUMBER", help="The newer version; otherwise the latest.")
@answering
def command(
    page: str, target: str | None, before: int | None, after: int | None, shape: str | None, output: Path | None
) -> int:
    """Say what changed between two versions of a page: statements added, removed, reworded, given to another source.

    ID is the page's (p3), as sayso add prints it.
    """
    from sayso.cli.terminal.output import stream

    with opened(target) as archive:
        found = archive.diff(page, before, after)
    if shape in ("jsonl", "csv", "parquet"):
        return answer(_rows(found), {}, shape=shape, output=output, empty="")
    with stream(output) as file:
        if (shape or ("table" if file.isatty() else "json")) == "json":
            text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
            file.write((safe_json(text) if file.isatty() else text) + "\n")
        else:
            _show(found, file)
    return 0


def _show(found: Difference, file: IO[str]) -> None:
    file.write(f"Version {found.before} to {found.after}: {len(found.added)} added, {len(found.removed)} removed, ")
    file.write(f"{len(found.changed)} changed, {found.unchanged} unchanged.\n")
    for told in found.retold:
        file.write(f"~ {told.what}: {safe_line(told.before or '(none)')} -> {safe_line(told.after or '(none)')}\n")
    for pair in found.changed:
        file.write(f"~ {', '.join(pair.what)} [{pair.before.id} -> {pair.after.id}]\n")
        if "reattributed" in pair.what:
            before, after = pair.before, pair.after
            file.write(f"    source: {_named(before)} -> {_named(after)}\n")
        if "recast" in pair.what:
            file.write(
                f"    cue: {safe_line(pair.before.cue)} ({pair.before.act}) -> "
                f"{safe_line(pair.after.cue)} ({pair.after.act})\n"
            )
        file.write(f"    {safe_line(pair.wording)}\n")
    for sign, rows in (("+", found.added), ("-", found.removed)):
        for one in rows:
            file.write(f"{sign} {_named(one)} {safe_line(one.cue)}: {safe_line(one.content)} [{one.id}]\n")


def _rows(found: Difference) -> list[Changed]:
    """The changes as rows, in the order of the table."""
    told = [Changed(one.what, content_before=one.before, content_after=one.after) for one in found.retold]
    changed = [_row(", ".join(pair.what), pair.before, pair.after, pair.wording) for pair in found.changed]
    added = [_row("added", None, one) for one in found.added]
    return [*told, *changed, *added, *(_row("removed", one, None) for one in found.removed)]


def _row(
    what: str, before: ArchivedStatement | None, after: ArchivedStatement | None, wording: str | None = None
) -> Changed:
    """One change of a statement."""
    return Changed(
        what,
        before=before.id if before else None, after=after.id if after else None,
        speaker_before=before.speaker if before else None, speaker_after=after.speaker if after else None,
        source_before=before.source if before else None, source_after=after.source if after else None,
        cue_before=before.cue if before else None, cue_after=after.cue if after else None,
        content_before=before.content if before else None, content_after=after.content if after else None,
        wording=wording,
    )  # fmt: skip


def _named(one: ArchivedStatement) -> str:
    """The words of the source, with the speaker where they do not say the name."""
    source, speaker = safe_line(one.source), safe_line(one.speaker or "")
    if source and speaker and speaker.casefold() not in source.casefold():
        return f"{source} ({speaker})"
    return source or speaker or "(no source)"
