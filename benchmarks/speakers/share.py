"""Measures the time of each stage relative to the spans: `python -m benchmarks.speakers.share FOLDER [--pages N]`.

Processor time of one process without reading, the minimum of several runs per page. Target: the whole analysis takes at
most 1.5 times the time of the spans.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sayso.analysis import Analysis
from sayso.attributions import marked_speech, refusals
from sayso.attributions.nested_statements.nested_merge import candidates, merge
from sayso.attributions.nested_statements.second_pass import inside
from sayso.linking import link
from sayso.pipeline import read
from sayso.record import assemble
from sayso.speakers import identify
from sayso.tagging import tag
from sayso.terms import Article
from sayso.text.normalization.article import NormalizedArticle

Result = TypeVar("Result")
TARGET = 1.5


def page(article: Article, seconds: dict[str, float]) -> None:
    """Analyze an article, and add the time of each stage to ``seconds``."""

    def timed(stage: str, work: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = work()
        seconds[stage] += time.process_time() - start
        return result

    normalized = timed("normalization", lambda: NormalizedArticle(article))
    analysis = Analysis(normalized.article, normalized=True)
    tags = timed("spans", lambda: tag(analysis))
    linked = timed("spans", lambda: link(analysis, tags))
    marked = timed("marked speech", lambda: marked_speech(analysis, linked))
    outer = timed("refusals", lambda: refusals(analysis, marked))
    nested_candidates = timed("candidates", lambda: candidates(analysis, outer))
    second_pass = timed("second pass", lambda: inside(analysis, outer, nested_candidates))
    merged = timed("nested", lambda: merge(analysis, outer, nested_candidates, second_pass))
    attributions, speakers = timed("speakers", lambda: identify(analysis, merged))
    record = timed("record", lambda: assemble(analysis, attributions, speakers, tags.model))
    timed("normalization", lambda: normalized.restored(record))


def least(article: Article, runs: int) -> dict[str, float]:
    """The time of each stage in the fastest of several runs of an article."""
    timings = []
    for _ in range(runs):
        seconds: dict[str, float] = defaultdict(float)
        page(article, seconds)
        timings.append(seconds)
    return min(timings, key=lambda run: sum(run.values()))


def main() -> None:
    """Measure, and print the time of each stage relative to the spans."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of *.txt files")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    paths = [path for path in sorted(options.folder.glob("*.txt")) if path.stat().st_size][: options.pages]
    articles = [read(path) for path in paths]
    page(articles[0], defaultdict(float))  # loads the weights
    total: dict[str, float] = defaultdict(float)
    for article in articles:
        for stage, seconds in least(article, options.runs).items():
            total[stage] += seconds
    for stage, seconds in total.items():
        print(f"{stage:14}{1000 * seconds / len(articles):9.1f} ms per page{seconds / total['spans']:9.3f}")
    print(f"{'whole':14}{'':18}{sum(total.values()) / total['spans']:9.3f} times the spans alone (target: {TARGET})")


if __name__ == "__main__":
    main()
