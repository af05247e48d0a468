"""The circumstances of a measurement: date, commit, machine, versions."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from pathlib import Path

import sayso


def provenance() -> dict[str, str | int]:
    """Date, commit, processor, cores and versions, for the JSON of a benchmark."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    processor = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        processor = names[0] if names else processor
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": commit.strip(),
        "processor": processor,
        "cores": os.cpu_count() or 0,
        "python": platform.python_version(),
        "sayso": sayso.__version__,
    }
