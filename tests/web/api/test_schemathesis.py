"""schemathesis against a running server: valid and invalid requests derived from the OpenAPI description."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.web.conftest import Running

CONFIGURATION = Path(__file__).parent / "schemathesis.toml"


def test_schemathesis_reports_no_failure(server: Running, tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION), "run"),
        *(f"{server.url}/api/v1/openapi.json", "--checks", "all", "--seed", "7", "--max-time", "45"),
        *("--warnings", "off", "--request-timeout", "30", "--no-color"),
    ]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=240, check=False)
    assert result.returncode == 0, result.stdout[-8_000:] + result.stderr[-2_000:]
