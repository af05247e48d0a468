"""``sayso schema``: prints the JSON Schema of a record."""

from __future__ import annotations

import json

import click

from sayso.cli.commands import Command


@click.command("schema", cls=Command)
def command() -> int:
    """Print the JSON Schema (2020-12) of a record."""
    from sayso.record.schema import schema

    click.echo(json.dumps(schema(), indent=2))
    return 0
