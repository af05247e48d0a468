"""Tools for language model agents over the Model Context Protocol: statements with verbatim spans and offsets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import anyio
import anyio.to_thread
import msgspec
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError, ToolAnnotations
from pydantic import ValidationError

from sayso._version import __version__
from sayso.archive import Archive, ArchivedStatement, Filters
from sayso.errors import SaysoError
from sayso.limits import DEFAULT, Options
from sayso.record.doubt import named_considered
from sayso.selection_terms import Selection
from sayso.terms import Attribution, Page, Record, Spans
from sayso.web.mcp_prompts import Query, add_prompts, add_resources
from sayso.web.pool import Pool

_Result = TypeVar("_Result")
_Ask = Callable[[Callable[[Archive], dict[str, Any]]], Awaitable[dict[str, Any]]]
"""Runs a query on the archive."""
_OneOrMore = str | list[str] | None
"""One value of a filter, or a list of alternatives."""
_MAX_RESULTS: Final = 100
_QUEUE: Final = 32  # pages that may wait for the worker
_SECONDS: Final = 120  # per page
_ABOUT: Final = (
    "sayso finds who said what in news pages, and through which sources. Results contain verbatim spans: "
    "text[start:end], counted in Unicode code points of the page's text, is the span. Quote spans unchanged, and cite "
    "the id. sayso does not judge whether a statement is true. confidence is the probability that source and content "
    "are correct, speaker_confidence the probability that the speaker is (null: unknown; considered lists the "
    "alternatives). A statement with determinacy negated or hypothetical was not made: never report it as said. "
    "A statement that is missing from the results may still exist in the page."
)
_READ_ONLY: Final = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def server(
    archive: str | Path | None = None,
    options: Options = DEFAULT,
    pool: Pool | None = None,
    query: Query | None = None,
) -> MCPServer[Any]:
    """Return the server with its tools, prompts and resources for an archive (None: the default archive), or for the
    archive that ``query`` asks. The processes of ``pool`` analyze the pages; a cancelled request ends its worker.
    """
    mcp_server: MCPServer[Any] = MCPServer("sayso", version=__version__, instructions=_ABOUT, log_level="WARNING")

    async def open_and_ask(ask: Callable[[Archive], Any]) -> Any:  # noqa: ANN401 (the result of any query)
        def run() -> Any:  # noqa: ANN401
            with Archive(archive, readonly=True) as opened:
                return ask(opened)

        return await anyio.to_thread.run_sync(run, abandon_on_cancel=True)

    run_query = query or open_and_ask

    async def ask(question: Callable[[Archive], dict[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = await _with_tool_errors(run_query(question))
        return result

    _add_attribute(mcp_server, options, pool or Pool(1, _QUEUE, _SECONDS))
    _add_search(mcp_server, ask)
    _add_trace_and_same(mcp_server, ask)
    add_prompts(mcp_server)
    add_resources(mcp_server, run_query, _record_fields, _statement_fields)
    return mcp_server


def _add_attribute(mcp_server: MCPServer[Any], options: Options, pool: Pool) -> None:
    @mcp_server.tool(title="Analyze a page", annotations=_READ_ONLY)
    async def attribute(
        page: str,
        url: str | None = None,
        publisher: str | None = None,
        speaker: _OneOrMore = None,
        kind: _OneOrMore = None,
        act: _OneOrMore = None,
        form: _OneOrMore = None,
        determinacy: _OneOrMore = None,
        nested: bool = True,
        min_confidence: float = 0.0,
        min_speaker_confidence: float = 0.0,
    ) -> dict[str, Any]:
        """Find who says what in a news page, given as text or HTML (no URL is fetched). Each statement has its speaker,
        kind, act, determinacy, chain back to the source, confidences, and verbatim spans with offsets into "text".
        The filters select statements, with the values of "search"; nested false omits statements inside others.
        """
        selection = Selection(
            speaker=_values(speaker), kind=_values(kind), act=_values(act), form=_values(form), nested=nested,
            determinacy=_determinacy(determinacy), min_confidence=min_confidence,
            min_speaker_confidence=min_speaker_confidence,
        )  # fmt: skip
        page_options = msgspec.structs.replace(
            options, publisher=publisher or options.publisher, **options.narrowed(selection)
        )
        data = await _with_tool_errors(pool.attribute(Page(page, "page", url), page_options))
        return _record_fields(Record.from_json(data))


def _add_search(mcp_server: MCPServer[Any], ask: _Ask) -> None:
    @mcp_server.tool(title="Search statements", annotations=_READ_ONLY)
    async def search(
        query: str = "",
        speaker: _OneOrMore = None,
        kind: _OneOrMore = None,
        act: _OneOrMore = None,
        form: _OneOrMore = None,
        outlet: _OneOrMore = None,
        since: str | None = None,
        until: str | None = None,
        determinacy: _OneOrMore = "actual",
        min_confidence: float | None = None,
        min_speaker_confidence: float | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Search the statements of the archive, best match first. Query: words, "phrases", AND, OR, NOT, prefix*.
        Kind: person, organization, outlet, document, unnamed, group. Act: statement, denial, non_response, question,
        belief, intention, decree, perception. Form: direct, mixed, indirect. Dates: 2026, 2026-05 or 2026-05-03.
        Determinacy: actual (was said), negated (did not say), hypothetical (if she says), all. Any of these can be a
        list of alternatives.
        """
        filters = Filters(
            speaker=_values(speaker), kind=_values(kind), act=_values(act), form=_values(form), outlet=_values(outlet),
            since=since, until=until, determinacy=_determinacy(determinacy), min_confidence=min_confidence or 0.0,
            min_speaker_confidence=min_speaker_confidence or 0.0,
        )  # fmt: skip

        def results(archive: Archive) -> dict[str, Any]:
            return {"statements": [_statement_fields(hit) for hit in archive.search(query, filters, _clamp(limit))]}

        return await ask(results)


