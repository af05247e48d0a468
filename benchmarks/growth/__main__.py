"""Prints exponent and seconds at 100 kB of each family; the exit code is 1 if one exceeds a bound."""

from __future__ import annotations

import argparse
import sys

from benchmarks.growth import MOST_EXPONENT, MOST_SECONDS, SIZES, TIMES_PROSE, measured, read
from benchmarks.growth.families import families


def main() -> int:
    """Measure the named families, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("words", nargs="*", help="only families whose kind or name contains one of these words")
    parser.add_argument("--large", action="store_true", help="also 1 MB, except for text")
    parser.add_argument("--least", type=int, default=SIZES[0], help="the smallest size, in bytes")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the largest size, in bytes")
    args = parser.parse_args()
    chosen = [
        family
        for family in families()
        if not args.words or any(word in f"{family.kind} {family.name}" for word in args.words)
    ]
    sizes = [size for size in SIZES if args.least <= size <= args.most]
    prose = next(families())
    read(prose, 1000)  # loads the model
    bound = max(MOST_SECONDS, TIMES_PROSE * measured(prose, (100_000,)).at_100_kb)
    failures = 0
    print("kind\tfamily\texponent\tseconds at 100 kB\tverdict")
    for family in chosen:
        growth = measured(family, sizes)
        if not growth.within(bound):  # repeat: the machine may have been busy
            repeated = measured(family, sizes)
            growth = min(growth, repeated, key=lambda run: max(run.exponent / MOST_EXPONENT, run.at_100_kb / bound))
        failures += not growth.within(bound)
        print(
            f"{family.kind}\t{family.name}\t{growth.exponent:.2f}\t{growth.at_100_kb:.2f}\t"
            f"{'good' if growth.within(bound) else 'OVER'}",
            flush=True,
        )
        if args.large and family.kind != "text":
            large = measured(family, (250_000, 1_000_000))
            failures += large.exponent > MOST_EXPONENT
            print(f"{family.kind}\t{family.name}, 1 MB\t{large.exponent:.2f}\t{large.seconds[1_000_000]:.2f} at 1 MB\t"
                  f"{'good' if large.exponent <= MOST_EXPONENT else 'OVER'}", flush=True)  # fmt: skip
    print(f"{len(chosen)} families, {failures} over {MOST_EXPONENT} or {bound:.1f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
