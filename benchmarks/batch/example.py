"""A complete example of a batch: ``python -m benchmarks.batch.example --out FOLDER``.

Writes 10,000 fictional pages, analyzes them, matches their quotations, queries the tables and draws a chart.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.batch import fiction
from sayso.archive.queries.sourcing import Audit
from sayso.batch import BatchSettings, join, run
from sayso.export.charts import chart
from sayso.terms import Share

UNNAMED = """
SELECT split_part(publisher, ' ', 2) AS kind, month, count(*) AS statements,
       count(*) FILTER (kind = 'unnamed') AS unnamed
FROM '{out}/attributions/*/*.parquet' WHERE repeats IS NULL AND publisher IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""


def unnamed_chart(tables: Path) -> str:
    """A chart of the share of unnamed sources by type of paper and month, as SVG."""
    rows = duckdb.execute(UNNAMED.format(out=tables)).fetchall()
    none = Share(0, 0.0)
    audits = [
        Audit(
            group={"outlet": kind, "month": month}, pages=0, statements=statements, words=0, named=none,
            unnamed=Share(unnamed, unnamed / statements), relayed=none, direct=none, denials=0, unanswered=0,
            by_kind={}, roster={},
        )
        for kind, month, statements, unnamed in rows
    ]  # fmt: skip
    return chart(audits, "unnamed")


def timed(name: str, call: Callable[[], Any], times: dict[str, float]) -> Any:  # noqa: ANN401
    """The result of a call; its seconds are added to ``times``."""
    start = time.perf_counter()
    result = call()
    times[name] = round(time.perf_counter() - start, 1)
    return result


def main() -> None:
    """Run the example and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10_000)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    pages, tables, times = options.out / "pages.jsonl", options.out / "tables", dict[str, float]()
    words = timed("generate", lambda: fiction.write(pages, options.pages), times)
    summary = timed("batch", lambda: run([str(pages)], str(tables), BatchSettings()), times)
    quotations = timed("quotes", lambda: join(str(tables)), times)
    (options.out / "unnamed.svg").write_text(timed("chart", lambda: unnamed_chart(tables), times), encoding="utf-8")
    figures = {
        "pages": summary.counts.pages, "words": words, "attributions": summary.counts.attributions,
        "quotations": quotations.quotations, "seconds": times, "total": round(sum(times.values()), 1),
    }  # fmt: skip
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
