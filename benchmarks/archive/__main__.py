"""``python -m benchmarks.archive --sizes 1000,10000,100000 --out docs/archive.json --plot docs/archive.svg``.

Adds generated records, then asks: search with and without filters, and the same quotation, whose truth is known. Beside
SQLite, on the same records: a scan with LIKE, PostgreSQL (--postgres URL) and DuckDB's full-text extension (--duckdb;
--only-duckdb measures it alone, into figures that are there). The extra ``bench`` brings the extension, and the DuckDB
that it fits. Figures are of one process; the machine and its load are written with them.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.archive.generate import Generator
from sayso.archive import Archive, Filters
from sayso.terms import Record

_ASKED = 200


def quantiles(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    ranked = sorted(seconds)
    return {
        "p50_ms": round(1000 * ranked[len(ranked) // 2], 2),
        "p95_ms": round(1000 * ranked[int(len(ranked) * 0.95)], 2),
    }


def timed(call: Callable[[Any], object], asked: list[Any]) -> dict[str, float]:
    """Times of a call on each argument, after five to warm up; ``cpu`` is processor time of this process alone."""
    for one in asked[:5]:
        call(one)
    times, used = [], []
    for one in asked:
        start, cpu = time.perf_counter(), time.process_time()
        call(one)
        times.append(time.perf_counter() - start)
        used.append(time.process_time() - cpu)
    return {**quantiles(times), **{f"cpu_{name}": value for name, value in quantiles(used).items()}}


def queries(generator: Generator, count: int = _ASKED) -> list[str]:
    """Two words as they come in texts, common ones and rare ones, half of them as alternatives."""
    chosen = random.Random(1)
    words = chosen.choices(generator.words, cum_weights=generator.cumulative, k=2 * count)
    return [
        f"{one} {'OR ' if n % 2 else ''}{two}" for n, (one, two) in enumerate(zip(words[::2], words[1::2], strict=True))
    ]


def fill(archive: Archive, generator: Generator, size: int) -> tuple[dict[str, float], dict[int, list[str]]]:
    """Add articles, the making of them left out of the time; for each quotation the ids of its statements."""
    truth: dict[int, list[str]] = {}
    spent = cpu = 0.0
    made = generator.articles(size)
    number = 0
    while group := [one for _, one in zip(range(4096), made, strict=False)]:
        for one in group:
            number += 1
            for place, quotation in enumerate(one.quotations, 1):
                truth.setdefault(quotation, []).append(f"{number}.a{place}")
        gc.freeze()  # the articles are there before: collecting them is not part of adding
        start, used = time.perf_counter(), time.process_time()
        kept = sum(1 for _ in archive.add_all(records(one.record for one in group)))
        spent, cpu = spent + time.perf_counter() - start, cpu + time.process_time() - used
        assert kept == len(group)
    return {"records_per_second": round(size / spent), "records_per_cpu_second": round(size / cpu)}, truth


def records(made: Iterator[Record]) -> Iterator[Record]:
    """The records as they are: a place to count."""
    yield from made


def same(archive: Archive, truth: dict[int, list[str]]) -> dict[str, float]:
    """Times, recall and precision for first statements of quotations, most of which have copies."""
    chosen = random.Random(2)
    several = [ids for ids in truth.values() if len(ids) > 1]
    single = [ids for ids in truth.values() if len(ids) == 1]
    asked = chosen.sample(several, min(len(several), _ASKED)) + chosen.sample(single, min(len(single), _ASKED // 4))
    right = found_all = wanted = 0
    times = []
    for ids in asked:
        start = time.perf_counter()
        found = {copy.statement.id for copy in archive.same(ids[0], limit=1000)}
        times.append(time.perf_counter() - start)
        others = found - {ids[0]}
        right += len(others & set(ids))
        found_all += len(others)
        wanted += len(ids) - 1
    return {
        **quantiles(times),
        "recall": round(right / wanted, 4),
        "precision": round(right / max(1, found_all), 4),
        "asked": len(asked),
    }


def hard(size: int, folder: Path) -> dict[str, float]:
    """The same quotation where others are near."""
    with tempfile.TemporaryDirectory(dir=folder) as place, Archive(Path(place) / "archive.db") as archive:
        _, truth = fill(archive, Generator(hard=True), size)
        return same(archive, truth)


def ask(archive: Archive, generator: Generator, truth: dict[int, list[str]]) -> dict[str, Any]:
    """All questions to one archive."""
    asked = queries(generator)
    names = [person[0] for person in generator.people]
    chosen = random.Random(3)
    filters = Filters(act=("denial",), since="2024-06")
    return {
        "search": timed(lambda query: archive.search(query), asked),
        "search_filtered": timed(lambda query: archive.search(query, filters), asked),
        "search_speaker": timed(
            lambda query: archive.search(query, Filters(speaker=(chosen.choice(names),))), asked[:50]
        ),
        "same": same(archive, truth),
        "speakers": timed(lambda _: archive.speakers(limit=20), list(range(5))),
        "sourcing": timed(lambda _: archive.sourcing(("outlet", "month")), list(range(5))),
    }


def like(archive: Archive, generator: Generator) -> dict[str, float]:
    """A scan with LIKE for both words."""
    sql = "SELECT id FROM statement_text WHERE words LIKE ? AND words LIKE ? LIMIT 20"

    def call(query: str) -> object:
        one, _, two = query.replace("OR ", "").partition(" ")
        return archive._database.run(sql.replace(" LIMIT 20", " ORDER BY id LIMIT 20"), [f"%{one}%", f"%{two}%"])

    return timed(call, queries(generator, 10))


def duckdb_search(size: int) -> dict[str, Any] | str:
    """DuckDB's full-text extension on the same sentences, or why it could not be asked."""
    try:
        import duckdb

        database = duckdb.connect()
        from duckdb_extension_fts import __path__ as where

        (extension,) = Path(where[0]).rglob("*.duckdb_extension")
        database.execute(f"LOAD '{extension}'")
        database.execute("SET threads = 1")  # as the others have one
    except Exception as error:  # whatever is missing is told
        return f"not measured: {str(error).splitlines()[0][:120]}"
    generator = Generator()
    database.execute("CREATE TABLE s (id BIGINT, words TEXT)")
    rows, number = [], 0
    for made in generator.articles(size):
        for one in made.record.attributions:
            number += 1
            rows.append((number, one.content[0].of(made.record.article.text)))
    import pyarrow as pa

    table = pa.table({"id": [row[0] for row in rows], "words": [row[1] for row in rows]})
    database.register("arrow_rows", table)
    start = time.perf_counter()
    database.execute("INSERT INTO s SELECT * FROM arrow_rows")
    database.execute("PRAGMA create_fts_index('s', 'id', 'words', stemmer='porter', stopwords='none')")
    built = time.perf_counter() - start
    sql = "SELECT id, fts_main_s.match_bm25(id, ?) AS score FROM s WHERE score IS NOT NULL ORDER BY score DESC LIMIT 20"
    asked = queries(generator, 30)
    return {
        "index_seconds": round(built, 1),
        "search": timed(lambda q: database.execute(sql, [q.replace("OR ", "")]).fetchall(), asked),
    }


