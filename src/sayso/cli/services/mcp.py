"""``sayso mcp``: tools for language model agents."""

from __future__ import annotations

from typing import Any

import click

from sayso.cli.archive.archive_options import archived
from sayso.cli.options import options_of, reading
from sayso.errors import extra_missing


@click.command("mcp", short_help="Serve tools to a language model agent over the Model Context Protocol.")
@archived
@reading
def command(target: str | None, **given: Any) -> int:  # noqa: ANN401 (what click hands over)
    """Serve tools to a language model agent over the Model Context Protocol, on standard input and output (extra mcp).

    attribute reads a page that the agent hands in, search, trace and same ask the archive. Every answer carries
    verbatim spans with their offsets. Nothing is fetched, and nothing is written.
    """
    try:
        from sayso.web.mcp_tools import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sayso"):
            raise
        raise extra_missing("sayso mcp", "mcp", "mcp") from error
    serve(target, options_of(given))
    return 0
