"""Plots accuracy against speed of model sizes, from docs/research/model_tries.tsv: `python -m benchmarks.sizes`.

A row of the table with a name in its last column is a point of docs/research/sizes.svg: `full` on dev against words/s.
`--texts FOLDER --models A B ...` measures the speed of models instead: words per second of processor time of `tag` and
`link`, the best of three rounds, the models in turn.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.analysis import Analysis
from sayso.linking import link
from sayso.pipeline import read
from sayso.tagging import tag
from sayso.terms import Article

DOCS = Path(__file__).parents[1] / "docs" / "research"


@dataclass(frozen=True)
class Point:
    """A model size: its name, words per second on one core, `full` x 100."""

    name: str
    speed: float
    full: float


def points(table: Path) -> list[Point]:
    """The named rows, in order of speed."""
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return sorted(
        (Point(row[6], float(row[4].replace(",", "")), float(row[1])) for row in rows if row[6]),
        key=lambda point: point.speed,
    )


def draw(sizes: Sequence[Point], path: Path) -> None:
    """Draw the plot; the same points give the same bytes."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.6, 3.8))
    fp32 = ["fp32" in point.name for point in sizes]
    for kind, color, marker in ((False, "#0072B2", "o"), (True, "#D55E00", "s")):
        chosen = [point for point, is_fp32 in zip(sizes, fp32, strict=True) if is_fp32 == kind]
        label = "fp32" if kind else "int8"
        axes.scatter([p.speed for p in chosen], [p.full for p in chosen], color=color, marker=marker, label=label)
    for point in sizes:
        axes.annotate(
            point.name, (point.speed, point.full), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8
        )
    axes.set(xlabel="words per second, one core", ylabel="full on dev, F1 x 100")
    axes.margins(0.15)
    axes.legend(loc="lower left")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def pace(articles: Sequence[Article], folder: Path) -> float:
    """Words per second of processor time of one pass over the articles, after a warm-up with the first."""
    link(Analysis(articles[0]), tag(Analysis(articles[0]), folder=folder))
    start = time.process_time()
    for article in articles:
        link(Analysis(article), tag(Analysis(article), folder=folder))
    return sum(len(article.text.split()) for article in articles) / (time.process_time() - start)


def measure(texts: Path, folders: Sequence[Path], rounds: int = 3) -> None:
    """Print the best speed of each model."""
    articles = [read(path.read_text(encoding="utf-8")) for path in sorted(texts.glob("*.txt"))]
    best = dict.fromkeys(folders, 0.0)
    for _ in range(rounds):
        for folder in folders:
            best[folder] = max(best[folder], pace(articles, folder))
    for folder, speed in best.items():
        print(f"{folder}\t{speed:,.0f} words/s")


def main() -> None:
    """Plot or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, default=DOCS / "model_tries.tsv")
    parser.add_argument("--out", type=Path, default=DOCS / "sizes.svg")
    parser.add_argument("--texts", type=Path, help="folder of .txt files to measure on")
    parser.add_argument("--models", type=Path, nargs="+", help="model folders to measure")
    options = parser.parse_args()
    if options.texts and options.models:
        measure(options.texts, options.models)
        return
    draw(points(options.table), options.out)


if __name__ == "__main__":
    main()
