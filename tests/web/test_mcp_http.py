"""The Model Context Protocol over HTTP, through the client of the SDK and against the guard; prompts and resources."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

from tests.web.conftest import Running, serving
from tests.web.pages import fill

pytestmark = pytest.mark.issue(23)
TOKEN = "sesame"
TEXT = "“The weir holds,” said Ivo Marr, the warden. An official who asked not to be named said that it leaks."
PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPTS = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with a token and tools for agents."""
    path = tmp_path_factory.mktemp("agents") / "archive.db"
    fill(path)
    with serving(path, "--no-fetch", "--mcp", "--token", TOKEN) as running:
        yield running


def with_client(url: str, use: Callable[[Client], Awaitable[Any]], token: str = TOKEN) -> Any:
    """The result of a function that uses a client of the server."""
    http = pytest.importorskip("httpx2")

    async def run() -> Any:
        async with http.AsyncClient(headers={"authorization": f"Bearer {token}"}, timeout=60) as sender:
            transport = streamable_http_client(f"{url}/mcp", http_client=sender)
            async with Client(transport, read_timeout_seconds=60) as client:
                return await use(client)

    return asyncio.run(run())


def test_the_tools_answer_over_http_as_on_standard_input(agents: Running) -> None:
    async def use(client: Client) -> Any:
        return (
            await client.list_tools(),
            await client.call_tool("attribute", {"page": TEXT, "publisher": "Echo"}),
            await client.call_tool("search", {"query": "toll", "speaker": "Calder"}),
            await client.call_tool("trace", {"statement": "9.a9"}),
        )

    tools, analyzed, hits, missing = with_client(agents.url, use)
    assert sorted(tool.name for tool in tools.tools) == ["attribute", "same", "search", "trace"]
    assert analyzed.structured_content["statements"][0]["chain"] == ["Echo", "Ivo Marr"]
    assert {hit["id"] for hit in hits.structured_content["statements"]} == {"1.a1", "2.a1"}
    assert missing.is_error
    assert "there is no statement 9.a9" in missing.content[0].text


def test_resources_are_pages_records_and_statements_of_the_archive(agents: Running) -> None:
    async def use(client: Client) -> Any:
        async def content(uri: str) -> Any:
            return json.loads((await client.read_resource(uri)).contents[0].text)

        listed = [str(resource.uri) for resource in (await client.list_resources()).resources]
        templates = [row.uri_template for row in (await client.list_resource_templates()).resource_templates]
        contents = [await content(uri) for uri in (*sorted(listed), "sayso://records/2", "sayso://statements/1.a1")]
        errors = []
        for uri in ("sayso://records/99", "sayso://records/x", "sayso://statements/99.a1"):
            with pytest.raises(MCPError) as raised:
                await client.read_resource(uri)
            errors.append(str(raised.value))
        return listed, templates, contents, errors

    listed, templates, (pages, schema, record, statement), errors = with_client(agents.url, use)
    assert sorted(listed) == ["sayso://pages", "sayso://schema"]
    assert sorted(templates) == ["sayso://records/{version}", "sayso://statements/{statement}"]
    assert {2, 1} <= {page["version"] for page in pages}
    assert schema["$schema"].startswith("https://json-schema.org/")
    span = record["statements"][0]["content"][0]
    assert record["text"][span["start"] : span["end"]] == span["text"]
    assert statement["id"] == "1.a1"
    assert ["99" in errors[0], "not the number" in errors[1], "99.a1" in errors[2]] == [
        True, True, True,
    ]  # fmt: skip


def test_prompts_name_tools_that_exist_and_contain_their_argument(agents: Running) -> None:
    async def use(client: Client) -> Any:
        prompts = (await client.list_prompts()).prompts
        texts = {}
        for prompt in prompts:
            (argument,) = prompt.arguments
            result = await client.get_prompt(prompt.name, {argument.name: TEXT})
            texts[prompt.name] = result.messages[0].content.text
        return prompts, texts

    prompts, texts = with_client(agents.url, use)
    assert sorted(texts) == ["check_claim", "sourcing_report", "who_says_what"]
    assert all(prompt.description and prompt.title for prompt in prompts)
    assert all(TEXT in text and "unchanged" in text for text in texts.values())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": f"Bearer {TOKEN}", "origin": "https://evil.example"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "sec-fetch-site": "cross-site"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "host": "evil.example"}, 421),
        ({"authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_the_guard_checks_token_origin_and_host(agents: Running, headers: dict[str, str], status: int) -> None:
    response = httpx.post(f"{agents.url}/mcp", json=PING, headers=ACCEPTS | headers)
    assert response.status_code == status, response.text
    if status != 200:
        assert response.headers["content-type"] == "application/problem+json"
    if status == 401:
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_request_that_is_too_large_or_no_json_is_an_error(agents: Running) -> None:
    sent = ACCEPTS | {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    assert httpx.post(f"{agents.url}/mcp", content=b"x" * 12_000_001, headers=sent).status_code == 413
    assert 400 <= httpx.post(f"{agents.url}/mcp", content=b"{", headers=sent).status_code < 500


def test_the_route_exists_only_if_asked_for(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running:
        assert httpx.post(f"{running.url}/mcp", json=PING, headers=ACCEPTS).status_code in (404, 405)
