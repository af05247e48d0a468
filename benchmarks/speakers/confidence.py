"""Measures the calibration of speaker_confidence: python -m benchmarks.speakers.confidence --gold ... --polnear ...

End to end: an attribution is right if its speaker has the name of the matching gold attribution. Prints the calibration
error, figures by type of mention, and the number of wrong names with a confidence above 0.9; ``--plot`` draws the
reliability plot (docs/speaker_reliability.svg).
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


@dataclass(frozen=True, slots=True)
class Judged:
    """An attribution: its speaker_confidence, whether its speaker is right and has a name, and its type of mention."""

    confidence: float
    right: bool
    named: bool
    mention: str


def judged(golds: Sequence[Gold]) -> Iterator[Judged]:
    """The predicted attributions of articles, judged."""
    for gold in golds:
        record = sayso.attribute(gold.article.text, options=sayso.Options(publisher=gold.article.publisher))
        speakers_by_id = {speaker.id: speaker for speaker in record.speakers}
        words = Analysis(gold.article).words
        for gold_attribution, predicted_attribution in matched(gold, record.attributions):
            answer = gold.speakers.get(gold.answers[gold_attribution.id]["speaker"], gold.speakers["unstated"])
            speaker = speakers_by_id[predicted_attribution.speaker or ""]
            yield Judged(
                predicted_attribution.speaker_confidence or 0.0,
                same_name(speaker.name, answer["name"]),
                speaker.kind in ("person", "organization", "outlet"),
                mention(words, predicted_attribution.source).type,
            )


def draw(items: Sequence[Judged], path: Path) -> None:
    """Draw the reliability plot over bins of equal count; the same data gives the same bytes."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.2, 4.0))
    rows = bins(np.array([item.confidence for item in items]), np.array([float(item.right) for item in items]))
    axes.plot([0.4, 1], [0.4, 1], color="#999999", linewidth=1, label="as stated")
    axes.plot([mean for mean, _, _ in rows], [share for _, share, _ in rows], "o-", color="#0072B2", label="measured")
    axes.set_xlabel("speaker_confidence")
    axes.set_ylabel("share of speakers that are right")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, print and plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    items = list(judged(load(options.gold, options.polnear)))
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for item in items:
        groups["all"].append(item)
        groups[item.mention].append(item)
    print(f"{'mention':14}{'statements':>12}{'stated':>8}{'right':>8}{'error':>8}")
    for name, group in groups.items():
        stated = np.array([item.confidence for item in group])
        right = np.array([float(item.right) for item in group])
        error = calibration_error(stated, right)
        print(f"{name:14}{len(group):12}{stated.mean():8.3f}{right.mean():8.3f}{error:8.3f}")
    wrong = sum(item.named and not item.right and item.confidence > SURE for item in items)
    print(f"wrong names with a confidence above {SURE}: {wrong} of {len(items)} = {wrong / len(items):.3f}")
    if options.plot:
        draw(items, options.plot)


if __name__ == "__main__":
    main()
