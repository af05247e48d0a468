"""Whether speaker_confidence holds what it says: python -m benchmarks.speakers.confidence --gold ... --polnear ...

End to end: an attribution is right where its speaker's name is that of the gold attribution whose content it shares.
Prints the calibration error, the figures by kind of mention, and those named wrongly with a confidence above 0.9;
``--plot`` draws the reliability (docs/speaker_reliability.svg).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

import sayso
from benchmarks.calibration import bins, calibration_error
from benchmarks.speakers.__main__ import matched
from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import same_name
from sayso.analysis import Analysis
from sayso.speakers.mentions.source_mention import mention

SURE: Final = 0.9
WANTED: Final = {"error": 0.05, "wrong and sure": 0.01}


@dataclass(frozen=True, slots=True)
class Judged:
    """One attribution: its speaker_confidence, whether the speaker is right and named, and how it is mentioned."""

    confidence: float
    right: bool
    named: bool
    mention: str


def judged(golds: Sequence[Gold]) -> Iterator[Judged]:
    """The attributions that sayso finds in these articles."""
    for gold in golds:
        record = sayso.attribute(gold.article.text, options=sayso.Options(publisher=gold.article.publisher))
        known = {speaker.id: speaker for speaker in record.speakers}
        words = Analysis(gold.article).words
        for other, mine in matched(gold, record.attributions):
            answer = gold.speakers.get(gold.answers[other.id]["speaker"], gold.speakers["unstated"])
            speaker = known[mine.speaker or ""]
            yield Judged(
                mine.speaker_confidence or 0.0,
                same_name(speaker.name, answer["name"]),
                speaker.kind in ("person", "organization", "outlet"),
                mention(words, mine.source).type,
            )


def draw(found: Sequence[Judged], path: Path) -> None:
    """The reliability of bins of equal count, the same bytes each time."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.2, 4.0))
    rows = bins(np.array([one.confidence for one in found]), np.array([float(one.right) for one in found]))
    axes.plot([0.4, 1], [0.4, 1], color="#999999", linewidth=1, label="as stated")
    axes.plot([mean for mean, _, _ in rows], [share for _, share, _ in rows], "o-", color="#0072B2", label="measured")
    axes.set_xlabel("speaker_confidence")
    axes.set_ylabel("share of speakers that are right")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    found = list(judged(load(options.gold, options.polnear)))
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in found:
        groups["all"].append(one)
        groups[one.mention].append(one)
    print(f"{'mention':14}{'statements':>12}{'stated':>8}{'right':>8}{'error':>8}")
    for name, group in groups.items():
        stated = np.array([one.confidence for one in group])
        right = np.array([float(one.right) for one in group])
        error = calibration_error(stated, right)
        print(f"{name:14}{len(group):12}{stated.mean():8.3f}{right.mean():8.3f}{error:8.3f}")
    wrong = sum(one.named and not one.right and one.confidence > SURE for one in found)
    print(f"named wrongly with a confidence above {SURE}: {wrong} of {len(found)} = {wrong / len(found):.3f}")
    if options.plot:
        draw(found, options.plot)


if __name__ == "__main__":
    main()
