"""Draws accuracy against speed for the sizes tried, from docs/model_tries.tsv: `python -m benchmarks.sizes`.

A row of the table with a name in its last column is a point of docs/sizes.svg: `full` on dev against words a second.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True)
class Point:
    """One size: its name, words a second on one core, `full` x 100."""

    name: str
    speed: float
    full: float


def points(table: Path) -> list[Point]:
    """The rows that have a name for the picture, in order of speed."""
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return sorted(
        (Point(row[6], float(row[4].replace(",", "")), float(row[1])) for row in rows if row[6]),
        key=lambda point: point.speed,
    )


def draw(found: Sequence[Point], path: Path) -> None:
    """The picture, the same bytes each time."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.6, 3.8))
    fp32 = ["fp32" in point.name for point in found]
    for kind, colour, marker in ((False, "#0072B2", "o"), (True, "#D55E00", "s")):
        chosen = [point for point, other in zip(found, fp32, strict=True) if other == kind]
        label = "fp32" if kind else "int8"
        axes.scatter([p.speed for p in chosen], [p.full for p in chosen], color=colour, marker=marker, label=label)
    for point in found:
        axes.annotate(
            point.name, (point.speed, point.full), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8
        )
    axes.set(xlabel="words a second, one core", ylabel="full on dev, F1 x 100")
    axes.margins(0.15)
    axes.legend(loc="lower left")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, default=DOCS / "model_tries.tsv")
    parser.add_argument("--out", type=Path, default=DOCS / "sizes.svg")
    options = parser.parse_args()
    draw(points(options.table), options.out)


if __name__ == "__main__":
    main()
