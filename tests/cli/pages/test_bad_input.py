"""What users get wrong and what pages do to us: one clear line on stderr, an exit code, never a traceback."""

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


def told(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on stderr, none of them of a traceback."""
    text = done.stderr.decode()
    assert "Traceback" not in text
    return text.splitlines()


@pytest.mark.parametrize("name", BAD)
def test_a_page_that_cannot_be_read_is_named_with_reason_and_hint(run, tmp_path: Path, name: str) -> None:
    data, why = BAD[name]
    (tmp_path / name).write_bytes(data)
    done = run("read", tmp_path / name)
    (line,) = told(done)
    assert (done.returncode, done.stdout) == (1, b"")
    assert line.startswith(f"sayso: {tmp_path / name}: {why}")
    assert line.count(". ") >= 1


def test_of_several_files_the_bad_ones_are_told_and_the_others_read(run, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text(GOOD)
    empty.write_bytes(b"")
    done = run("read", "--format", "jsonl", good, empty, tmp_path, tmp_path / "none.txt", good)
    assert [json.loads(line)["article"]["text"] for line in done.stdout.splitlines()] == [GOOD, GOOD]
    assert done.returncode == 1
    whys = ["the page is empty", "this is a folder", "there is no such file"]
    assert [why in line for why, line in zip(whys, told(done), strict=True)] == [True] * 3
    both = run("read", good, empty)
    assert [record["article"]["text"] for record in json.loads(both.stdout)] == [GOOD]


def test_a_file_name_with_escapes_is_not_sent_to_the_terminal(run, tmp_path: Path) -> None:
    done = run("read", tmp_path / "a\x1b[31m\u202e.txt")
    assert b"\x1b" not in done.stderr
    assert "\u202e" not in done.stderr.decode()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["read"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["read", "-", "--limit", "max_lines=many"], "--limit max_lines=many is not valid"),
        (["read", "a", "b", "--url", "https://a.example"], "--url belongs to one page"),
        (["read", "-", "-"], "once only"),
        (["demo", "none.txt"], "There is no example none.txt"),
        (["read", "-", "--format", "yaml"], "Invalid value for '--format'"),
    ],
)
def test_a_wrong_command_line_is_told_with_exit_code_two(run, args: list[str], says: str) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in "\n".join(told(done))


def test_an_output_that_cannot_be_written_is_told(run, tmp_path: Path) -> None:
    done = run("demo", "bridge.txt", "-o", tmp_path / "none" / "out.json")
    assert done.returncode == 1
    (line,) = told(done)
    assert "No such file or directory" in line


def test_a_model_that_is_not_there_is_told(run, tmp_path: Path) -> None:
    done = run("read", "-", "--model", tmp_path, stdin=GOOD.encode())
    assert done.returncode == 1
    assert "Install sayso again" in told(done)[0]


def test_invalid_utf8_and_other_languages_are_read(run) -> None:
    latin = json.loads(run("read", "-", stdin="Zoë said no to the café.".encode("latin-1")).stdout)
    assert latin["article"]["text"] == "Zoë said no to the café."
    german = "Die Brücke bleibt gesperrt, sagte Bürgermeisterin Ines Kalder am Montag. „Wir warten“, fügte sie hinzu.\n"
    done = run("read", "-", stdin=german.encode())
    assert (done.returncode, told(done)) == (0, [])
    assert json.loads(done.stdout)["article"]["text"] == german


ODD = (
    "\ufeffA 👩‍🚀 flew.\r\n\r\n“Ça va, e\u0301mile 🎉,” said Anna Roe.\r\n\r\nBo Lind said that she 🙈 would wait.\r\n"
)


def test_offsets_are_code_points_of_the_text_as_it_came(run) -> None:
    data = json.loads(run("read", "-", stdin=ODD.encode()).stdout)
    text = data["article"]["text"]
    assert text in (ODD, ODD.removeprefix("\ufeff"))
    assert "".join(text[a:b] for a, b in (block["span"] for block in data["article"]["blocks"])) == text
    found = {text[a:b] for one in data["attributions"] for role in ("source", "content") for a, b in one[role]}
    assert {"Anna Roe", "“Ça va, e\u0301mile 🎉,”", "Bo Lind"} <= found


@pytest.mark.parametrize("raised", [False, True])
def test_fifty_megabytes_on_one_line_end_soon_in_little_memory(tmp_path: Path, raised: bool) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"He said no. " * 4_200_000)
    args = ["read", str(path), *(["--limit", "max_page_bytes=60000000"] if raised else [])]
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
    # KiB of this child alone: getrusage would count the peak of the process that forked it, too.
    assert int(done.stdout.split()[-1]) < 800_000
    assert done.returncode == 1
    assert ("max_text_chars" if raised else "max_page_bytes") in told(done)[0]


def test_an_endless_standard_input_ends(run) -> None:
    command = f"yes 'Bo said no.' | {sys.executable} -m sayso read -"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=180, check=False)
    assert b"max_page_bytes" in done.stderr


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    for shape in ("page", "json", "jsonl"):
        command = f"{sys.executable} -m sayso read --format {shape} {' page.txt' * 30} | head -c 1"
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=180, check=False)
        assert (len(done.stdout), done.stderr) == (1, b"")


def test_a_narrow_encoding_loses_characters_not_the_page(run) -> None:
    done = run("read", "-", "--format", "page", stdin="Anna Roe said “no 🎉”.".encode(), PYTHONIOENCODING="ascii")
    assert (done.returncode, told(done)) == (0, [])
    assert b"Anna Roe" in done.stdout


def test_json_is_utf8_whatever_the_locale(run) -> None:
    done = run("read", "-", stdin="Anna Roe said “no 🎉”.".encode(), PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["article"]["text"] == "Anna Roe said “no 🎉”."


@pytest.fixture
def site():
    """A server on loopback with one page."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            found = self.path == "/page"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(GOOD.encode() if found else b"gone")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_url_is_fetched_only_where_it_may_be(run, site: str) -> None:
    pytest.importorskip("httpx")
    refused = run("read", f"{site}/page")
    assert refused.returncode == 1
    assert "--allow-private" in told(refused)[0]
    done = run("read", f"{site}/page", f"{site}/gone", "ftp://a.example/x", "--format", "jsonl", "--allow-private")
    record = json.loads(done.stdout)
    assert (record["article"]["text"], record["article"]["url"]) == (GOOD, f"{site}/page")
    assert ["404" in told(done)[0], "only http and https" in told(done)[1]] == [True, True]


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    command = f"{sys.executable} -m sayso read <(printf 'Anna Roe said no.')"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=180, check=False, env=dict(os.environ))
    assert json.loads(done.stdout)["article"]["text"] == "Anna Roe said no."
