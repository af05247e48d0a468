"""``sayso speakers``: lists, merges and splits the speakers of an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from sayso.archive.identity.entity_resolver import FIRST
from sayso.archive.queries.people import Person
from sayso.cli.archive.archive_options import answer, answering, archived, date_of, filtered, filters_of, opened
from sayso.cli.commands import Command

_MAX_NAMINGS: Final = 4


@click.command("speakers", cls=Command, short_help="List, merge or split the speakers in an archive.")
@archived
@filtered
@click.option("--merge", nargs=2, metavar="ID OTHER", help="Merge speaker OTHER into ID.")
@click.option("--split", metavar="ID", help="Split a speaker by --called, --role or --affiliation.")
@click.option("--called", metavar="NAME", help="With --split: only appearances with this name.")
@click.option("--role", metavar="WORDS", help="With --split: only appearances with this role.")
@click.option("--affiliation", metavar="WORDS", help="With --split: only appearances with this affiliation.")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="Maximum number of results.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Number of results to skip.")
@answering
def command(
    target: str | None,
    merge: tuple[str, str] | None,
    split: str | None,
    called: str | None,
    role: str | None,
    affiliation: str | None,
    limit: int,
    offset: int,
    shape: str | None,
    output: Path | None,
    column_set: str,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """List the speakers in an archive with their statements, outlets and the reasons for joining them across pages.

    Speakers of different pages with the same name are joined, unless both roles and both affiliations differ.
    Decisions made with --merge and --split are stored, and also apply to pages added later.
    """
    if merge and split:
        raise click.UsageError("--merge and --split cannot be combined")
    if (called or role or affiliation) and not split:
        raise click.UsageError("--called, --role and --affiliation need --split")
    filters = filters_of(params)
    with opened(target, write=bool(merge or split)) as archive:
        if merge:
            archive.merge(*merge)
            click.echo(f"{merge[1]} is now {merge[0]}.")
            return 0
        if split:
            new = archive.split(split, called=called, role=role, affiliation=affiliation)
            click.echo(f"{new} was split off {split}.")
            return 0
        rows = archive.speakers(filters, limit, offset)
    columns = {
        "id": lambda row: row.id,
        "speaker": lambda row: row.name,
        "kind": lambda row: row.kind if row.identity else f"{row.kind} (a description)",
        "statements": lambda row: row.statements,
        "pages": lambda row: row.pages,
        "outlets": lambda row: ", ".join(f"{name} {number}" for name, number in row.outlets.items()),
        "first": lambda row: date_of(row.first),
        "last": lambda row: date_of(row.last),
        "joined by": _joined,
        "likely the same": lambda row: "; ".join(f"{other.id} {other.name} [{other.why}]" for other in row.likely),
    }
    return answer(rows, columns, shape=shape, output=output, column_set=column_set, empty="No speakers match.")


def _joined(person: Person) -> str:
    """Each naming of a speaker (name, role, affiliation) with its page count and the reason for joining it."""
    namings: dict[tuple[str, ...], tuple[int, str]] = {}
    for appearance in person.appearances:
        naming = tuple(part for part in (appearance.name, appearance.role, appearance.affiliation) if part)
        pages, reason = namings.get(naming, (0, ""))
        reason = reason or ("" if appearance.joined == FIRST else appearance.joined)
        namings[naming] = pages + appearance.pages, reason
    parts = [
        f"{', '.join(naming)}{f' × {pages}' if pages > 1 else ''}{f' [{reason}]' if reason else ''}"
        for naming, (pages, reason) in namings.items()
    ]
    rest = len(parts) - _MAX_NAMINGS
    return "; ".join(parts[:_MAX_NAMINGS]) + (f"; and {rest} more" if rest > 0 else "")
