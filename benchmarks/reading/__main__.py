"""Compares extractors by body F1 and pages per second: `python -m benchmarks.reading --pages ../shared/pages`."""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.reading.measure import corpus, page
from benchmarks.reading.peers import PEERS, Extractor

ORIGIN = "github.com/scrapinghub/article-extraction-benchmark"


def run(name: str, extract: Extractor, pages: list[bytes], truths: list[str], repeats: int) -> dict[str, object]:
    """Accuracy, and pages per second over the repeats; a page on which an extractor fails counts as empty."""
    bodies, seconds, failed = [], [], 0
    for _ in range(repeats):
        bodies, failed = [], 0
        start = time.perf_counter()
        for html in pages:
            try:
                bodies.append(extract(html))
            except Exception:  # extractors raise all kinds of errors
                bodies.append("")
                failed += 1
        seconds.append(time.perf_counter() - start)
    precision, recall, f1 = corpus(page(truth, text) for truth, text in zip(truths, bodies, strict=True))
    speeds = [len(pages) / elapsed for elapsed in seconds]
    return {
        "name": name,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "pages_per_second": {
            "min": round(min(speeds), 1),
            "median": round(statistics.median(speeds), 1),
            "max": round(max(speeds), 1),
        },
        "failed": failed,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all installed extractors, print the table, and write JSON on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/pages"), help=f"folder of the pages of {ORIGIN}")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    if not (options.pages / "ground-truth.json").exists():
        parser.error(f"no pages in {options.pages}; get them from {ORIGIN}")
    truth = json.loads((options.pages / "ground-truth.json").read_text(encoding="utf-8"))
    names = sorted(truth)
    pages = [gzip.decompress((options.pages / "html" / f"{name}.html.gz").read_bytes()) for name in names]
    rows = []
    print(f"{'':24}{'precision':>10}{'recall':>8}{'F1':>8}{'pages/s (min, median, max)':>30}{'failed':>8}")
    for name in options.only:
        try:
            extract = PEERS[name]()
        except ImportError:
            print(f'{name:24} not installed: pip install "sayso[bench]"')
            continue
        extract(pages[0])
        row = run(name, extract, pages, [truth[page_name]["articleBody"] for page_name in names], options.repeats)
        rows.append(row)
        speed = row["pages_per_second"]
        assert isinstance(speed, dict)
        speeds = "  ".join(f"{speed[key]:.1f}" for key in ("min", "median", "max"))
        print(
            f"{name:24}{row['precision']:>10}{row['recall']:>8}{row['f1']:>8}{speeds:>30}{row['failed']:>8}", flush=True
        )
    if options.json:
        options.json.write_text(json.dumps({"pages": len(pages), "peers": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
