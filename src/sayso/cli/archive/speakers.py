"""``sayso speakers``: who speaks in an archive, and the user's decisions on who is who."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from sayso.archive.identity.entity_resolver import FIRST
from sayso.archive.queries.people import Person
from sayso.cli.archive.archive_options import answer, answering, archived, date_of, filtered, filters_of, opened

_WAYS: Final = 4


@click.command("speakers", short_help="Say who speaks in an archive, how often, in which outlets.")
@archived
@filtered
@click.option("--merge", "merged", nargs=2, metavar="ID OTHER", help="OTHER is the same as ID, here and later.")
@click.option(
    "--split", "parted", metavar="ID", help="Part a speaker in two, here and later, by one of the next three."
)
@click.option("--called", metavar="NAME", help="Split off who is called so.")
@click.option("--role", metavar="WORDS", help="Split off who has this role.")
@click.option("--affiliation", metavar="WORDS", help="Split off who belongs there.")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="How many at most.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many are left out first.")
@answering
def command(
    target: str | None,
    merged: tuple[str, str] | None,
    parted: str | None,
    called: str | None,
    role: str | None,
    affiliation: str | None,
    limit: int,
    offset: int,
    shape: str | None,
    output: Path | None,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Say who speaks in an archive, how often, in which outlets, and what joined them across pages.

    Speakers of different pages are joined by name, unless both have role and affiliation and neither agrees.
    --merge and --split are kept as your decisions and hold for what is added later.
    """
    if merged and parted:
        raise click.UsageError("Merge and split one after the other")
    if (called or role or affiliation) and not parted:
        raise click.UsageError("--called, --role and --affiliation belong to --split")
    filters = filters_of(given)
    with opened(target, write=bool(merged or parted)) as archive:
        if merged:
            archive.merge(*merged)
            click.echo(f"{merged[1]} is now {merged[0]}.")
            return 0
        if parted:
            new = archive.split(parted, called=called, role=role, affiliation=affiliation)
            click.echo(f"{new} was split off {parted}.")
            return 0
        rows = archive.speakers(filters, limit, offset)
    columns = {
        "id": lambda one: one.id,
        "speaker": lambda one: one.name,
        "kind": lambda one: one.kind if one.identity else f"{one.kind} (a description)",
        "statements": lambda one: one.statements,
        "pages": lambda one: one.pages,
        "outlets": lambda one: ", ".join(f"{name} {number}" for name, number in one.outlets.items()),
        "first": lambda one: date_of(one.first),
        "last": lambda one: date_of(one.last),
        "joined by": _joined,
        "likely the same": lambda one: "; ".join(f"{other.id} {other.name} [{other.why}]" for other in one.likely),
    }
    return answer(rows, columns, shape=shape, output=output, empty="No speaker fits.")


def _joined(one: Person) -> str:
    """The ways in which a speaker is named, on how many pages, and by what that was joined to the others."""
    ways: dict[tuple[str, ...], tuple[int, str]] = {}
    for seen in one.appearances:
        named = tuple(part for part in (seen.name, seen.role, seen.affiliation) if part)
        pages, by = ways.get(named, (0, ""))
        ways[named] = pages + seen.pages, by or ("" if seen.joined == FIRST else seen.joined)
    told = [
        f"{', '.join(named)}{f' × {pages}' if pages > 1 else ''}{f' [{by}]' if by else ''}"
        for named, (pages, by) in ways.items()
    ]
    return "; ".join(told[:_WAYS]) + (f"; and {len(told) - _WAYS} more" if len(told) > _WAYS else "")
