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

from sayso.train.export import average
from training.card import write_card

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "sayso" / "tagging" / "weights"
PLOT = ROOT / "docs" / "reliability.svg"
# Two teachers, one told who annotated what and one not; then a student of both, from the weights of the second.
TEACHER = ["--epochs", "8", "--own", "2", "--threads", "1"]
FIRST = [*TEACHER, "--seed", "13", "--nobody", "1"]
SECOND = [*TEACHER, "--seed", "14", "--masked", "0.05"]
STUDENT = ["--epochs", "3", "--own", "2", "--threads", "1", "--seed", "22", "--masked", "0.05"]
STUDENT += ["--rate", "2e-4", "--head-rate", "8e-4", "--soft", "0.5"]


def step(module: str, *arguments: str | Path) -> None:
    """Run one step in a process of its own; stop where it fails."""
    print(f"== {module}", *arguments, flush=True)
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


def main() -> None:
    """Every step in order. Options that are not named here go to each run of training.train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--out", type=Path, required=True, help="run folder: checkpoints, metrics")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the model goes")
    options, rest = parser.parse_known_args()
    out: Path = options.out
    teachers = []
    for name, settings in (("first", FIRST), ("second", SECOND)):
        step("training.train", "--polnear", options.polnear, "--out", out / name, *settings, *rest)
        mean = average([out / name / f"mean-{number}.pt" for number in (7, 8)])
        teachers.append(out / f"{name}.pt")
        torch.save({key: torch.from_numpy(value) for key, value in mean.items()}, teachers[-1])
    taught = ["--start", teachers[-1], "--teachers", *teachers]
    step("training.train", "--polnear", options.polnear, "--out", out / "student", *taught, *STUDENT, *rest)
    last = out / "student" / "mean-2.pt"  # the best of its three epochs on dev
    for name, flags in (("fp32", ["--fp32"]), ("int8", [])):
        step("sayso.train.export", last, "--out", out / name, *flags)
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
