"""The public names have the types that users see, under mypy --strict."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_FILE = Path(__file__).parent / "typing" / "public_names.py"


def _mypy(path: Path) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(path)]
    return subprocess.run(command, cwd=root, capture_output=True, check=False)


def test_the_public_names_have_the_types_that_they_promise() -> None:
    done = _mypy(_FILE)
    assert done.returncode == 0, done.stdout.decode()


def test_a_wrong_type_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    right = _FILE.read_text(encoding="utf-8")
    path.write_text(right.replace("assert_type(error.hint, str)", "assert_type(error.hint, int)"), encoding="utf-8")
    done = _mypy(path)
    assert done.returncode == 1
    assert b'not "int"  [assert-type]' in done.stdout
