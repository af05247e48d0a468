"""Health, metrics and request log of a running server."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from sayso.web import ServerSettings, app
from sayso.web.monitoring.request_log import LOGGER, TextFormatter
from tests.web.pages import fill

pytestmark = pytest.mark.issue(23)
TOKEN = "sesame"
SENT = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with fictional pages."""
    path = tmp_path_factory.mktemp("monitoring") / "archive.db"
    fill(path)
    return path


@pytest.fixture(scope="module")
def logged(archive: Path) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """A server with a token and a log in JSON: its URL, the file with its log, its process."""
    log = archive.with_name("log")
    command = [sys.executable, "-m", "sayso", "serve", "--no-browser", "--port", "0", "--archive", str(archive)]
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [*command, "--workers", "1", "--log", "json"], stdout=subprocess.PIPE, stderr=stderr,
            env=os.environ | {"SAYSO_TOKEN": TOKEN},
        )  # fmt: skip
        assert process.stdout is not None
        url = process.stdout.readline().decode().split()[3].rstrip("/")
        yield url, log, process
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)
        process.stdout.close()


def samples(url: str) -> dict[tuple[str, ...], float]:
    """The metrics by name and label values."""
    response = httpx.get(f"{url}/metrics", headers=SENT)
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(response.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_health_needs_no_token_and_says_only_ok(logged: tuple[str, Path, object]) -> None:
    response = httpx.get(f"{logged[0]}/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_metrics_need_the_token(logged: tuple[str, Path, object]) -> None:
    assert httpx.get(f"{logged[0]}/metrics").status_code == 401


def test_metrics_count_requests_by_route_and_pages_in_progress(logged: tuple[str, Path, object]) -> None:
    url = logged[0]
    for path in ("/pages/p1", "/pages/p2", "/api/v1/records/1", "/static/sayso.css", "/nowhere/a", "/nowhere/b"):
        httpx.get(url + path, headers=SENT)
    httpx.get(f"{url}/pages/p1")  # without the token
    counts = samples(url)
    assert counts["sayso_requests_total", "GET", "/pages/p{number}", "200"] == 2
    assert counts["sayso_requests_total", "GET", "/api/v1/records/{version}", "200"] == 1
    assert counts["sayso_requests_total", "GET", "/static", "200"] == 1
    assert counts["sayso_requests_total", "GET", "other", "404"] == 2
    assert counts["sayso_request_seconds_count", "/pages/p{number}"] == 2
    assert counts["sayso_workers",] == 1
    assert counts["sayso_pages_in_progress",] == 0
    assert counts["process_resident_memory_bytes",] > 1e6
    assert not [key for key in counts if "nowhere" in "".join(key)]


def test_the_log_has_a_json_line_per_request_without_its_query(logged: tuple[str, Path, object]) -> None:
    url, log, _ = logged
    httpx.get(f"{url}/search?q=secretword", headers=SENT)
    httpx.get(f"{url}/pages/p1%0a%1b[31m", headers=SENT)
    httpx.get(f"{url}/?token={TOKEN}")
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    entries = [json.loads(line) for line in lines]
    searched = next(entry for entry in entries if entry["path"] == "/search")
    assert (searched["method"], searched["status"], searched["level"], searched["client"]) == (
        "GET", 200, "info", "127.0.0.1",
    )  # fmt: skip
    assert searched["bytes"] > 1000
    assert searched["time"].endswith("+00:00")
    assert "/pages/p1%0A%1B%5B31m" in [entry["path"] for entry in entries]
    assert "secretword" not in "".join(lines)
    assert TOKEN not in "".join(lines)


def test_a_path_with_line_breaks_stays_one_line_of_text(archive: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    with TestClient(app(archive, ServerSettings(workers=1, log="text")), "http://localhost") as client:
        assert client.get("/x%0a2026-05-03%20INFO%20request%20path=/pages/p1%c2%85y%e2%80%a8z").status_code == 404
    lines = [TextFormatter().format(entry) for entry in caplog.records if entry.name == LOGGER]
    assert [len(line.splitlines()) for line in lines] == [1]
    assert "path=/x%0A2026-05-03%20INFO%20request%20path=/pages/p1%C2%85y%E2%80%A8z status=404" in lines[0]


def test_health_is_unavailable_if_the_archive_does_not_answer(archive: Path, tmp_path: Path) -> None:
    import asyncio

    copy = tmp_path / "copy.db"
    copy.write_bytes(archive.read_bytes())
    application = app(copy, ServerSettings(workers=1))
    copy.write_text("no database")
    for suffix in ("-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/healthz")

    response = asyncio.run(ask())
    application.state.service.close()
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})
