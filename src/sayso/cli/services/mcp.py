"""``sayso mcp``: serves tools for language model agents."""

from __future__ import annotations

from typing import Any

import click

from sayso.cli.archive.archive_options import archived
from sayso.cli.commands import Command
from sayso.cli.options import options_of, reading
from sayso.errors import extra_missing


@click.command("mcp", cls=Command, short_help="Serve tools to a language model agent over the Model Context Protocol.")
@archived
@reading
def command(target: str | None, **params: Any) -> int:  # noqa: ANN401 (values from click)
    """Serve tools to a language model agent over the Model Context Protocol, on standard input and output (extra mcp).

    The tool attribute reads a page sent by the agent; search, trace and same query the archive. Each answer contains
    verbatim spans with their offsets. The tools fetch nothing and write nothing. Prompts and resources are offered too.
    Over HTTP, sayso serve --mcp provides the same.
    """
    try:
        from sayso.web.mcp_tools import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sayso"):
            raise
        raise extra_missing("sayso mcp", "mcp", "mcp") from error
    serve(target, options_of(params))
    return 0
