"""Trains the shipped model: train, export, compare int8 with fp32, calibrate, write the model card.

`python -m training --polnear ../shared/polnear --out runs/shipped` writes src/sayso/tagging/weights. The same command
resumes a stopped run from the files in the run folder.
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
# Stages: two teachers, without and with the identity of the annotators; a student of both that starts from the second;
# two students of that student with ReLU in place of GELU and different seeds; the mean of these two, trained again with
# itself and the first student as teachers.
TEACHER = ["--epochs", "8", "--own", "2", "--threads", "1"]
FIRST = [*TEACHER, "--seed", "13", "--nobody", "1"]
SECOND = [*TEACHER, "--seed", "14", "--masked", "0.05"]
DISTILLED = ["--own", "2", "--threads", "1", "--masked", "0.05", "--soft", "0.5"]
STUDENT = [*DISTILLED, "--epochs", "3", "--seed", "22", "--rate", "2e-4", "--head-rate", "8e-4"]
RELU_STUDENT = [*DISTILLED, "--epochs", "3", "--rate", "2e-4", "--head-rate", "8e-4", "--relu", "0.3"]
LAST = [*DISTILLED, "--epochs", "2", "--seed", "34", "--rate", "1e-4", "--head-rate", "4e-4"]
SEEDS = {"first": "31", "second": "32"}
"""For each student with ReLU: its teacher besides the first student, and its seed."""


def step(module: str, *arguments: str | Path) -> None:
    """Run one step in a separate process; raise an error if it fails."""
    print(f"== {module}", *arguments, flush=True)
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


def main() -> None:
    """Run all steps in order; unknown options are passed to each run of training.train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--out", type=Path, required=True, help="run folder: checkpoints, metrics")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="output folder of the model")
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
    student = folder / "mean-2.pt"  # best of three epochs on dev
    relu_students = [
        train(f"relu-{name}", "--start", student, "--teachers", student, teachers[name], "--seed", seed, *RELU_STUDENT)
        for name, seed in SEEDS.items()
    ]
    mean_student = mean("relu-mean", *(folder / "mean-3.pt" for folder in relu_students))
    last = train("last", "--start", mean_student, "--teachers", student, mean_student, *LAST) / "mean-2.pt"
    for name, flags in (("fp32", ["--fp32"]), ("int8", [])):
        step("sayso.train.export", last, "--out", out / name, *flags)
        plot: list[str | Path] = ["--plot", PLOT] if name == "int8" else []
        step("training.calibrate", "--polnear", options.polnear, "--model", out / name, *plot)
        arguments = ("--polnear", options.polnear, "--model", out / name, "--json", out / f"{name}.json")
        step("benchmarks.accuracy", *arguments)
    write_card(out)
    options.weights.mkdir(parents=True, exist_ok=True)
    for path in (out / "int8").iterdir():
        shutil.copy2(path, options.weights / path.name)


if __name__ == "__main__":
    main()
