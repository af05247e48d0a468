"""The public names have the documented types, under mypy --strict."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_FILE = Path(__file__).parent / "typing" / "public_names.py"


def _mypy(path: Path) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(path)]
    return subprocess.run(command, cwd=root, capture_output=True, check=False)


def test_the_public_names_have_the_documented_types() -> None:
    process = _mypy(_FILE)
    assert process.returncode == 0, process.stdout.decode()


def test_a_wrong_type_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    right = _FILE.read_text(encoding="utf-8")
    path.write_text(right.replace("assert_type(error.hint, str)", "assert_type(error.hint, int)"), encoding="utf-8")
    process = _mypy(path)
    assert process.returncode == 1
    assert b'not "int"  [assert-type]' in process.stdout
