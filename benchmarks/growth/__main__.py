"""Prints exponent and seconds at 100 kB of each family; the exit code is 1 if one exceeds a bound."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Final

from benchmarks.growth import MOST_EXPONENT, MOST_SECONDS, SIZES, TIMES_PROSE, measured, read
from benchmarks.growth.families import Family, families
from benchmarks.growth.memory import MOST_BYTES, MOST_TIMES, apart
from benchmarks.growth.stages import Stage, without_repeats

_SLACK: Final = 30_000_000
"""Bytes over an empty page that are not counted: the fixed part of a page, large beside a small page."""


def main() -> int:
    """Measure the named families, or all."""
    args = _arguments()
    chosen = [
        family
        for family in families()
        if not args.words or any(word in f"{family.kind} {family.name}" for word in args.words)
    ]
    sizes = args.sizes or [size for size in SIZES if args.least <= size <= args.most]
    prose = next(families())
    read(prose, 1000)  # loads the model
    if args.stage is Stage.OTHERS:
        without_repeats()
    bound = max(MOST_SECONDS, TIMES_PROSE * measured(prose, (100_000,), stage=args.stage).at_100_kb)
    empty = {kind: apart(partial(read, family, 1))[1] for kind, family in _first_of_kinds(chosen).items()}
    failures = 0
    print("kind\tfamily\texponent\tseconds at 100 kB\tseconds at most\tpeak MB\tMB over empty\tverdict")
    for family in chosen:
        measure = partial(measured, family, sizes, stage=args.stage)
        growth, peak = apart(measure)
        if not growth.within(bound):  # repeat: the machine may have been busy
            repeated = apart(measure)[0]
            growth = min(growth, repeated, key=lambda run: max(run.exponent / MOST_EXPONENT, run.at_100_kb / bound))
        over = peak - empty[family.kind]
        small = peak <= MOST_BYTES and over <= max(_SLACK, MOST_TIMES * max(sizes))
        failures += not (growth.within(bound) and small)
        print(
            f"{family.kind}\t{family.name}\t{growth.exponent:.2f}\t{growth.at_100_kb:.2f}\t"
            f"{growth.seconds[max(sizes)]:.2f}\t{peak / 1e6:.0f}\t{over / 1e6:.0f}\t"
            f"{'good' if growth.within(bound) else 'OVER'}{'' if small else ' MEMORY'}",
            flush=True,
        )
    print(
        f"{len(chosen)} families, {failures} over {MOST_EXPONENT}, {bound:.1f} s, {MOST_BYTES / 1e6:.0f} MB "
        f"or {MOST_TIMES} times the page"
    )
    return 1 if failures else 0


def _first_of_kinds(chosen: Sequence[Family]) -> dict[str, Family]:
    """The first family of each kind, whose page of one unit is the empty page of the kind."""
    return {family.kind: family for family in reversed(chosen)}


def _arguments() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("words", nargs="*", help="only families whose kind or name contains one of these words")
    parser.add_argument("--least", type=int, default=SIZES[0], help="the smallest size, in bytes")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the largest size, in bytes")
    parser.add_argument("--sizes", type=int, nargs="+", help="these sizes, in place of those between least and most")
    parser.add_argument("--stage", type=Stage, choices=Stage, default=Stage.ALL, help="others: all but the encoder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
