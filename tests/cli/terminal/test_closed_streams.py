"""Commands in a process without standard streams: an error on one line, no traceback, no message among the results."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.issue(23)
PAGE = "“The weir holds,” said Ivo Marr, the warden of Harrow.\n"


def shell(redirection: str, *args: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run ``sayso`` with a redirection of the shell."""
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "sayso", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with a statement."""
    path = tmp_path / "weir.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "args",
    ["read {page}", "read {page} --format table", "export {page} --to csv", "schema", "--help", "--version"],
)
def test_results_without_an_output_are_an_error_on_one_line(page: Path, args: str) -> None:
    done = shell(">&-", *args.format(page=page).split())
    assert done.returncode == 1
    assert done.stderr == b"sayso: standard output is closed; redirect it to a file or to /dev/null.\n"


def test_a_command_that_writes_a_file_needs_no_output(page: Path, tmp_path: Path) -> None:
    done = shell(">&-", "read", page, "-o", tmp_path / "weir.json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Ivo Marr" in (tmp_path / "weir.json").read_bytes()


def test_a_closed_input_is_an_empty_page() -> None:
    done = shell("<&-", "read", "-")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"sayso: standard input: the page is empty")


def test_messages_without_a_stream_are_not_among_the_results(tmp_path: Path) -> None:
    done = shell("2>&-", "read", tmp_path / "nowhere.html")
    assert (done.returncode, done.stdout) == (1, b"")
