"""Completion in a real interactive bash: a key press on Tab completes commands, options, values and files."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.issue(23)
PROMPT = "@@ready> "
COMPLETED = {
    "sayso corr": "sayso corrections ",
    "sayso archive drop": "sayso archive drop-texts ",
    "sayso read --min-s": "sayso read --min-speaker-confidence ",
    "sayso search --act den": "sayso search --act denial ",
    "sayso demo lighth": "sayso demo lighthouse.txt ",
    "sayso read wei": "sayso read weir.html ",
    "sayso add pag": "sayso add pages/",
}


def start_bash(folder: Path) -> tuple[int, int]:
    """The process id and the terminal of an interactive bash with completion for sayso."""
    process, terminal = pty.fork()
    if process == 0:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {"PATH": path, "HOME": str(folder), "PS1": PROMPT, "TERM": "dumb", "LANG": "C.UTF-8"}
        os.chdir(folder)
        os.execve("/bin/bash", ["bash", "--norc", "--noprofile", "-i"], environment)
    until(terminal, PROMPT, 60)
    os.write(terminal, b'eval "$(sayso completion bash)"; bind "set bell-style none"\n')
    until(terminal, "\n" + PROMPT, 60)
    return process, terminal


def after_tab(terminal: int, line: str, completed: str) -> str:
    """What bash has on its line after ``line`` and Tab: the line in quotes, printed by echo."""
    os.write(terminal, line.encode() + b"\t")
    until(terminal, completed.removeprefix(line), 20)
    os.write(terminal, b"\x01echo '\x05'\n")
    return until(terminal, "\n" + PROMPT, 20).splitlines()[-2]


def until(terminal: int, end: str, seconds: float) -> str:
    """The output of the terminal until a text, or until the time is over."""
    text = ""
    deadline = time.monotonic() + seconds
    while end not in text and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            text += os.read(terminal, 65_536).decode()
    return text


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_tab_completes_in_bash(tmp_path: Path) -> None:
    (tmp_path / "weir.html").write_text("<p>The weir holds.")
    (tmp_path / "pages").mkdir()
    process, terminal = start_bash(tmp_path)
    try:
        completed = {line: after_tab(terminal, line, expected) for line, expected in COMPLETED.items()}
    finally:
        os.write(terminal, b"exit\n")
        os.close(terminal)
        os.waitpid(process, 0)
    assert completed == COMPLETED


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_valid_where_the_shell_is_installed(run, shell: str) -> None:
    script = run("completion", shell).stdout
    assert b"_SAYSO_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: only the script was printed")
    check = subprocess.run([shell, "-n"], input=script, capture_output=True, check=False)
    assert (check.returncode, check.stderr) == (0, b"")
