"""``python -m benchmarks.batch.quotes --sizes 10000,100000,1000000 --json docs/quotes.json --plot docs/quotes.svg``.

Measures time, recall and precision of ``sayso batch quotes`` by number of statements. The generator knows which
quotations are copies; 60 % of those have up to a fifth of their words changed.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.batch import truth
from benchmarks.machine import provenance
from sayso.batch import join


def measure(size: int, folder: Path, engine: str, *, hard: bool) -> dict[str, Any]:
    """Measure one size."""
    tables = folder / str(size)
    gold = truth.write(tables, size, hard=hard)
    start = time.perf_counter()
    result = join(str(tables), engine=engine)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "statements": result.statements, "seconds": round(seconds, 2), "per_second": round(result.statements / seconds),
        "candidates": result.candidates, "compared": result.compared, "quotations": result.quotations,
        "places": result.places, "altered": result.altered, "peak_mb": round(peak), **truth.score(tables, gold),
    }  # fmt: skip


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Plot seconds against statements, with a line of constant cost per statement."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    sizes = [row["statements"] for row in rows]
    axes.plot(sizes, [row["seconds"] for row in rows], marker="o", label="seconds")
    line = [rows[-1]["seconds"] * size / sizes[-1] for size in sizes]
    axes.plot(sizes, line, linestyle="--", color="gray", label="linear")
    axes.set(xscale="log", yscale="log", xlabel="statements", ylabel="seconds", title="sayso batch quotes")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--engine", default="local", choices=("local", "ray"))
    parser.add_argument("--hard", action="store_true", help="quotations as similar as those of newspapers")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as folder:
        for size in map(int, options.sizes.split(",")):
            rows.append(measure(size, Path(folder), options.engine, hard=options.hard))
            print(json.dumps(rows[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps({**provenance(), "engine": options.engine, "rows": rows}, indent=1) + "\n")
    if options.plot:
        plot(rows, options.plot)


if __name__ == "__main__":
    main()
