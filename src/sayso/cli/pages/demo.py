"""``sayso demo``: reads the bundled example pages."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import click

from sayso.cli.commands import Command
from sayso.cli.options import writing
from sayso.limits import DEFAULT
from sayso.terms import Page


def examples() -> list[Page]:
    """The pages in ``sayso/examples``, sorted by name. All towns, newspapers and people are fictional."""
    folder = files("sayso") / "examples"
    pages = [entry for entry in folder.iterdir() if entry.name.endswith((".html", ".txt"))]
    return [Page(entry.read_bytes(), entry.name) for entry in sorted(pages, key=lambda entry: entry.name)]


def _names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The names of the examples that begin with some characters, for completion."""
    return [page.name for page in examples() if page.name.startswith(incomplete)]


@click.command("demo", cls=Command, short_help="Read the bundled example pages.")
@click.argument("names", nargs=-1, metavar="[NAME...]", shell_complete=_names)
@click.option("--list", "only_names", is_flag=True, help="Print the names of the examples, and exit.")
@writing
def command(names: tuple[str, ...], only_names: bool, **params: Any) -> int:  # noqa: ANN401 (values from click)
    """Read the bundled example pages with the given names, or all of them."""
    from sayso.cli.terminal.output import write

    pages = {page.name: page for page in examples()}
    if only_names:
        click.echo("\n".join(pages))
        return 0
    unknown = [name for name in names if name not in pages]
    if unknown:
        raise click.UsageError(f"There is no example {unknown[0]}. Examples: {', '.join(pages)}")
    chosen = names or tuple(pages)
    return write(((name, pages[name]) for name in chosen), DEFAULT, total=len(chosen), **params)
