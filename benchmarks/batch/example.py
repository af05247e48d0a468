"""From nothing to a chart: ``python -m benchmarks.batch.example --out FOLDER``.

Makes 10,000 fictional pages, reads them, joins their quotations, asks a question and draws the answer.
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


def drawn(out: Path) -> str:
    """The share of unnamed sources by the kind of paper over the months, as SVG."""
    rows = duckdb.execute(UNNAMED.format(out=out)).fetchall()
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
    """What a call gives, its seconds noted."""
    begun = time.perf_counter()
    out = call()
    times[name] = round(time.perf_counter() - begun, 1)
    return out


def main() -> None:
    """Run it all and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10_000)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    pages, out, times = given.out / "pages.jsonl", given.out / "tables", dict[str, float]()
    words = timed("generate", lambda: fiction.write(pages, given.pages), times)
    summary = timed("batch", lambda: run([str(pages)], str(out), BatchSettings()), times)
    joined = timed("quotes", lambda: join(str(out)), times)
    (given.out / "unnamed.svg").write_text(timed("chart", lambda: drawn(out), times), encoding="utf-8")
    told = {
        "pages": summary.counts.pages, "words": words, "attributions": summary.counts.attributions,
        "quotations": joined.quotations, "seconds": times, "total": round(sum(times.values()), 1),
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
