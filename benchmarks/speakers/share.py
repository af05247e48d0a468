"""What comes after the spans, as a share of their time: `python -m benchmarks.speakers.share FOLDER [--pages N]`.

Processor time of one process, the least of several runs of each page, without reading. Wanted: the whole analysis at
most 1.5 times the spans alone.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sayso.analysis import Analysis
from sayso.attributions import refusals
from sayso.attributions.nested_merge import candidates, merge
from sayso.attributions.second_pass import inside
from sayso.linking import link
from sayso.pipeline import read
from sayso.record import assemble
from sayso.speakers import identify
from sayso.tagging import tag
from sayso.terms import Article

Made = TypeVar("Made")
WANTED = 1.5


def page(article: Article, seconds: dict[str, float]) -> None:
    """The whole analysis of one article, each stage's time added to ``seconds``."""

    def clocked(stage: str, work: Callable[[], Made]) -> Made:
        begin = time.process_time()
        made = work()
        seconds[stage] += time.process_time() - begin
        return made

    analysis = Analysis(article)
    tags = clocked("spans", lambda: tag(analysis))
    found = clocked("spans", lambda: link(analysis, tags))
    outer = clocked("refusals", lambda: refusals(analysis, found))
    held = clocked("candidates", lambda: candidates(analysis, outer))
    seen = clocked("second pass", lambda: inside(analysis, outer, held))
    every = clocked("nested", lambda: merge(analysis, outer, held, seen))
    attributions, speakers = clocked("speakers", lambda: identify(analysis, every))
    clocked("record", lambda: assemble(analysis, attributions, speakers, tags.model))


def least(article: Article, runs: int) -> dict[str, float]:
    """The time of each stage in the quickest of several runs of one article."""
    made = []
    for _ in range(runs):
        seconds: dict[str, float] = defaultdict(float)
        page(article, seconds)
        made.append(seconds)
    return min(made, key=lambda run: sum(run.values()))


def main() -> None:
    """Measure, and print each stage as a share of the spans."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of *.txt")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    paths = [path for path in sorted(options.folder.glob("*.txt")) if path.stat().st_size][: options.pages]
    articles = [read(path) for path in paths]
    page(articles[0], defaultdict(float))  # the weights are loaded once, and not counted
    total: dict[str, float] = defaultdict(float)
    for article in articles:
        for stage, seconds in least(article, options.runs).items():
            total[stage] += seconds
    for stage, seconds in total.items():
        print(f"{stage:14}{1000 * seconds / len(articles):9.1f} ms a page{seconds / total['spans']:9.3f}")
    print(f"{'whole':14}{'':18}{sum(total.values()) / total['spans']:9.3f} times the spans alone ({WANTED} wanted)")


if __name__ == "__main__":
    main()
