"""``python -m benchmarks.batch.quotes --sizes 10000,100000,1000000 --json docs/quotes.json --plot docs/quotes.svg``.

Time of ``sayso batch quotes`` against the number of statements, and its recall and precision: the generator knows which
of its quotations are copies, and 60 % of those have up to a fifth of their words changed.
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
    """One size."""
    out = folder / str(size)
    known = truth.write(out, size, hard=hard)
    begun = time.perf_counter()
    joined = join(str(out), engine=engine)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "statements": joined.statements, "seconds": round(seconds, 2), "per_second": round(joined.statements / seconds),
        "candidates": joined.candidates, "compared": joined.compared, "quotations": joined.quotations,
        "places": joined.places, "altered": joined.altered, "peak_mb": round(peak), **truth.score(out, known),
    }  # fmt: skip


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Seconds and candidates against statements, with the line of equal cost a statement."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    sizes = [row["statements"] for row in rows]
    axes.plot(sizes, [row["seconds"] for row in rows], marker="o", label="seconds")
    line = [rows[-1]["seconds"] * size / sizes[-1] for size in sizes]
    axes.plot(sizes, line, linestyle="--", color="grey", label="linear")
    axes.set(xscale="log", yscale="log", xlabel="statements", ylabel="seconds", title="sayso batch quotes")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--engine", default="local", choices=("local", "ray"))
    parser.add_argument("--hard", action="store_true", help="quotations as near to each other as newspapers'")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as folder:
        for size in map(int, given.sizes.split(",")):
            rows.append(measure(size, Path(folder), given.engine, hard=given.hard))
            print(json.dumps(rows[-1]), flush=True)
    if given.json:
        given.json.write_text(json.dumps({**provenance(), "engine": given.engine, "rows": rows}, indent=1) + "\n")
    if given.plot:
        plot(rows, given.plot)


if __name__ == "__main__":
    main()
