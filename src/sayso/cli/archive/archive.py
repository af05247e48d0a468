"""``sayso archive``: look after an archive."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.cli.archive.archive_options import archived, opened
from sayso.cli.terminal.safe import many, safe_line


@click.group("archive", short_help="Look after an archive: info, check, backup, restore, forget, drop-texts.")
def command() -> None:
    """Look after an archive."""


@command.command("info")
@archived
def info(target: str | None) -> int:
    """Say what the archive holds, in figures."""
    with opened(target) as archive:
        for name, value in archive.info().items():
            click.echo(f"{name}: {value}")
    return 0


@command.command("check")
@click.option("--repair", is_flag=True, help="Compute wrong signatures again, by which quotations are found elsewhere.")
@archived
def check(repair: bool, target: str | None) -> int:
    """Verify the file, each text against its hash, each row against its record.

    Exit code 1 where something is wrong.
    """
    with opened(target, write=True) as archive:
        found = archive.check(repair=repair)
    click.echo(
        f"{many(found.pages, 'page')}, {many(found.versions, 'version')}, {many(found.statements, 'statement')}, "
        f"{many(found.spans, 'span')}"
        + (f", {many(found.repaired, 'signature')} repaired" if found.repaired else "")
        + (f", {many(found.dropped_texts, 'text')} dropped" if found.dropped_texts else "")
        + (": sound" if not found.faults else f": {many(len(found.faults), 'fault')}")
    )
    for fault in found.faults:
        click.echo(fault, err=True)
    return 1 if found.faults else 0


@command.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@archived
def backup(file: Path, target: str | None) -> int:
    """Copy the archive into one SQLite FILE, whole as of one moment, also while others write."""
    with opened(target) as archive:
        click.echo(archive.backup(file))
    return 0


@command.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Give up what the archive holds.")
@archived
def restore(file: Path, replace: bool, target: str | None) -> int:
    """Fill an archive from a backup, in one step; SQLite or PostgreSQL."""
    with opened(target, write=True, create=True) as archive:
        archive.restore(file, replace=replace)
        click.echo(f"{many(int(archive.info()['page']), 'page')} in {archive.name}")
    return 0


@command.command("forget")
@click.option("--url", help="Remove this page with all its versions.")
@click.option("--speaker", metavar="ID", help="Remove this speaker (e12) from every page.")
@click.option("--reason", help="Why; it is kept with the tombstone.")
@archived
def forget(url: str | None, speaker: str | None, reason: str | None, target: str | None) -> int:
    """Remove a page or a speaker, and keep them out. A keyed hash stays, and nothing else."""
    with opened(target, write=True) as archive:
        gone = archive.forget(url=url, speaker=speaker, reason=reason)
    click.echo(f"Gone: {many(gone.statements, 'statement')} on {many(gone.pages, 'page')}.")
    return 0


@command.command("remember")
@click.option("--url", help="Let this page be added again.")
@click.option("--speaker", metavar="NAME", help="Let this name be added again.")
@archived
def remember(url: str | None, speaker: str | None, target: str | None) -> int:
    """Lift a tombstone."""
    with opened(target, write=True) as archive:
        archive.remember(url=url, speaker=speaker)
    click.echo(f"{safe_line(url or speaker or '')} may be added again.")
    return 0


@command.command("drop-texts")
@click.option("--until", metavar="DATE", required=True, help="Published on or before: 2026, 2026-05 or 2026-05-03.")
@click.option("--outlet", multiple=True, help="Of this outlet only.")
@archived
def drop_texts(until: str, outlet: tuple[str, ...], target: str | None) -> int:
    """Drop the full texts of old pages; spans, names, counts and hashes stay.

    Speakers, sourcing and the chain still answer; search, same, diff and export need the text.
    """
    from sayso.archive import Filters

    with opened(target, write=True) as archive:
        gone = archive.drop_texts(Filters(until=until, outlet=outlet))
    click.echo(f"Dropped: {many(gone.pages, 'text')} with {many(gone.statements, 'statement')}.")
    return 0


@command.command("failures")
@archived
def failures(target: str | None) -> int:
    """Print the pages that could not be added, one JSON object a line."""
    with opened(target) as archive:
        for row in archive.failures():
            click.echo(msgspec.json.encode(row).decode())
    return 0
