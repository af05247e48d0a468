"""Clients that mean harm: guesses, connections that hang, requests that no browser sends, processes that are killed."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from benchmarks.processes import workers
from sayso.web.security.guard import seal
from tests.web.conftest import Running, serving
from tests.web.test_pool import QUICK, SLOW

API = "/api/v1/attribute"
HURRIED = """
import sys
from sayso.cli.services.serve import _listening
from sayso.web import ServerSettings, app
from sayso.web.server import serve
listener = _listening("127.0.0.1", 0)
serve(app(sys.argv[1], ServerSettings(body_seconds=2, workers=1, rate=0)), listener,
      lambda: print(listener.getsockname()[1], flush=True))
"""


@pytest.mark.issue(24)
def test_a_killed_process_costs_the_page_that_it_reads_and_no_other(tmp_path: Path) -> None:
    codes: dict[int, int] = {}
    with serving(tmp_path / "a.db", "--workers", "2", "--seconds", "15") as running:

        def ask(number: int) -> None:
            done = httpx.post(running.url + API, json={"page": SLOW.data if number < 2 else QUICK.data}, timeout=200)
            codes[number] = done.status_code

        asking = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        warm = [threading.Thread(target=ask, args=(number,)) for number in (7, 8)]
        for group in (warm, asking):
            for one in group:
                one.start()
                time.sleep(0.1)
            if group is warm:
                for one in group:
                    one.join()
        time.sleep(1)  # both processes have begun their slow page
        found = workers(running.process.pid)
        assert len(found) == 2
        os.kill(found[0], signal.SIGKILL)
        for one in asking:
            one.join()
    assert sorted(codes.values()).count(422) == 1
    assert [codes[number] for number in range(2, 9) if number != 6] == [200] * 6


@pytest.mark.issue(24)
def test_a_process_killed_between_pages_costs_none(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url, timeout=120) as client:
        for wait in (0.0, 0.5, 0.0):
            assert client.post(API, json={"page": QUICK.data}).status_code == 200
            for child in workers(running.process.pid):
                os.kill(child, signal.SIGKILL)
            time.sleep(wait)
        assert client.post(API, json={"page": QUICK.data}).status_code == 200


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda n: {"headers": {"authorization": f"Bearer {n}"}},
        lambda n: {"headers": {"authorization": f"bearer  {n}"}},
        lambda n: {"headers": {"cookie": f"sayso_token={seal(str(n))}"}},
        lambda n: {"params": {"token": str(n)}},
    ],
    ids=["bearer", "spelled", "cookie", "query"],
)
def test_guesses_are_held_to_ten_a_minute_and_the_eleventh_is_not_looked_at(tmp_path: Path, wrong) -> None:  # type: ignore[no-untyped-def]
    with serving(tmp_path / "a.db", "--token", "cowslip") as running, httpx.Client(base_url=running.url) as client:
        for _ in range(20):  # the right one is no guess
            right = client.get("/api/v1/nowhere", headers={"authorization": "Bearer cowslip"})
            assert right.status_code == 404
        codes = [client.get("/api/v1/nowhere", **wrong(n)).status_code for n in range(14)]
        assert codes[:9] == [401] * 9
        assert codes[-3:] == [429] * 3
        for right in (
            client.get("/api/v1/nowhere", headers={"authorization": "Bearer cowslip"}),
            client.get("/api/v1/nowhere", headers={"cookie": f"sayso_token={seal('cowslip')}"}),
            client.get("/nowhere", params={"token": "cowslip"}),
        ):
            assert right.status_code == 429
            assert int(right.headers["retry-after"]) >= 1
        assert client.get("/static/sayso.css").status_code == 200


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("http://[", 403), ("http://[::1", 403), ("https://{host}", 403), ("ftp://{host}", 403), ("{host}", 403),
        ("http://{host}/", 403), ("http://ana@{host}", 403), ("http://{host}:1", 403), ("http://" + "9" * 5_000, 403),
        ("", 403), ("//{host}", 403), ("http://{host}", 200), ("HTTP://{host}", 200),
    ],
)  # fmt: skip
def test_the_origin_is_compared_with_its_scheme(server: Running, client: httpx.Client, origin: str, code: int) -> None:
    heads = {"origin": origin.replace("{host}", urlsplit(server.url).netloc)}
    assert client.post(API, json={"page": QUICK.data}, headers=heads).status_code == code


@pytest.mark.issue(24)
def test_a_proxy_in_front_may_speak_tls(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db", "--allow-host", "desk.example") as running:
        for origin, code in (
            ("https://desk.example", 200),
            ("http://desk.example", 200),
            ("https://other.example", 403),
        ):
            heads = {"host": "desk.example", "origin": origin}
            done = httpx.post(running.url + API, json={"page": QUICK.data}, headers=heads, timeout=60)
            assert done.status_code == code


MANY = "9" * 5_000


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "path",
    [
        f"/pages/p{MANY}", f"/pages/p{'9' * 18}", f"/pages/p{'9' * 20}/changes", f"/pages/p{MANY}/add",
        f"/pages/p{MANY}/correct/a1", f"/pages/p{MANY}/statements/a1", f"/pages/p1?version={MANY}",
        f"/pages/p1/changes?before={MANY}&after={MANY}", f"/statements/{MANY}.a1", f"/trace/{MANY}.a1",
        f"/quotations/{MANY}.a1", f"/speakers/e{MANY}", f"/search?from={MANY}", "/search?from=²", "/search?q=%00",
        "/search?q=%ED%A0%BD", f"/search?since={MANY}", f"/api/v1/records/{MANY}", f"/api/v1/statements?limit={MANY}",
        f"/api/v1/statements?cursor={'A' * 80}", "/api/v1/statements?cursor=AAAA", f"/api/v1/speakers/e{MANY}",
        "/static/%00", "/static/" + "a" * 4_000, "/static/%2e%2e/server.py", "/pages/p²", "/pages/p١",
        "/sourcing?value=%00",
    ],
)  # fmt: skip
def test_no_address_is_a_fault_of_ours(client: httpx.Client, path: str) -> None:
    for accept in ("text/html", "application/json"):
        assert client.get(path, headers={"accept": accept}).status_code < 500


CHARSETS = ("undefined", "idna", "zlib", "utf-7", "unicode_escape", "x" * 999)


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "kind",
    [
        *(f"multipart/form-data; boundary=x; charset={name}" for name in CHARSETS),
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff",
        "application/x-www-form-urlencoded; charset=undefined", "multipart/form-data; charset*=%ff''x; boundary=x",
    ],
)  # fmt: skip
def test_no_form_is_a_fault_of_ours(client: httpx.Client, kind: str) -> None:
    part = b'--x\r\ncontent-disposition: form-data; name="text"\r\n\r\n+2D0- \xff \\ud83d\r\n--x--\r\n'
    heads = {"content-type": kind.encode("latin-1"), "origin": str(client.base_url).rstrip("/").encode()}
    for path in ("/read", "/login", "/pages/p1/add"):
        done = client.post(path, content=part, headers=heads)  # type: ignore[arg-type]
        assert done.status_code != 403
        assert done.status_code < 500


@pytest.mark.issue(24)
@pytest.mark.parametrize("length", ["9" * 18, "-1", "²", "1e3", " 5 "])
def test_no_length_is_a_fault_of_ours(server: Running, length: str) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as line:
        line.sendall(f"POST {API} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n".encode("latin-1"))
        line.settimeout(10)
        try:
            said = line.recv(100)
        except TimeoutError:  # " 5 " is a length: the body is waited for
            said = b"HTTP/1.1 4"
        assert said.startswith(b"HTTP/1.1 4")


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A server that gives a request two seconds to come."""
    process = subprocess.Popen([sys.executable, "-c", HURRIED, str(tmp_path / "a.db")], stdout=subprocess.PIPE)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    yield "127.0.0.1", port
    process.send_signal(signal.SIGINT)
    process.wait(20)
    process.stdout.close()


