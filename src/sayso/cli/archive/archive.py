"""``sayso archive``: maintenance of an archive."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.cli.archive.archive_options import archived, opened
from sayso.cli.commands import Group
from sayso.cli.terminal.safe import many, safe_line


@click.group("archive", cls=Group, short_help="Maintain an archive: info, check, backup, restore, forget, drop-texts.")
def command() -> None:
    """Maintain an archive."""


@command.command("info")
@archived
def info(target: str | None) -> int:
    """Show the number of rows in each table of the archive."""
    with opened(target) as archive:
        for name, value in archive.info().items():
            click.echo(f"{name}: {value}")
    return 0


@command.command("check", short_help="Verify the archive.")
@click.option("--repair", is_flag=True, help="Recompute wrong MinHash signatures of quotations.")
@archived
def check(repair: bool, target: str | None) -> int:
    """Verify the database file, each text against its hash, and each row against its record.

    The exit code is 1 if there are errors.
    """
    with opened(target, write=True) as archive:
        report = archive.check(repair=repair)
    click.echo(
        f"{many(report.pages, 'page')}, {many(report.versions, 'version')}, {many(report.statements, 'statement')}, "
        f"{many(report.spans, 'span')}"
        + (f", {many(report.repaired, 'signature')} repaired" if report.repaired else "")
        + (f", {many(report.dropped_texts, 'text')} dropped" if report.dropped_texts else "")
        + (": sound" if not report.faults else f": {many(len(report.faults), 'fault')}")
    )
    for fault in report.faults:
        click.echo(fault, err=True)
    return 1 if report.faults else 0


@command.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@archived
def backup(file: Path, target: str | None) -> int:
    """Copy a consistent snapshot of the archive to one SQLite FILE. Other processes can write at the same time."""
    with opened(target) as archive:
        click.echo(archive.backup(file))
    return 0


@command.command("restore", short_help="Restore an archive from a backup.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Overwrite the content of the archive.")
@archived
def restore(file: Path, replace: bool, target: str | None) -> int:
    """Restore an archive (SQLite or PostgreSQL) from a backup, in one transaction."""
    with opened(target, write=True, create=True) as archive:
        archive.restore(file, replace=replace)
        click.echo(f"{many(int(archive.info()['page']), 'page')} in {archive.name}")
    return 0


@command.command("forget")
@click.option("--url", help="Remove the page with this URL, in all versions.")
@click.option("--speaker", metavar="ID", help="Remove this speaker (such as e12) from every page.")
@click.option("--reason", help="Reason, stored with the tombstone.")
@archived
def forget(url: str | None, speaker: str | None, reason: str | None, target: str | None) -> int:
    """Remove a page or a speaker permanently. Only a keyed hash remains, which blocks adding them again."""
    with opened(target, write=True) as archive:
        removed = archive.forget(url=url, speaker=speaker, reason=reason)
    click.echo(f"Removed: {many(removed.statements, 'statement')} on {many(removed.pages, 'page')}.")
    return 0


@command.command("remember", short_help="Delete a tombstone.")
@click.option("--url", help="Allow the page with this URL.")
@click.option("--speaker", metavar="NAME", help="Allow the speaker with this name.")
@archived
def remember(url: str | None, speaker: str | None, target: str | None) -> int:
    """Delete a tombstone, so that a forgotten page or speaker can be added again."""
    with opened(target, write=True) as archive:
        archive.remember(url=url, speaker=speaker)
    click.echo(f"{safe_line(url or speaker or '')} can be added again.")
    return 0


@command.command("drop-texts", short_help="Delete the full texts of old pages.")
@click.option(
    "--until", metavar="DATE", required=True, help="Pages published on or before: 2026, 2026-05 or 2026-05-03."
)
@click.option("--outlet", multiple=True, help="Only pages of this outlet.")
@archived
def drop_texts(until: str, outlet: tuple[str, ...], target: str | None) -> int:
    """Delete the full texts of old pages, but keep spans, names, counts and hashes.

    The commands speakers, sourcing and trace still cover these pages. The commands search, same, diff and export need
    the text.
    """
    from sayso.archive import Filters

    with opened(target, write=True) as archive:
        dropped = archive.drop_texts(Filters(until=until, outlet=outlet))
    click.echo(f"Deleted: {many(dropped.pages, 'text')} with {many(dropped.statements, 'statement')}.")
    return 0


@command.command("failures")
@archived
def failures(target: str | None) -> int:
    """Print the pages that could not be added, as JSON Lines."""
    with opened(target) as archive:
        for row in archive.failures():
            click.echo(msgspec.json.encode(row).decode())
    return 0
