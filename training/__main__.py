"""Make the shipped model again with one command: train, export, compare int8 with fp32, calibrate, write the card.

`python -m training --polnear ../shared/polnear --out runs/shipped` writes src/sayso/tagging/weights; what is already in
the run folder is taken up, so that the same command goes on after a stop.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import torch

from training.card import write_card
from training.export import average

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "sayso" / "tagging" / "weights"
PLOT = ROOT / "docs" / "reliability.svg"
# First PolNeAR alone; then, from the mean of the last two epochs, one short epoch with our own passages.
FIRST = ["--epochs", "8", "--windows", "8", "128"]
SECOND = [*FIRST[2:], "--epochs", "1", "--own", "3", "--rate", "1.5e-4", "--head-rate", "7e-4", "--seed", "21"]


def step(module: str, *arguments: str | Path) -> None:
    """Run one step in a process of its own; stop where it fails."""
    print(f"== {module}", *arguments, flush=True)
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


def main() -> None:
    """Every step in order. Options that are not named here go to both runs of training.train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--out", type=Path, required=True, help="run folder: checkpoints, metrics")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the model goes")
    options, rest = parser.parse_known_args()
    out: Path = options.out
    start, last = out / "start.pt", out / "second" / "mean-1.pt"
    step("training.train", "--polnear", options.polnear, "--out", out / "first", *FIRST, *rest)
    mean = average([out / "first" / f"mean-{number}.pt" for number in (7, 8)])
    torch.save({name: torch.from_numpy(value) for name, value in mean.items()}, start)
    step("training.train", "--polnear", options.polnear, "--out", out / "second", "--start", start, *SECOND, *rest)
    for name, flags in (("fp32", ["--fp32"]), ("int8", [])):
        step("training.export", start, last, "--out", out / name, *flags)
        plot = ["--plot", PLOT] if name == "int8" else []
        step("training.calibrate", "--polnear", options.polnear, "--model", out / name, *plot)
        accuracy = ["--polnear", options.polnear, "--model", out / name, "--json", out / f"{name}.json"]
        step("benchmarks.accuracy", *accuracy)
    write_card(out)
    options.weights.mkdir(parents=True, exist_ok=True)
    for path in (out / "int8").iterdir():
        shutil.copy2(path, options.weights / path.name)


if __name__ == "__main__":
    main()
