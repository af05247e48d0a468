"""``sayso demo``: the examples that ship with sayso."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import click

from sayso.cli.options import writing
from sayso.cli.pages.page_arguments import Item
from sayso.limits import DEFAULT
from sayso.terms import Page


def examples() -> list[Page]:
    """The pages in ``sayso/examples``, by name. Their towns, papers and people are invented."""
    folder = files("sayso") / "examples"
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith((".html", ".txt"))), key=lambda e: e.name
    )
    return [Page(entry.read_bytes(), entry.name) for entry in found]


@click.command("demo", short_help="Read the examples that ship with sayso.")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--list", "only_names", is_flag=True, help="Print the examples' names, and end.")
@writing
def command(names: tuple[str, ...], only_names: bool, **given: Any) -> int:  # noqa: ANN401 (what click hands over)
    """Read the examples that ship with sayso, all of them or those named."""
    from sayso.cli.terminal.output import write

    pages = {page.name: page for page in examples()}
    if only_names:
        click.echo("\n".join(pages))
        return 0
    unknown = [name for name in names if name not in pages]
    if unknown:
        raise click.UsageError(f"There is no example {unknown[0]}. There are: {', '.join(pages)}")
    chosen = names or tuple(pages)

    def items() -> Iterator[Item]:
        for name in chosen:
            yield name, pages[name]

    return write(items(), DEFAULT, total=len(chosen), **given)
