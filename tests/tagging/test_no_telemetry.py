"""The model runs without the usage data that onnxruntime collects by default."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.issue(23)
def test_an_analysis_writes_nothing_into_the_home_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    code = "import sayso; assert sayso.attribute('“The weir holds,” said Ivo Marr.').attributions"
    subprocess.run([sys.executable, "-c", code], env=environment | {"HOME": str(home)}, check=True)
    assert [*home.rglob("*")] == []
