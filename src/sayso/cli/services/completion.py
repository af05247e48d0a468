"""``sayso completion``: prints the script with which a shell completes commands, options and values."""

from __future__ import annotations

import re
from typing import Final

import click

from sayso.cli.commands import Command

_VARIABLE: Final = "_SAYSO_COMPLETE"
_SHELLS: Final = ("bash", "zsh", "fish")


@click.command("completion", cls=Command, short_help="Print a script for tab completion in bash, zsh or fish.")
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> int:
    """Print a script for tab completion of commands, options and their values. It calls sayso for each completion.

    bash needs version 4.4 or later.
    """
    from click.shell_completion import get_completion_class

    from sayso.cli import sayso

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"This version of click has no completion for {shell}")
    # The version check of click runs bash; the script itself does not need it.
    source = completion(sayso, {}, "sayso", _VARIABLE)
    click.echo(re.sub(r"\n{3,}", "\n\n", source.source_template % source.source_vars()).strip())
    return 0