def _add_trace_and_same(mcp_server: MCPServer[Any], ask: _Ask) -> None:
    @mcp_server.tool(title="Trace a statement", annotations=_READ_ONLY)
    async def trace(statement: str) -> dict[str, Any]:
        """Trace a statement of the archive by its id (12.a7): its chain, then the reports that it is based on, and
        where and why the trail ends.
        """
        return await ask(lambda archive: _trail_fields(archive, statement))

    @mcp_server.tool(title="Find other versions of a quotation", annotations=_READ_ONLY)
    async def same(what: str, limit: int = 20) -> dict[str, Any]:
        """Find other versions of a quotation in the archive, earliest first, by a statement's id (12.a7) or by words:
        exact, altered or partial, with the {-dropped-} and {+added+} words.
        """

        def results(archive: Archive) -> dict[str, Any]:
            copies = [
                {"how": copy.how, "likeness": copy.likeness, "wording": copy.wording}
                | _statement_fields(copy.statement)
                for copy in archive.same(what, limit=_clamp(limit))
            ]
            return {"statements": copies}

        return await ask(results)


def _clamp(limit: int) -> int:
    return max(1, min(limit, _MAX_RESULTS))


def _values(values: _OneOrMore) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values or ())


def _determinacy(values: _OneOrMore) -> tuple[str, ...]:
    return () if "all" in _values(values) else _values(values)


def serve(archive: str | Path | None = None, options: Options = DEFAULT) -> None:
    """Serve the tools on standard input and output until the input ends."""
    pool = Pool(1, _QUEUE, _SECONDS)
    try:
        anyio.run(_serve_stdio, server(archive, options, pool))
    finally:
        pool.close()


async def _serve_stdio(mcp_server: MCPServer[Any]) -> None:
    session = mcp_server._lowlevel_server
    async with stdio_server() as (incoming, outgoing):
        send, receive = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        async with anyio.create_task_group() as group:
            group.start_soon(_forward, incoming, send, outgoing)
            await session.run(receive, outgoing, session.create_initialization_options())
            group.cancel_scope.cancel()


