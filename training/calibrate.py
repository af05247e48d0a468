"""Fits the confidence of attributions and its threshold on dev, and writes both to the model.

`python -m training.calibrate --polnear ../shared/polnear --model FOLDER [--plot docs/reliability.svg]`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.calibration import bins, calibration_error
from sayso.train.confidence import collect, f1, fit_confidence, held_out
from sayso.train.data.polnear import read_folder


def plot(rows: Sequence[tuple[float, float, int]], error: float, path: Path) -> None:
    """Draw the reliability plot."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.2, 4.2))
    axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1)
    axes.plot([r[0] for r in rows], [r[1] for r in rows], marker="o", color="#0072B2")
    axes.set(xlabel="stated confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    axes.set_title(f"Held-out folds of dev, error {error:.3f}", fontsize=10)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Fit, report by cross-validation over articles, and write the weights and the digest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    items = collect(read_folder(options.polnear / "dev"), options.model)
    least = fit_confidence(items, options.model)
    p = held_out(items)
    kept = p >= least
    error = calibration_error(p[kept], items.right[kept])
    if options.plot:
        plot(bins(p[kept], items.right[kept]), error, options.plot)
    full = {"all": f1(items.right, p >= 0, items.gold), "kept": f1(items.right, kept, items.gold)}
    print(json.dumps({"least": least, "full": full, "held-out error": error}))


if __name__ == "__main__":
    main()
