"""User errors and hostile pages: one line on stderr, an exit code, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

GOOD = "Anna Roe said that the ferry was late.\n"
BAD = {
    "empty.txt": (b"", "the page is empty"),
    "blank.txt": (b" \r\n\t\n", "the page is empty"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(200), "this is a PNG image"),
    "noise.bin": (bytes(range(32)) * 40, "this is binary data"),
    "torn.txt.gz": (b"\x1f\x8b\x08\x00broken", "the file cannot be read to its end"),
}


def errors(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on stderr, after a check that they contain no traceback."""
    text = done.stderr.decode()
    assert "Traceback" not in text
    return text.splitlines()


@pytest.mark.parametrize("name", BAD)
def test_unreadable_page_is_reported_with_reason_and_hint(run, tmp_path: Path, name: str) -> None:
    data, why = BAD[name]
    (tmp_path / name).write_bytes(data)
    done = run("read", tmp_path / name)
    (line,) = errors(done)
    assert (done.returncode, done.stdout) == (1, b"")
    assert line.startswith(f"sayso: {tmp_path / name}: {why}")
    assert line.count(". ") >= 1


def test_unreadable_files_do_not_stop_the_others(run, tmp_path: Path) -> None:
    good, empty, folder = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "folder"
    folder.mkdir()
    good.write_text(GOOD)
    empty.write_bytes(b"")
    done = run("read", "--format", "jsonl", good, empty, folder, tmp_path / "none.txt", good)
    assert [json.loads(line)["article"]["text"] for line in done.stdout.splitlines()] == [GOOD, GOOD]
    assert done.returncode == 1
    whys = ["the page is empty", "this folder has no files", "there is no such file"]
    assert [why in line for why, line in zip(whys, errors(done), strict=True)] == [True] * 3
    both = run("read", good, empty)
    assert [record["article"]["text"] for record in json.loads(both.stdout)] == [GOOD]


def test_file_name_is_escaped(run, tmp_path: Path) -> None:
    done = run("read", tmp_path / "a\x1b[31m\u202e.txt")
    assert b"\x1b" not in done.stderr
    assert "\u202e" not in done.stderr.decode()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["read"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["read", "-", "--limit", "max_lines=many"], "--limit max_lines=many is not valid"),
        (["read", "a", "b", "--url", "https://a.example"], "--url applies to one page"),
        (["read", "-", "-"], "only once"),
        (["demo", "none.txt"], "There is no example none.txt"),
        (["read", "-", "--format", "yaml"], "Invalid value for '--format'"),
    ],
)
def test_usage_error_has_exit_code_two(run, args: list[str], says: str) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in "\n".join(errors(done))


def test_unwritable_output_is_reported(run, tmp_path: Path) -> None:
    done = run("demo", "bridge.txt", "-o", tmp_path / "none" / "out.json")
    assert done.returncode == 1
    (line,) = errors(done)
    assert "No such file or directory" in line


def test_missing_model_is_reported(run, tmp_path: Path) -> None:
    done = run("read", "-", "--model", tmp_path, stdin=GOOD.encode())
    assert done.returncode == 1
    assert "install sayso again" in errors(done)[0]


def test_latin1_and_other_languages_are_read(run) -> None:
    latin = json.loads(run("read", "-", stdin="Zoë said no to the café.".encode("latin-1")).stdout)
    assert latin["article"]["text"] == "Zoë said no to the café."
    german = "Die Brücke bleibt gesperrt, sagte Bürgermeisterin Ines Kalder am Montag. „Wir warten“, fügte sie hinzu.\n"
    done = run("read", "-", stdin=german.encode())
    warning = "sayso: standard input: language: de; attributions are searched in English only"
    assert (done.returncode, errors(done)) == (0, [warning])
    assert json.loads(done.stdout)["article"]["text"] == german


ODD = (
    "\ufeffA 👩‍🚀 flew.\r\n\r\n“Ça va, e\u0301mile 🎉,” said Anna Roe.\r\n\r\nBo Lind said that she 🙈 would wait.\r\n"
)


def test_offsets_are_code_points_of_the_original_text(run) -> None:
    data = json.loads(run("read", "-", stdin=ODD.encode()).stdout)
    text = data["article"]["text"]
    assert text in (ODD, ODD.removeprefix("\ufeff"))
    assert "".join(text[a:b] for a, b in (block["span"] for block in data["article"]["blocks"])) == text
    words = {text[a:b] for row in data["attributions"] for role in ("source", "content") for a, b in row[role]}
    assert {"Anna Roe", "“Ça va, e\u0301mile 🎉,”", "Bo Lind"} <= words


@pytest.mark.parametrize("higher_limit", [False, True])
def test_fifty_megabytes_on_one_line_fail_fast_in_little_memory(tmp_path: Path, higher_limit: bool) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"He said no. " * 4_200_000)
    args = ["read", str(path), *(["--limit", "max_page_bytes=60000000"] if higher_limit else [])]
    start = time.monotonic()
    code = (
        f"import re, resource, sys; sys.argv[1:] = {args!r}\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))\n"
        "import sayso.cli\n"
        "try:\n    sayso.cli.main()\n"
        "finally:\n    print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=180, check=False)
    assert time.monotonic() - start < 60
    # KiB of the child process only; getrusage includes the peak of the parent before the fork.
    assert int(done.stdout.split()[-1]) < 800_000
    assert done.returncode == 1
    assert ("max_text_chars" if higher_limit else "max_page_bytes") in errors(done)[0]


def test_endless_standard_input_exceeds_the_limit(run) -> None:
    command = f"yes 'Bo said no.' | {sys.executable} -m sayso read -"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=180, check=False)
    assert b"max_page_bytes" in done.stderr


def test_closed_pipe_prints_no_error(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    for shape in ("page", "json", "jsonl"):
        command = f"{sys.executable} -m sayso read --format {shape} {' page.txt' * 30} | head -c 1"
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=180, check=False)
        assert (len(done.stdout), done.stderr) == (1, b"")


def test_ascii_terminal_loses_characters_not_the_page(run) -> None:
    done = run("read", "-", "--format", "page", stdin="Anna Roe said “no 🎉”.".encode(), PYTHONIOENCODING="ascii")
    assert (done.returncode, errors(done)) == (0, [])
    assert b"Anna Roe" in done.stdout


def test_json_is_utf8_in_any_locale(run) -> None:
    done = run("read", "-", stdin="Anna Roe said “no 🎉”.".encode(), PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["article"]["text"] == "Anna Roe said “no 🎉”."


@pytest.fixture
def site():
    """A server on loopback with one page."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            exists = self.path == "/page"
            self.send_response(200 if exists else 404)
            self.end_headers()
            self.wfile.write(GOOD.encode() if exists else b"gone")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_private_url_is_fetched_only_with_allow_private(run, site: str) -> None:
    pytest.importorskip("httpx")
    refused = run("read", f"{site}/page")
    assert refused.returncode == 1
    assert "--allow-private" in errors(refused)[0]
    done = run("read", f"{site}/page", f"{site}/gone", "ftp://a.example/x", "--format", "jsonl", "--allow-private")
    record = json.loads(done.stdout)
    assert (record["article"]["text"], record["article"]["url"]) == (GOOD, f"{site}/page")
    assert ["404" in errors(done)[0], "only http and https" in errors(done)[1]] == [True, True]


def test_named_pipe_is_read(tmp_path: Path) -> None:
    command = f"{sys.executable} -m sayso read <(printf 'Anna Roe said no.')"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=180, check=False, env=dict(os.environ))
    assert json.loads(done.stdout)["article"]["text"] == "Anna Roe said no."
