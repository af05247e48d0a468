"""``sayso mcp`` through the client of the SDK, over stdio."""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

import sayso
from benchmarks.processes import workers
from sayso.archive import Archive
from tests.archive.test_sureness import weir as unsure
from tests.web.pages import fill

TEXT = "“The weir holds,” said Ivo Marr, the warden. An official who asked not to be named said that it leaks."


def with_client(archive: Path, use: Callable[[Client], Awaitable[Any]]) -> Any:
    """Return the result of a function that uses a client of a server process."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "sayso", "mcp", "--archive", str(archive)], env=dict(os.environ)
    )

    async def run() -> Any:
        async with Client(command, read_timeout_seconds=120) as client:
            return await use(client)

    return asyncio.run(run())


def structured(result: CallToolResult) -> dict[str, Any]:
    """Return the structured result of a tool."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def test_the_tools_have_descriptions(tmp_path: Path) -> None:
    async def describe(client: Client) -> Any:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = with_client(tmp_path / "none.db", describe)
    assert "verbatim" in instructions
    assert sorted(tool.name for tool in tools) == ["attribute", "same", "search", "trace"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


def test_a_page_is_read_with_verbatim_spans(tmp_path: Path) -> None:
    arguments = {"page": TEXT, "publisher": "Echo"}
    result = structured(with_client(tmp_path / "none.db", lambda client: client.call_tool("attribute", arguments)))
    statements = result["statements"]
    assert [statement["id"] for statement in statements] == [a.id for a in sayso.attribute(TEXT).attributions]
    assert statements[0]["speaker"] == "Ivo Marr"
    assert statements[0]["chain"] == ["Echo", "Ivo Marr"]
    spans = [span for statement in statements for role in ("source", "cue", "content") for span in statement[role]]
    assert len(spans) >= 6
    assert [span for span in spans if result["text"][span["start"] : span["end"]] != span["text"]] == []


def test_the_archive_is_searched_traced_and_compared(tmp_path: Path) -> None:
    fill(tmp_path / "a.db")

    async def call(client: Client) -> list[CallToolResult]:
        return [
            await client.call_tool("search", {"query": "toll", "speaker": "Calder", "since": "2026"}),
            await client.call_tool("trace", {"statement": "2.a1"}),
            await client.call_tool("same", {"what": "1.a1"}),
        ]

    hits, trail, copies = map(structured, with_client(tmp_path / "a.db", call))
    assert {hit["id"] for hit in hits["statements"]} == {"1.a1", "2.a1"}
    hit = hits["statements"][0]
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        text = archive.record(int(hit["id"].split(".")[0])).article.text
    assert [text[start:end] for start, end in hit["content_spans"]] == [hit["content"]]
    assert [step["id"] for step in trail["steps"]] == ["2.a1", "1.a1"]
    assert trail["end"]
    assert [(copy["id"], copy["how"]) for copy in copies["statements"]] == [("1.a1", "earliest"), ("2.a1", "exact")]


ERRORS = (
    ("attribute", {"page": " "}, "the page is empty"),
    ("trace", {"statement": "9.a9"}, "there is no statement 9.a9"),
    ("search", {"query": '"open'}, "not closed"),
    ("search", {"kind": "witch"}, "is not a valid kind"),
)


def test_an_error_says_how_to_fix_it(tmp_path: Path) -> None:
    fill(tmp_path / "a.db")

    async def call(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(tool, arguments) for tool, arguments, _ in ERRORS]

    for result, (tool, _, message) in zip(with_client(tmp_path / "a.db", call), ERRORS, strict=True):
        assert result.is_error, tool
        assert message in result.content[0].text


def test_negated_and_uncertain_statements_are_filtered(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(unsure())

    async def call(client: Client) -> list[CallToolResult]:
        return [
            await client.call_tool("search", {"query": "weir"}),
            await client.call_tool("search", {"query": "weir", "determinacy": "all", "min_speaker_confidence": 0.9}),
            await client.call_tool("attribute", {"page": TEXT, "min_confidence": 1}),
        ]

    actual, confident, analyzed = map(structured, with_client(tmp_path / "a.db", call))
    (statement,) = actual["statements"]
    assert (statement["determinacy"], statement["speaker_confidence"]) == ("actual", 0.6)
    assert statement["considered"] == [{"name": "Ida Marr", "probability": 0.3}]
    assert [statement["determinacy"] for statement in confident["statements"]] == ["negated"]
    assert analyzed["statements"] == []


class Session:
    """A session with a server process, line by line."""

    def __init__(self, archive: Path) -> None:
        command = [sys.executable, "-m", "sayso", "mcp", "--archive", str(archive)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        self.send({"id": 0, "method": "initialize", "params": client})
        self.receive()
        self.send({"method": "notifications/initialized"})

    def send(self, message: dict[str, Any] | bytes) -> None:
        assert self.process.stdin is not None
        line = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 60)
        assert ready
        message: dict[str, Any] = json.loads(self.process.stdout.readline())
        return message

    def call(self, number: int, page: str) -> None:
        self.send({"id": number, "method": "tools/call", "params": {"name": "attribute", "arguments": {"page": page}}})

    def close(self) -> float:
        """End the input and return the seconds until the process ends."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        started = time.monotonic()
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()
        return time.monotonic() - started


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session with a server that has loaded its model."""
    opened = Session(tmp_path / "a.db")
    opened.call(1, TEXT)
    assert "result" in opened.receive()
    yield opened
    if opened.process.poll() is None:
        opened.process.kill()
        opened.close()


LONG = "".join(f"“The weir holds for {n} days,” said Ivo Marr of the council.\n" for n in range(6_000))


@pytest.mark.issue(24)
def test_a_cancelled_request_is_stopped_and_the_next_one_is_answered(session: Session) -> None:
    session.call(2, LONG)
    time.sleep(1)
    started = time.monotonic()
    session.send({"method": "notifications/cancelled", "params": {"requestId": 2}})
    session.call(3, TEXT)
    answer = session.receive()
    while answer.get("id") != 3:
        answer = session.receive()
    assert "result" in answer
    assert time.monotonic() - started < 15  # a new worker process starts; the long page would take much longer
    assert session.close() < 5


@pytest.mark.issue(24)
def test_closing_the_input_ends_a_running_analysis(session: Session) -> None:
    session.call(2, LONG)
    time.sleep(1)
    children = workers(session.process.pid)
    assert children
    assert session.close() < 5
    time.sleep(0.5)
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


MALFORMED = (
    (b"{", -32700), (b"no JSON", -32700), (b"\xff\xfe", -32700), (b'{"jsonrpc": "2.0", "id": 5', -32700),
    (b"[]", -32600), (b'"x"', -32600), (b"{}", -32600), (b'{"jsonrpc": "1.0", "id": 5, "method": "ping"}', -32600),
    (b"[" * 10_000, -32700), (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":"\\ud83d"}', -32700),
)  # fmt: skip


@pytest.mark.issue(24)
def test_a_malformed_line_is_answered_with_an_error(session: Session) -> None:
    for number, (sent, code) in enumerate(MALFORMED, 9):
        session.send(sent)
        answer = session.receive()
        assert (answer["id"], answer["error"]["code"]) == (None, code), sent
        session.call(number, TEXT)
        assert session.receive()["id"] == number
