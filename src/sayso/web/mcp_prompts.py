"""Prompts and resources for language model agents over the Model Context Protocol."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError

from sayso.archive import Archive
from sayso.errors import SaysoError

Query = Callable[[Callable[[Archive], Any]], Awaitable[Any]]
"""Runs a query on the archive; raises SaysoError."""
_JSON: Final = "application/json"
_RECENT_PAGES: Final = 50
_QUOTE: Final = (
    "Quote only spans that the tools return, unchanged and in quotation marks, each followed by the id of its "
    "statement in parentheses. Never report a statement with determinacy negated or hypothetical as said. If "
    "speaker_confidence is below 0.8 or null, say that the speaker is uncertain and name the candidates."
)


def add_prompts(mcp_server: MCPServer[Any]) -> None:
    """Add the prompts: instructions for common tasks with the tools."""

    @mcp_server.prompt(title="Who says what in this page?")
    def who_says_what(page: str) -> str:
        """List the speakers of a page and what each one says, with verbatim words."""
        return (
            "Call the tool attribute with the page below. Then list the speakers, the one with the most statements "
            "first: name, role, kind, and each statement in one line. Put unnamed sources last, with the stated reason "
            f"for anonymity. {_QUOTE}\n\n<page>\n{page}\n</page>"
        )

    @mcp_server.prompt(title="What does this page rest on?")
    def sourcing_report(page: str) -> str:
        """Report what a page rests on: unnamed sources, other outlets' reports, denials, contradictions."""
        return (
            "Call the tool attribute with the page below. Then report in four short lists: statements of unnamed "
            "sources; statements taken over from other outlets (chain with an outlet before the speaker); denials and "
            f"those who did not comment; contradictions within the page. Leave out empty lists. {_QUOTE}"
            f"\n\n<page>\n{page}\n</page>"
        )

    @mcp_server.prompt(title="Who vouches for this claim?")
    def check_claim(claim: str) -> str:
        """Find in the archive who makes a claim, who denies it, and where it comes from."""
        return (
            f"The claim: {claim}\n\nCall the tool search with two or three of its words, then with other words. For "
            "the statements about this claim, call trace, and same for quotations. Report who makes the claim, who "
            "denies it (act denial), the earliest report, and where the trail ends. Do not judge whether the claim is "
            f"true; say so if the archive has nothing about it. {_QUOTE}"
        )


def add_resources(
    mcp_server: MCPServer[Any],
    query: Query,
    record_fields: Callable[[Any], dict[str, Any]],
    statement_fields: Callable[[Any], dict[str, Any]],
) -> None:
    """Add the resources: the schema of a record, recent pages, records and statements of the archive."""

    @mcp_server.resource("sayso://schema", title="JSON Schema of a record", mime_type=_JSON)
    def schema() -> str:
        """The JSON Schema of a record."""
        from sayso.record.schema import schema

        return json.dumps(schema())

    @mcp_server.resource("sayso://pages", title="Recent pages of the archive", mime_type=_JSON)
    async def pages() -> str:
        """The pages that were added to the archive last, with the number of their current version."""

        def rows(archive: Archive) -> list[dict[str, Any]]:
            fields = ("page", "version", "headline", "outlet", "published", "url", "statements")
            return [{name: getattr(row, name) for name in fields} for row in archive.pages(limit=_RECENT_PAGES)]

        return json.dumps(await _result(query(rows)))

    @mcp_server.resource("sayso://records/{version}", title="A page of the archive", mime_type=_JSON)
    async def record(version: str) -> str:
        """The text and the statements of a version of a page, with users' corrections."""
        if not (version.isascii() and version.isdecimal() and len(version) <= 18):
            raise ResourceError(f"{version} is not the number of a version. sayso://pages lists them")
        corrected = await _result(query(lambda archive: archive.corrected(int(version))))
        return json.dumps(record_fields(corrected.record))

    @mcp_server.resource("sayso://statements/{statement}", title="A statement of the archive", mime_type=_JSON)
    async def statement(statement: str) -> str:
        """A statement of the archive by its id (12.a7)."""
        return json.dumps(statement_fields(await _result(query(lambda archive: archive.statement(statement)))))


async def _result(result: Awaitable[Any]) -> Any:  # noqa: ANN401 (the result of any query)
    """Await a query; a SaysoError becomes a resource error with the hint how to fix it."""
    try:
        return await result
    except SaysoError as error:
        raise ResourceError(str(error)) from error
