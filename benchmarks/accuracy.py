"""Measures accuracy on PolNeAR through sayso.attribute: `python -m benchmarks.accuracy --polnear ../shared/polnear`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

import sayso
from benchmarks import score
from benchmarks.calibration import calibration_error
from benchmarks.machine import provenance
from sayso import Options, Record
from sayso.train.match import correct

# F1 on dev of other systems, rules and people (pairwise), with the same scorer.
PEERS: dict[str, dict[str, float]] = {
    "textacy, by paragraph": {"full": 20.5, "content.exact": 12.5, "full.direct": 50.4, "full.indirect": 4.7},
    "GenderGapTracker": {"full": 39.8, "content.exact": 31.8, "full.direct": 46.4, "full.indirect": 33.9},
    "Citron, retrained": {"full": 49.4, "content.exact": 38.3, "full.direct": 62.5, "full.indirect": 43.9},
    "rules with a learnt lexicon": {"full": 56.6, "content.exact": 50.3, "full.direct": 82.4, "full.indirect": 47.5},
    "people, pairwise": {"full": 73.4, "content.exact": 68.8, "full.direct": 95.1, "full.indirect": 67.4},
}


def predictions(articles: Mapping[str, score.ScoredArticle], model: Path | None = None) -> dict[str, Record]:
    """The record of each article, analyzed as plain text."""
    options = Options(model=model)
    return {name: sayso.attribute(article.text, options=options) for name, article in articles.items()}


def outer(article: score.ScoredArticle, record: Record, name: str) -> list[score.ScoredAttribution]:
    """The outer attributions in the scorer's format; PolNeAR has no nested ones."""
    return [
        article.attribution(
            {role: [[s.start, s.end] for s in getattr(attribution, role)] for role in score.ROLES}, name
        )
        for attribution in record.attributions
        if attribution.inside is None
    ]


def calibration(articles: Mapping[str, score.ScoredArticle], records: Mapping[str, Record]) -> float:
    """Expected calibration error of ``confidence`` over all outer attributions."""
    confidence, right = [], []
    for name, article in articles.items():
        gold = next(iter(article.references.values()))
        confidence += [
            attribution.confidence for attribution in records[name].attributions if attribution.inside is None
        ]
        right += correct(article, outer(article, records[name], name), gold)
    return calibration_error(np.array(confidence), np.array(right, dtype=float))


def main() -> int:
    """Print the table; write JSON on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--polnear", type=Path, required=True, help="github.com/networkdynamics/PolNeAR, its data folder"
    )
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", type=Path, help="folder of a model (default: the shipped one)")
    parser.add_argument("--all-annotators", action="store_true", help="score against all annotators of an article")
    parser.add_argument("--json", type=Path, help="JSON file for the figures")
    options = parser.parse_args()
    try:
        articles = score.load_gold(options.polnear / options.split)
    except score.InputError as error:
        print(f"accuracy: {error}", file=sys.stderr)
        return 2
    records = predictions(articles, options.model)
    predicted = {name: outer(articles[name], record, name) for name, record in records.items()}
    counts = score.evaluate(articles, predicted, options.all_annotators)
    figures = {name: count.figures() for name, count in counts.items()}
    all_annotators = {name: count.figures() for name, count in score.evaluate(articles, predicted, True).items()}
    calibration_gap = calibration(articles, records)
    print(f"{len(articles)} articles, model {next(iter(records.values())).sayso.model}")
    print(f"{'metric':<24}{'P':>7}{'R':>7}{'F1':>7}{'pred':>8}{'gold':>8}")
    for name, row in figures.items():
        shares = "".join(f"{100 * row[key]:7.1f}" for key in ("precision", "recall", "f1"))
        print(f"{name:<24}{shares}{row['predicted']:8.0f}{row['gold']:8.0f}")
    print(f"\nexpected calibration error (ten equal-count bins): {calibration_gap:.3f}\n")
    names = ("full", "content.exact", "full.direct", "full.indirect")
    print(f"{'F1 on dev':<30}" + "".join(f"{name:>15}" for name in names))
    for peer, row in {**PEERS, "sayso": {name: 100 * figures[name]["f1"] for name in names}}.items():
        print(f"{peer:<30}" + "".join(f"{row[name]:15.1f}" for name in names))
    shares = ", ".join(f"{name} {100 * all_annotators[name]['f1']:.1f}" for name in names)
    print(f"\nagainst all annotators of an article, weighted by their share: {shares}")
    if options.json:
        model = next(iter(records.values())).sayso.model
        results = {
            **provenance(),
            "model": model,
            "split": options.split,
            "calibration_error": calibration_gap,
            "metrics": figures,
        }
        results["all_annotators"] = all_annotators
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