POST = b"POST /api/v1/attribute HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 99\r\n\r\n"
GET = b"GET /api/v1/nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n"
HANGING = {
    "silent": (b"", b""), "half a head": (b"GET / HTTP/1.1\r\nhost: local", b""), "a dripped head": (b"GET /", b"x"),
    "half a body": (POST + b"x", b""), "a dripped body": (POST, b"x"), "silent after an answer": (GET, b""),
    "dripping after an answer": (GET, b"G"), "a body that nobody reads": (POST.replace(b"localhost", b"evil"), b"x"),
}  # fmt: skip


@pytest.mark.issue(24)
def test_no_connection_hangs_longer_than_its_time(hurried: tuple[str, int]) -> None:
    lines = {(name, n): socket.create_connection(hurried) for name in HANGING for n in range(3)}
    for (name, _), line in lines.items():
        line.sendall(HANGING[name][0])
    left, began = dict(lines), time.monotonic()
    while left and time.monotonic() - began < 18:
        time.sleep(0.2)
        for (name, n), line in list(left.items()):
            try:
                line.sendall(HANGING[name][1])
                ready, _, _ = select.select([line], [], [], 0)
                ended = bool(ready) and not line.recv(65_536)
            except OSError:
                ended = True
            if ended:
                line.close()
                del left[name, n]
    for line in left.values():
        line.close()
    assert sorted({name for name, _ in left}) == []


@pytest.mark.issue(24)
def test_an_answer_that_nobody_reads_does_not_hang(hurried: tuple[str, int]) -> None:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.connect(hurried)
    ask = b"GET /static/sayso.css HTTP/1.1\r\nhost: localhost\r\n\r\n"
    with line:
        line.sendall(ask * 400)
        time.sleep(8)
        line.settimeout(5)
        got = 0
        try:
            while piece := line.recv(1 << 20):
                got += len(piece)
        except OSError:
            pass
    assert got < 400 * 20_000  # it was cut off


@pytest.mark.issue(24)
def test_a_connection_that_goes_on_asking_is_kept(hurried: tuple[str, int]) -> None:
    with httpx.Client(base_url=f"http://{hurried[0]}:{hurried[1]}") as client:
        for _ in range(12):
            assert client.get("/api/v1/nowhere").status_code == 404
            time.sleep(0.5)
        slow = client.post(API, json={"page": "“The weir holds,” said Ivo Marr.\n" * 2_000}, timeout=200)
        assert slow.status_code in (200, 413)