def plot(results: dict[str, Any], path: Path) -> None:
    """Time against size, both as logarithms."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4))
    sizes = [int(size) for size in results["sizes"]]
    for name in ("search", "search_filtered", "same", "speakers", "sourcing"):
        left.plot(
            sizes, [results["sizes"][str(size)]["sqlite"][name]["p95_ms"] for size in sizes], marker="o", label=name
        )
    left.set(xscale="log", yscale="log", xlabel="articles", ylabel="p95, ms", title="SQLite")
    left.legend(fontsize=8)
    right.plot(
        sizes, [results["sizes"][str(size)]["sqlite"]["bytes"] / 1e6 for size in sizes], marker="o", label="file, MB"
    )
    right.plot(
        sizes,
        [results["sizes"][str(size)]["sqlite"]["add"]["records_per_second"] for size in sizes],
        marker="s",
        label="records added a second",
    )
    right.set(xscale="log", yscale="log", xlabel="articles")
    right.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--postgres")
    parser.add_argument("--duckdb", action="store_true")
    parser.add_argument("--hard", action="store_true", help="ask same of quotations as near as those of newspapers too")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--only-duckdb", action="store_true", help="measure DuckDB alone, into the figures of --out")
    given = parser.parse_args()
    if given.only_duckdb:
        results = json.loads(given.out.read_text())
        for size, told in results["sizes"].items():
            told["duckdb"] = duckdb_search(int(size))
            print(size, json.dumps(told["duckdb"]), flush=True)
        given.out.write_text(json.dumps(results, indent=1) + "\n")
        return
    results: dict[str, Any] = {"cores": os.cpu_count(), "load_at_start": os.getloadavg()[0], "sizes": {}}
    for size in map(int, given.sizes.split(",")):
        told: dict[str, Any] = {}
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            path = Path(folder) / "archive.db"
            generator = Generator()
            with Archive(path) as archive:
                added, truth = fill(archive, generator, size)
                told["sqlite"] = {"add": added, **ask(archive, generator, truth)}
                told["like"] = like(archive, generator)
                told["sqlite"]["statements"] = archive.count()
            told["sqlite"]["bytes"] = path.stat().st_size
        if given.hard:
            told["hard"] = hard(size, given.folder)
        if given.postgres:
            generator = Generator()
            with Archive(given.postgres) as archive:
                added, truth = fill(archive, generator, size)
                archive._database.run("VACUUM ANALYZE")  # as its own daemon does in time
                told["postgres"] = {"add": added, **ask(archive, generator, truth)}
                archive._database.run("TRUNCATE statement, appearance, version, page, entity_name, entity, correction")
                archive._database.run("DELETE FROM meta WHERE key <> 'schema'")
        if given.duckdb:
            told["duckdb"] = duckdb_search(size)
        results["sizes"][str(size)] = told
        print(size, json.dumps(told), flush=True)
        if given.out:
            given.out.write_text(json.dumps(results, indent=1) + "\n")
    if given.plot:
        plot(results, given.plot)


main()