async def _forward(incoming: Any, send: Any, outgoing: Any) -> None:  # noqa: ANN401 (streams of the SDK)
    """Forward messages to the session and answer malformed lines, which the SDK ignores, with an error."""
    async with send:
        async for item in incoming:
            if not isinstance(item, Exception):
                await send.send(item)
                continue
            no_json = isinstance(item, ValidationError) and item.errors()[0]["type"] == "json_invalid"
            error = ErrorData(
                code=PARSE_ERROR if no_json else INVALID_REQUEST,
                message="the line is not JSON" if no_json else "the line is not a JSON-RPC message",
            )
            await outgoing.send(SessionMessage(JSONRPCError(jsonrpc="2.0", id=None, error=error)))


async def _with_tool_errors(result: Awaitable[_Result]) -> _Result:
    """Await a result; a SaysoError becomes a tool error with the hint how to fix it."""
    try:
        return await result
    except SaysoError as error:
        raise ToolError(str(error)) from error


def _record_fields(record: Record) -> dict[str, Any]:
    """Return a record for an agent: names instead of ids, spans with their words."""
    article = record.article
    return {
        "text": article.text,
        "headline": article.headline,
        "publisher": article.publisher,
        "published": article.published,
        "statements": [_attribution_fields(record, attribution) for attribution in record.attributions],
        "inconsistencies": [
            {"why": inconsistency.why, "spans": _span_fields(article.text, inconsistency.spans)}
            for inconsistency in record.inconsistencies
        ],
        "sourcing": msgspec.to_builtins(record.sourcing),
        "model": record.sayso.model,
    }


def _attribution_fields(record: Record, attribution: Attribution) -> dict[str, Any]:
    speakers = {speaker.id: speaker for speaker in record.speakers}
    speaker = speakers.get(attribution.speaker or "")
    return {
        "id": attribution.id,
        "speaker": speaker.name if speaker else None,
        "kind": str(speaker.kind) if speaker else "unstated",
        "role": speaker.role if speaker else None,
        "anonymity_reason": speaker.anonymity_reason if speaker else None,
        "act": str(attribution.act),
        "form": str(attribution.form),
        "determinacy": str(attribution.determinacy),
        "chain": [speakers[hop].name or "this page" for hop in attribution.chain if hop in speakers],
        "inside": attribution.inside,
        "repeats": attribution.repeats,
        "confidence": attribution.confidence,
        "speaker_confidence": attribution.speaker_confidence,
        "considered": [{"name": name, "probability": p} for name, p in named_considered(attribution, speakers)],
        **{
            role: _span_fields(record.article.text, getattr(attribution, role)) for role in ("source", "cue", "content")
        },
    }


def _span_fields(text: str, spans: Spans) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "text": span.of(text)} for span in spans]


def _statement_fields(statement: ArchivedStatement) -> dict[str, Any]:
    """Return a statement of the archive: its page, its words and their spans."""
    parts = {"source": statement.source_spans, "cue": statement.cue_spans, "content": statement.content_spans}
    return {
        **{name: getattr(statement, name) for name in _FIELDS},
        "considered": [{"name": other.name, "probability": other.probability} for other in statement.considered],
        **{role: getattr(statement, role) for role in parts},
        **{f"{role}_spans": [[span.start, span.end] for span in spans] for role, spans in parts.items()},
    }


_FIELDS: Final = (
    *("id", "speaker", "entity", "kind", "act", "form", "relayed", "sentence", "outlet", "published", "headline"),
    *("url", "confidence", "speaker_confidence", "determinacy", "corrected"),
)


def _trail_fields(archive: Archive, statement: str) -> dict[str, Any]:
    trail = archive.trace(statement)
    steps = [
        {"chain": list(step.hops), "relayed_from": step.relayed_from, "rests_on": step.rests_on}
        | _statement_fields(step.statement)
        for step in trail.steps
    ]
    return {"steps": steps, "end": trail.end, "outside": trail.outside}
