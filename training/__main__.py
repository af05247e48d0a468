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
# Two teachers, one told who annotated what and one not; a student of both, from the weights of the second; that student
# again with ReLU in place of GELU, by two seeds; and their mean, which learns from itself and from the student.
TEACHER = ["--epochs", "8", "--own", "2", "--threads", "1"]
FIRST = [*TEACHER, "--seed", "13", "--nobody", "1"]
SECOND = [*TEACHER, "--seed", "14", "--masked", "0.05"]
TAUGHT = ["--own", "2", "--threads", "1", "--masked", "0.05", "--soft", "0.5"]
STUDENT = [*TAUGHT, "--epochs", "3", "--seed", "22", "--rate", "2e-4", "--head-rate", "8e-4"]
BENT = [*TAUGHT, "--epochs", "3", "--rate", "2e-4", "--head-rate", "8e-4", "--relu", "0.3"]
LAST = [*TAUGHT, "--epochs", "2", "--seed", "34", "--rate", "1e-4", "--head-rate", "4e-4"]
SEEDS = {"first": "31", "second": "32"}
"""Of the two students with ReLU: the teacher that each has beside the student, and its seed."""


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

    def train(name: str, *settings: str | Path) -> Path:
        step("training.train", "--polnear", options.polnear, "--out", out / name, *settings, *rest)
        return out / name

    def mean(name: str, *paths: Path) -> Path:
        weights = average(list(paths))
        torch.save({key: torch.from_numpy(value) for key, value in weights.items()}, out / f"{name}.pt")
        return out / f"{name}.pt"

    teachers = {}
    for name, settings in (("first", FIRST), ("second", SECOND)):
        folder = train(name, *settings)
        teachers[name] = mean(name, folder / "mean-7.pt", folder / "mean-8.pt")
    folder = train("student", "--start", teachers["second"], "--teachers", *teachers.values(), *STUDENT)
    student = folder / "mean-2.pt"  # the best of its three epochs on dev
    bent = [
        train(f"bent-{name}", "--start", student, "--teachers", student, teachers[name], "--seed", seed, *BENT)
        for name, seed in SEEDS.items()
    ]
    both = mean("both", *(folder / "mean-3.pt" for folder in bent))
    last = train("last", "--start", both, "--teachers", student, both, *LAST) / "mean-2.pt"
    for name, flags in (("fp32", ["--fp32"]), ("int8", [])):
        step("sayso.train.export", last, "--out", out / name, *flags)
        plot: list[str | Path] = ["--plot", PLOT] if name == "int8" else []
        step("training.calibrate", "--polnear", options.polnear, "--model", out / name, *plot)
        told = ("--polnear", options.polnear, "--model", out / name, "--json", out / f"{name}.json")
        step("benchmarks.accuracy", *told)
    write_card(out)
    options.weights.mkdir(parents=True, exist_ok=True)
    for path in (out / "int8").iterdir():
        shutil.copy2(path, options.weights / path.name)


if __name__ == "__main__":
    main()
