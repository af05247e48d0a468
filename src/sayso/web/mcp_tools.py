"""Tools for language model agents over the Model Context Protocol: sayso's facts, each with its words and offsets."""

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
from sayso.terms import Attribution, Page, Record, Spans
from sayso.web.pool import Pool

_Out = TypeVar("_Out")
_Ask = Callable[[Callable[[Archive], dict[str, Any]]], Awaitable[dict[str, Any]]]
"""Asks the archive a question."""
_MOST: Final = 100
_WAITING: Final = 32  # pages that may wait to be read
_SECONDS: Final = 120  # that one page may take
_ABOUT: Final = (
    "sayso says who said what in news pages, and on whose word. Every answer is made of verbatim spans: "
    "text[start:end], counted in Unicode code points of the page's text, is the span. Quote them as they stand, and "
    "name the id. sayso does not judge whether a statement is true. A confidence is the chance that source and content "
    "are right, a speaker_confidence the chance that the speaker is (null: not known; considered names the others). A "
    "statement whose determinacy is negated or hypothetical was not made: never report it as said. "
    "What it does not return was not found, which does not mean that nobody said it."
)
_READS: Final = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def server(archive: str | Path | None = None, options: Options = DEFAULT, pool: Pool | None = None) -> MCPServer[Any]:
    """The server with its four tools over an archive (the default one where None). Pages are read by ``pool``, in a
    process of their own: one that nobody waits for any more is ended.
    """
    made: MCPServer[Any] = MCPServer("sayso", version=__version__, instructions=_ABOUT, log_level="WARNING")

    async def ask(question: Callable[[Archive], dict[str, Any]]) -> dict[str, Any]:
        def asked() -> dict[str, Any]:
            with Archive(archive, readonly=True) as opened:
                return question(opened)

        return await _told(anyio.to_thread.run_sync(asked, abandon_on_cancel=True))

    _add_read(made, options, pool or Pool(1, _WAITING, _SECONDS))
    _add_search(made, ask)
    _add_trace_and_same(made, ask)
    return made


def _add_read(made: MCPServer[Any], options: Options, pool: Pool) -> None:
    @made.tool(title="Read a page", annotations=_READS)
    async def attribute(
        page: str,
        url: str | None = None,
        publisher: str | None = None,
        min_confidence: float = 0.0,
        min_speaker_confidence: float = 0.0,
    ) -> dict[str, Any]:
        """Who says what in a news page. Give its text or HTML; nothing is fetched. Each statement comes with speaker,
        kind, act, determinacy, chain back to the source, how sure words and speaker are, and its verbatim spans with
        offsets into "text".
        """
        chosen = msgspec.structs.replace(
            options,
            publisher=publisher or options.publisher,
            min_confidence=min_confidence or options.min_confidence,
            min_speaker_confidence=min_speaker_confidence or options.min_speaker_confidence,
        )
        return _of_record(Record.from_json(await _told(pool.attribute(Page(page, "page", url), chosen))))


