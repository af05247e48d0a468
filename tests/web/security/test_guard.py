"""The request guard: hosts, origins, tokens, rates, sizes, and security headers."""

from __future__ import annotations

import html
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from sayso.archive import Archive
from sayso.web import ServerSettings
from tests.archive.record_builder import page
from tests.web.conftest import Running, serving

PAGE = {"accept": "text/html"}


def test_addresses_behind_a_tls_proxy_are_https(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.add(page("Ines Calder", "The weir holds", url="https://echo.example/1"))
    with (
        serving(tmp_path / "archive.db", "--no-fetch", "--allow-host", "desk.example") as running,
        httpx.Client(base_url=running.url) as client,
    ):

        def address(**headers: str) -> str:
            text = client.get("/statements/1.a1/quotation", headers=headers).text
            bookmark = client.get("/receive", headers={"accept": "text/html", **headers}).text
            server = text.strip().rsplit(", ", 1)[1].removesuffix("/statements/1.a1")
            assert server in unquote(html.unescape(bookmark))
            return server

        proxied = {"host": "desk.example"}
        assert address(**proxied, **{"x-forwarded-proto": "https"}) == "https://desk.example"
        assert address(**proxied, **{"sec-fetch-site": "same-origin"}) == "https://desk.example"
        assert address(**proxied) == "http://desk.example"
        assert address(**{"sec-fetch-site": "same-origin"}) == running.url
        assert address(**{"x-forwarded-proto": "https"}) == running.url


def test_every_response_has_the_security_headers(client: httpx.Client) -> None:
    for path in ("/", "/nowhere", "/api/v1/nowhere", "/static/nowhere.css"):
        headers = client.get(path, headers=PAGE).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7", "[::1", "a:b", ""])
def test_a_foreign_host_is_rejected(client: httpx.Client, host: str) -> None:
    assert client.get("/api/v1/nowhere", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:7296", "LOCALHOST:1"])
def test_own_host_names_are_accepted(client: httpx.Client, host: str) -> None:
    assert client.get("/api/v1/nowhere", headers={"host": host}).status_code == 404


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_write_from_another_site_is_rejected(client: httpx.Client, headers: dict[str, str]) -> None:
    done = client.post("/api/v1/attribute", headers=headers, json={"text": "Rain fell, Ana Roe said."})
    assert done.status_code == 403
    assert done.headers["content-type"] == "application/problem+json"
    assert done.json()["hint"]


OWN_FORMS = {
    "Chrome 76, Edge 79, Firefox 90, Safari 16.4 and later, on this machine or by https": {
        "origin": "http://HOST", "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate",
    },
    "the same by plain http at another address": {"origin": "http://HOST"},
    "Firefox 70 to 89, Safari before 16.4": {"origin": "http://HOST"},
}  # fmt: skip
OTHER_FORMS = {
    "another site": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "another site, by plain http": {"origin": "http://evil.example"},
    "another port of this machine": {"origin": "http://localhost:1", "sec-fetch-site": "same-site"},
    "a page without an origin": {"origin": "null", "sec-fetch-site": "cross-site"},
    "an old browser without either header": {},
}


@pytest.mark.parametrize("browser", OWN_FORMS)
def test_a_form_of_the_server_is_accepted_from_every_browser(client: httpx.Client, browser: str) -> None:
    host = f"{client.base_url.host}:{client.base_url.port}"
    headers = {name: value.replace("HOST", host) for name, value in OWN_FORMS[browser].items()}
    assert client.post("/read", data={"page": ""}, headers=PAGE | headers).status_code != 403


@pytest.mark.parametrize("sender", OTHER_FORMS)
def test_a_form_of_unknown_origin_is_rejected(client: httpx.Client, sender: str) -> None:
    done = client.post("/read", data={"page": "“Fog,” said Ona Reed."}, headers=PAGE | OTHER_FORMS[sender])
    assert done.status_code == 403
    assert "set-cookie" not in done.headers


def test_errors_are_json_for_programs_and_html_for_browsers(client: httpx.Client) -> None:
    problem = client.get("/nowhere")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == problem.status_code == 404
    screen = client.get("/nowhere", headers=PAGE)
    assert screen.status_code == 404
    assert screen.headers["content-type"].startswith("text/html")


def test_a_body_over_the_limit_is_rejected_with_and_without_its_length(client: httpx.Client) -> None:
    large = b"x" * 12_000_001
    chunks = (large[at : at + 100_000] for at in range(0, len(large), 100_000))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/login", content=large, headers=form).status_code == 413
    assert client.post("/login", content=chunks, headers=form).status_code == 413
    assert client.get("/nowhere").status_code == 404


def test_a_server_on_another_address_creates_and_requires_a_token(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db", "--host", "0.0.0.0") as running:
        token = running.output.partition("token=")[2]
        assert len(token) > 20
        with httpx.Client(base_url=running.url) as client:
            unauthorized = client.get("/api/v1/nowhere")
            assert unauthorized.status_code == 401
            assert unauthorized.headers["www-authenticate"].startswith("Bearer")
            assert client.get("/api/v1/nowhere", headers={"authorization": "Bearer wrong"}).status_code == 401
            assert client.get("/api/v1/nowhere", headers={"authorization": f"Bearer {token}"}).status_code == 404
            redirect = client.get("/?x=1", headers=PAGE)
            assert (redirect.status_code, redirect.headers["location"]) == (303, "/login?next=%2F%3Fx%3D1")
            assert client.get(redirect.headers["location"], headers=PAGE).status_code == 200
            assert client.post("/login", data={"token": "wrong", "next": "/"}, headers=PAGE).status_code == 401
            login = client.post("/login", data={"token": token, "next": "//evil.example"}, headers=PAGE)
            assert (login.status_code, login.headers["location"]) == (303, "/")
            assert client.get("/api/v1/nowhere").status_code == 404  # with the cookie
            assert token not in str(client.cookies)
        with httpx.Client(base_url=running.url) as client:
            login = client.get(f"/nowhere?token={token}&x=1", headers=PAGE)
            assert (login.status_code, login.headers["location"]) == (303, "/nowhere?x=1")
            assert "httponly" in login.headers["set-cookie"].lower()
            assert client.get("/nowhere").status_code == 404
        with httpx.Client(base_url=running.url) as client:
            codes = [
                client.get("/api/v1/nowhere", headers={"authorization": f"Bearer {n}"}).status_code for n in range(12)
            ]
            assert codes[-1] == 429
            # The right token is rejected too, so that a guessing client does not learn it.
            assert client.get("/api/v1/nowhere", headers={"authorization": f"Bearer {token}"}).status_code == 429


def test_requests_over_the_rate_get_429(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db", "--rate", "60") as running, httpx.Client(base_url=running.url) as client:
        responses = [client.get("/api/v1/nowhere") for _ in range(20)]
        assert {response.status_code for response in responses} == {404, 429}
        assert int(responses[-1].headers["retry-after"]) >= 1


def test_the_answer_over_the_rate_states_the_limit_and_the_setting(tmp_path: Path) -> None:
    options = ("--rate", "60", "--burst", "3")
    with serving(tmp_path / "a.db", *options) as running, httpx.Client(base_url=running.url) as client:
        responses = [client.get("/api/v1/records") for _ in range(6)]
    assert [response.status_code for response in responses[:3]] == [200] * 3
    problem = responses[-1].json()
    assert problem["status"] == 429
    assert problem["limit"] == 60
    assert "60 requests per minute" in problem["detail"]
    assert "--rate" in problem["hint"]
    assert responses[-1].headers["ratelimit-policy"] == '"address";q=60;w=60'


def test_only_a_loopback_address_without_a_token_has_no_rate_by_default() -> None:
    assert ServerSettings().requests_per_minute == 0
    assert ServerSettings(token="cowslip").requests_per_minute == 1_200
    assert ServerSettings(host="0.0.0.0", token="cowslip").requests_per_minute == 1_200
    assert ServerSettings(host="0.0.0.0", token="cowslip", rate=0).requests_per_minute == 0
    assert ServerSettings(rate=50).requests_at_once == 10


def test_a_program_on_this_machine_reads_at_its_own_speed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sayso", "serve", "--no-browser", "--port", "0", "--workers", "1"]
    process = subprocess.Popen([*command, "--archive", str(tmp_path / "a.db")], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().decode().split()[3].rstrip("/")
        with httpx.Client(base_url=url, timeout=60) as client:
            codes = {client.get("/api/v1/records").status_code for _ in range(600)}
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
    assert codes == {200}


def test_an_unfinished_request_does_not_block_others(server: Running, client: httpx.Client) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as slow:
        slow.sendall(b"POST /api/v1/attribute HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nx")
        assert client.get("/nowhere").status_code == 404


def test_a_port_in_use_is_a_one_line_error(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--no-browser", "--port", str(taken.getsockname()[1]), "--archive", tmp_path / "a.db")
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert "Choose another address with --host and --port" in done.stderr.decode()


@pytest.mark.parametrize(("command", "package", "extra"), [("serve", "fastapi", "web"), ("mcp", "mcp", "mcp")])
def test_a_command_without_its_extra_says_what_to_install(command: str, package: str, extra: str) -> None:
    code = (
        f"import sys; sys.modules.update({package}=None, uvicorn=None); from sayso.cli import main; main(['{command}'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f'pip install "sayso[{extra}]"' in done.stderr
    assert done.stderr.count("\n") == 1
