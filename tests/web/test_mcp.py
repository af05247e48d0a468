"""``sayso mcp`` as an agent meets it: the SDK's own client over stdio."""

# ruff: noqa: E501 (tables of data)

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


def talk(archive: Path, what: Callable[[Client], Awaitable[Any]]) -> Any:
    """What comes of a talk with a server in a process of its own."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "sayso", "mcp", "--archive", str(archive)], env=dict(os.environ)
    )

    async def talked() -> Any:
        async with Client(command, read_timeout_seconds=120) as client:
            return await what(client)

    return asyncio.run(talked())


def told(result: CallToolResult) -> dict[str, Any]:
    """The structured answer of a tool."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def test_the_tools_say_what_they_are_for(tmp_path: Path) -> None:
    async def listed(client: Client) -> Any:
        return client.instructions, (await client.list_tools()).tools

    about, tools = talk(tmp_path / "none.db", listed)
    assert "verbatim" in about
    assert sorted(tool.name for tool in tools) == ["attribute", "same", "search", "trace"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


def test_a_page_is_read_with_verbatim_spans(tmp_path: Path) -> None:
    made = talk(tmp_path / "none.db", lambda client: client.call_tool("attribute", {"page": TEXT, "publisher": "Echo"}))
    answer = told(made)
    wanted = sayso.attribute(TEXT)
    assert [one["id"] for one in answer["statements"]] == [one.id for one in wanted.attributions]
    assert answer["statements"][0]["speaker"] == "Ivo Marr"
    assert answer["statements"][0]["chain"] == ["Echo", "Ivo Marr"]
    spans = [span for one in answer["statements"] for role in ("source", "cue", "content") for span in one[role]]
    assert len(spans) >= 6
    assert [span for span in spans if answer["text"][span["start"] : span["end"]] != span["text"]] == []


def test_the_archive_is_searched_traced_and_compared(tmp_path: Path) -> None:
    fill(tmp_path / "a.db")

    async def asked(client: Client) -> list[CallToolResult]:
        return [
            await client.call_tool("search", {"query": "toll", "speaker": "Calder", "since": "2026"}),
            await client.call_tool("trace", {"statement": "2.a1"}),
            await client.call_tool("same", {"what": "1.a1"}),
        ]

    found, trail, copies = map(told, talk(tmp_path / "a.db", asked))
    assert {one["id"] for one in found["statements"]} == {"1.a1", "2.a1"}
    one = found["statements"][0]
    text = sayso.Record.from_json(record_of(tmp_path / "a.db", int(one["id"].split(".")[0]))).article.text
    assert [text[start:end] for start, end in one["content_spans"]] == [one["content"]]
    assert [step["id"] for step in trail["steps"]] == ["2.a1", "1.a1"]
    assert trail["end"]
    assert [(one["id"], one["how"]) for one in copies["statements"]] == [("1.a1", "earliest"), ("2.a1", "exact")]


def record_of(path: Path, version: int) -> str:
    """A record of an archive as JSON."""
    with Archive(path, readonly=True) as archive:
        return archive.record(version).to_json()


@pytest.mark.parametrize(
    ("tool", "given", "what"),
    [
        ("attribute", {"page": " "}, "the page is empty"),
        ("trace", {"statement": "9.a9"}, "there is no statement 9.a9"),
        ("search", {"query": '"open'}, "not closed"),
        ("search", {"kind": "witch"}, "no kind"),
    ],
)
def test_an_error_says_how_to_fix_it(tmp_path: Path, tool: str, given: dict[str, str], what: str) -> None:
    fill(tmp_path / "a.db")
    made = talk(tmp_path / "a.db", lambda client: client.call_tool(tool, given))
    assert made.is_error
    assert what in made.content[0].text


def test_what_was_not_said_is_told_apart(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(unsure())

    async def asked(client: Client) -> list[CallToolResult]:
        return [
            await client.call_tool("search", {"query": "weir"}),
            await client.call_tool("search", {"query": "weir", "determinacy": "all", "min_speaker_confidence": 0.9}),
            await client.call_tool("attribute", {"page": TEXT, "min_confidence": 1}),
        ]

    first, second, third = map(told, talk(tmp_path / "a.db", asked))
    (one,) = first["statements"]
    assert (one["determinacy"], one["speaker_confidence"]) == ("actual", 0.6)
    assert one["considered"] == [{"name": "Ida Marr", "probability": 0.3}]
    assert [one["determinacy"] for one in second["statements"]] == ["negated"]
    assert third["statements"] == []


class Talk:
    """A server in a process of its own, spoken to line by line."""

    def __init__(self, archive: Path) -> None:
        command = [sys.executable, "-m", "sayso", "mcp", "--archive", str(archive)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.send({
            "id": 0, "method": "initialize",
            "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
        })  # fmt: skip
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
        made: dict[str, Any] = json.loads(self.process.stdout.readline())
        return made

    def call(self, number: int, page: str) -> None:
        self.send({"id": number, "method": "tools/call", "params": {"name": "attribute", "arguments": {"page": page}}})

    def leave(self) -> float:
        """The seconds until the process has ended, once its input has."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        began = time.monotonic()
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()
        return time.monotonic() - began


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Talk]:
    """A talk with a server that is ready."""
    made = Talk(tmp_path / "a.db")
    made.call(1, TEXT)
    assert "result" in made.receive()
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.leave()


LONG = "".join(f"“The weir holds for {n} days,” said Ivo Marr of the council.\n" for n in range(6_000))


@pytest.mark.issue(24)
def test_a_read_that_is_cancelled_stops_and_the_next_one_is_read(line: Talk) -> None:
    line.call(2, LONG)
    time.sleep(1)
    began = time.monotonic()
    line.send({"method": "notifications/cancelled", "params": {"requestId": 2}})
    line.call(3, TEXT)
    answer = line.receive()
    while answer.get("id") != 3:
        answer = line.receive()
    assert "result" in answer
    assert time.monotonic() - began < 15  # a process begins anew; the long page takes longer by far
    assert line.leave() < 5


@pytest.mark.issue(24)
def test_leaving_while_a_page_is_read_is_quick(line: Talk) -> None:
    line.call(2, LONG)
    time.sleep(1)
    left = workers(line.process.pid)
    assert left
    assert line.leave() < 5
    time.sleep(0.5)
    assert [one for one in left if Path(f"/proc/{one}").exists()] == []


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"{", -32700), (b"no JSON", -32700), (b"\xff\xfe", -32700), (b'{"jsonrpc": "2.0", "id": 5', -32700), (b"[]", -32600),
        (b'"x"', -32600), (b"{}", -32600), (b'{"jsonrpc": "1.0", "id": 5, "method": "ping"}', -32600), (b"[" * 10_000, -32700),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":"\\ud83d"}', -32700),
    ],
)  # fmt: skip
def test_a_line_that_is_no_message_is_answered(line: Talk, sent: bytes, code: int) -> None:
    line.send(sent)
    answer = line.receive()
    assert (answer["id"], answer["error"]["code"]) == (None, code)
    line.call(9, TEXT)
    assert line.receive()["id"] == 9