def _add_search(made: MCPServer[Any], ask: _Ask) -> None:
    @made.tool(title="Search statements", annotations=_READS)
    async def search(
        query: str = "",
        speaker: str | None = None,
        kind: str | None = None,
        act: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        determinacy: str = "actual",
        min_confidence: float | None = None,
        min_speaker_confidence: float | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Statements of the archive, best first. Query: words, "phrases", AND, OR, NOT, prefix*. Kind: person,
        organization, outlet, document, unnamed, group. Act: statement, denial, non_response, question, belief,
        intention, decree, perception. Dates: 2026, 2026-05 or 2026-05-03. Determinacy: actual (what was said), negated
        (did not say), hypothetical (if she says), all.
        """
        filters = Filters(
            speaker=_some(speaker), kind=_some(kind), act=_some(act), outlet=_some(outlet), since=since, until=until,
            determinacy=() if determinacy == "all" else (determinacy,), min_confidence=min_confidence,
            min_speaker_confidence=min_speaker_confidence,
        )  # fmt: skip

        def found(it: Archive) -> dict[str, Any]:
            return {"statements": [_of_found(one) for one in it.search(query, filters, _few(limit))]}

        return await ask(found)


def _add_trace_and_same(made: MCPServer[Any], ask: _Ask) -> None:
    @made.tool(title="Trace a statement", annotations=_READS)
    async def trace(statement: str) -> dict[str, Any]:
        """The way back of a statement of the archive, by its id (12.a7): its chain, then the reports that it rests on,
        to where and why the trail ends.
        """
        return await ask(lambda it: _of_trail(it, statement))

    @made.tool(title="The same quotation elsewhere", annotations=_READS)
    async def same(what: str, limit: int = 20) -> dict[str, Any]:
        """Where the quotation of a statement (12.a7), or of some words, stands in the archive too, the earliest first:
        exact, altered or in part, with the {-dropped-} and {+added+} words.
        """

        def found(it: Archive) -> dict[str, Any]:
            copies = [
                {"how": one.how, "likeness": one.likeness, "wording": one.wording} | _of_found(one.statement)
                for one in it.same(what, limit=_few(limit))
            ]
            return {"statements": copies}

        return await ask(found)


def _few(limit: int) -> int:
    return max(1, min(limit, _MOST))


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def serve(archive: str | Path | None = None, options: Options = DEFAULT) -> None:
    """Serve the tools on standard input and output, until the input ends."""
    pool = Pool(1, _WAITING, _SECONDS)
    try:
        anyio.run(_served, server(archive, options, pool))
    finally:
        pool.close()


async def _served(made: MCPServer[Any]) -> None:
    lowest = made._lowlevel_server
    async with stdio_server() as (arriving, leaving):
        send, receive = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        async with anyio.create_task_group() as group:
            group.start_soon(_pass_on, arriving, send, leaving)
            await lowest.run(receive, leaving, lowest.create_initialization_options())
            group.cancel_scope.cancel()


async def _pass_on(arriving: Any, send: Any, leaving: Any) -> None:  # noqa: ANN401 (streams of the SDK)
    """Hand messages on; the SDK says nothing to a line that is none, so that who sent it would wait for ever."""
    async with send:
        async for item in arriving:
            if not isinstance(item, Exception):
                await send.send(item)
                continue
            broken = isinstance(item, ValidationError) and item.errors()[0]["type"] == "json_invalid"
            error = ErrorData(
                code=PARSE_ERROR if broken else INVALID_REQUEST,
                message="the line is no JSON" if broken else "the line is no JSON-RPC message",
            )
            await leaving.send(SessionMessage(JSONRPCError(jsonrpc="2.0", id=None, error=error)))


async def _told(answer: Awaitable[_Out]) -> _Out:
    """The answer; an error of ours as the tool's error, which says how to fix it."""
    try:
        return await answer
    except SaysoError as error:
        raise ToolError(str(error)) from error


def _of_record(record: Record) -> dict[str, Any]:
    """A record as an agent wants it: names instead of ids, spans with their words."""
    article = record.article
    return {
        "text": article.text,
        "headline": article.headline,
        "publisher": article.publisher,
        "published": article.published,
        "statements": [_of_attribution(record, one) for one in record.attributions],
        "inconsistencies": [
            {"why": one.why, "spans": _spans(article.text, one.spans)} for one in record.inconsistencies
        ],
        "sourcing": msgspec.to_builtins(record.sourcing),
        "model": record.sayso.model,
    }


def _of_attribution(record: Record, one: Attribution) -> dict[str, Any]:
    names = {speaker.id: speaker for speaker in record.speakers}
    speaker = names.get(one.speaker or "")
    return {
        "id": one.id,
        "speaker": speaker.name if speaker else None,
        "kind": str(speaker.kind) if speaker else "unstated",
        "role": speaker.role if speaker else None,
        "anonymity_reason": speaker.anonymity_reason if speaker else None,
        "act": str(one.act),
        "form": str(one.form),
        "determinacy": str(one.determinacy),
        "chain": [names[hop].name or "this page" for hop in one.chain if hop in names],
        "inside": one.inside,
        "repeats": one.repeats,
        "confidence": one.confidence,
        "speaker_confidence": one.speaker_confidence,
        "considered": [{"name": name, "probability": p} for name, p in named_considered(one, names)],
        **{role: _spans(record.article.text, getattr(one, role)) for role in ("source", "cue", "content")},
    }


def _spans(text: str, spans: Spans) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "text": span.of(text)} for span in spans]


def _of_found(one: ArchivedStatement) -> dict[str, Any]:
    """A statement of the archive: its words, where they stand, and on which page."""
    parts = {"source": one.source_spans, "cue": one.cue_spans, "content": one.content_spans}
    return {
        **{name: getattr(one, name) for name in _KEPT},
        "considered": [{"name": other.name, "probability": other.probability} for other in one.considered],
        **{role: getattr(one, role) for role in parts},
        **{f"{role}_spans": [[span.start, span.end] for span in spans] for role, spans in parts.items()},
    }


_KEPT: Final = (
    *("id", "speaker", "entity", "kind", "act", "form", "relayed", "sentence", "outlet", "published", "headline"),
    *("url", "confidence", "speaker_confidence", "determinacy", "corrected"),
)


def _of_trail(archive: Archive, statement: str) -> dict[str, Any]:
    trail = archive.trace(statement)
    steps = [
        {"chain": list(step.hops), "relayed_from": step.relayed_from, "rests_on": step.rests_on}
        | _of_found(step.statement)
        for step in trail.steps
    ]
    return {"steps": steps, "end": trail.end, "outside": trail.outside}
