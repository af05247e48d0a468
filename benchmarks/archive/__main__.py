"""``python -m benchmarks.archive --sizes 1000,10000,100000 --out docs/archive.json --plot docs/archive.svg``.

Adds generated records, then measures search with and without filters, and ``same`` with known copies. Compares SQLite
with a LIKE scan, PostgreSQL (--postgres URL) and DuckDB's full-text extension (--duckdb; --only-duckdb adds it to
existing figures). The extra ``bench`` installs the extension and its version of DuckDB. Figures are of one
process, with the machine and its load.
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


def timed(call: Callable[[Any], object], arguments: list[Any]) -> dict[str, float]:
    """Times of a call on each argument, after five warm-up calls; ``cpu`` is processor time of this process."""
    for argument in arguments[:5]:
        call(argument)
    times, cpu_times = [], []
    for argument in arguments:
        start, cpu_start = time.perf_counter(), time.process_time()
        call(argument)
        times.append(time.perf_counter() - start)
        cpu_times.append(time.process_time() - cpu_start)
    return {**quantiles(times), **{f"cpu_{name}": value for name, value in quantiles(cpu_times).items()}}


def queries(generator: Generator, count: int = _ASKED) -> list[str]:
    """Queries of two words with the frequencies of texts; half of them use OR."""
    chosen = random.Random(1)
    words = chosen.choices(generator.words, cum_weights=generator.cumulative, k=2 * count)
    return [
        f"{first} {'OR ' if n % 2 else ''}{second}"
        for n, (first, second) in enumerate(zip(words[::2], words[1::2], strict=True))
    ]


def fill(archive: Archive, generator: Generator, size: int) -> tuple[dict[str, float], dict[int, list[str]]]:
    """Add articles, without the time to generate them; also returns the statement ids of each quotation."""
    truth: dict[int, list[str]] = {}
    wall_time = cpu_time = 0.0
    generated = generator.articles(size)
    number = 0
    while group := [article for _, article in zip(range(4096), generated, strict=False)]:
        for article in group:
            number += 1
            for position, quotation in enumerate(article.quotations, 1):
                truth.setdefault(quotation, []).append(f"{number}.a{position}")
        gc.freeze()  # garbage collection of the articles is not part of adding
        start, cpu_start = time.perf_counter(), time.process_time()
        added = sum(1 for _ in archive.add_all(records(article.record for article in group)))
        wall_time, cpu_time = wall_time + time.perf_counter() - start, cpu_time + time.process_time() - cpu_start
        assert added == len(group)
    return {"records_per_second": round(size / wall_time), "records_per_cpu_second": round(size / cpu_time)}, truth


def records(generated: Iterator[Record]) -> Iterator[Record]:
    """Pass the records on."""
    yield from generated


def same(archive: Archive, truth: dict[int, list[str]]) -> dict[str, float]:
    """Times, recall and precision of ``same`` for first statements of quotations, most of which have copies."""
    chosen = random.Random(2)
    several = [ids for ids in truth.values() if len(ids) > 1]
    single = [ids for ids in truth.values() if len(ids) == 1]
    queried = chosen.sample(several, min(len(several), _ASKED)) + chosen.sample(single, min(len(single), _ASKED // 4))
    right = match_count = gold_count = 0
    times = []
    for ids in queried:
        start = time.perf_counter()
        matches = {copy.statement.id for copy in archive.same(ids[0], limit=1000)}
        times.append(time.perf_counter() - start)
        copies = matches - {ids[0]}
        right += len(copies & set(ids))
        match_count += len(copies)
        gold_count += len(ids) - 1
    return {
        **quantiles(times),
        "recall": round(right / gold_count, 4),
        "precision": round(right / max(1, match_count), 4),
        "asked": len(queried),
    }


def hard(size: int, folder: Path) -> dict[str, float]:
    """``same`` on hard quotations, which resemble others."""
    with tempfile.TemporaryDirectory(dir=folder) as place, Archive(Path(place) / "archive.db") as archive:
        _, truth = fill(archive, Generator(hard=True), size)
        return same(archive, truth)


def ask(archive: Archive, generator: Generator, truth: dict[int, list[str]]) -> dict[str, Any]:
    """Measure all queries on an archive."""
    searches = queries(generator)
    names = [person[0] for person in generator.people]
    random_numbers = random.Random(3)
    filters = Filters(act=("denial",), since="2024-06")
    return {
        "search": timed(lambda query: archive.search(query), searches),
        "search_filtered": timed(lambda query: archive.search(query, filters), searches),
        "search_speaker": timed(
            lambda query: archive.search(query, Filters(speaker=(random_numbers.choice(names),))), searches[:50]
        ),
        "same": same(archive, truth),
        "speakers": timed(lambda _: archive.speakers(limit=20), list(range(5))),
        "sourcing": timed(lambda _: archive.sourcing(("outlet", "month")), list(range(5))),
    }


def like(archive: Archive, generator: Generator) -> dict[str, float]:
    """A LIKE scan for both words."""
    sql = (
        "SELECT id FROM (SELECT s.id, substr(v.text, s.first + 1, s.last - s.first) AS words FROM statement s "
        "JOIN version v ON v.id = s.version) WHERE words LIKE ? AND words LIKE ? LIMIT 20"
    )

    def call(query: str) -> object:
        first, _, second = query.replace("OR ", "").partition(" ")
        return archive._database.run(sql.replace(" LIMIT 20", " ORDER BY id LIMIT 20"), [f"%{first}%", f"%{second}%"])

    return timed(call, queries(generator, 10))


def duckdb_search(size: int) -> dict[str, Any] | str:
    """DuckDB's full-text extension on the same sentences, or the reason why it was not measured."""
    try:
        import duckdb

        database = duckdb.connect()
        from duckdb_extension_fts import __path__ as extension_paths

        (extension,) = Path(extension_paths[0]).rglob("*.duckdb_extension")
        database.execute(f"LOAD '{extension}'")
        database.execute("SET threads = 1")  # as for the other databases
    except Exception as error:  # report whatever is missing
        return f"not measured: {str(error).splitlines()[0][:120]}"
    generator = Generator()
    database.execute("CREATE TABLE s (id BIGINT, words TEXT)")
    rows, number = [], 0
    for generated in generator.articles(size):
        for attribution in generated.record.attributions:
            number += 1
            rows.append((number, attribution.content[0].of(generated.record.article.text)))
    import pyarrow as pa

    table = pa.table({"id": [row[0] for row in rows], "words": [row[1] for row in rows]})
    database.register("arrow_rows", table)
    start = time.perf_counter()
    database.execute("INSERT INTO s SELECT * FROM arrow_rows")
    database.execute("PRAGMA create_fts_index('s', 'id', 'words', stemmer='porter', stopwords='none')")
    index_seconds = time.perf_counter() - start
    sql = "SELECT id, fts_main_s.match_bm25(id, ?) AS score FROM s WHERE score IS NOT NULL ORDER BY score DESC LIMIT 20"
    searches = queries(generator, 30)
    return {
        "index_seconds": round(index_seconds, 1),
        "search": timed(lambda q: database.execute(sql, [q.replace("OR ", "")]).fetchall(), searches),
    }


def plot(results: dict[str, Any], path: Path) -> None:
    """Plot time against size, on logarithmic axes."""
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
        label="records added per second",
    )
    right.set(xscale="log", yscale="log", xlabel="articles")
    right.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--postgres")
    parser.add_argument("--duckdb", action="store_true")
    parser.add_argument("--hard", action="store_true", help="also measure same on hard quotations")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--only-duckdb", action="store_true", help="measure only DuckDB, and add it to --out")
    options = parser.parse_args()
    if options.only_duckdb:
        results = json.loads(options.out.read_text())
        for size, figures in results["sizes"].items():
            figures["duckdb"] = duckdb_search(int(size))
            print(size, json.dumps(figures["duckdb"]), flush=True)
        options.out.write_text(json.dumps(results, indent=1) + "\n")
        return
    results: dict[str, Any] = {"cores": os.cpu_count(), "load_at_start": os.getloadavg()[0], "sizes": {}}
    for size in map(int, options.sizes.split(",")):
        figures: dict[str, Any] = {}
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            path = Path(folder) / "archive.db"
            generator = Generator()
            with Archive(path) as archive:
                add_figures, truth = fill(archive, generator, size)
                figures["sqlite"] = {"add": add_figures, **ask(archive, generator, truth)}
                figures["like"] = like(archive, generator)
                figures["sqlite"]["statements"] = archive.count()
            figures["sqlite"]["bytes"] = path.stat().st_size
        if options.hard:
            figures["hard"] = hard(size, options.folder)
        if options.postgres:
            generator = Generator()
            with Archive(options.postgres) as archive:
                add_figures, truth = fill(archive, generator, size)
                archive._database.run("VACUUM ANALYZE")  # as autovacuum does
                figures["postgres"] = {"add": add_figures, **ask(archive, generator, truth)}
                archive._database.run("TRUNCATE statement, appearance, version, page, entity_name, entity, correction")
                archive._database.run("DELETE FROM meta WHERE key <> 'schema'")
        if options.duckdb:
            figures["duckdb"] = duckdb_search(size)
        results["sizes"][str(size)] = figures
        print(size, json.dumps(figures), flush=True)
        if options.out:
            options.out.write_text(json.dumps(results, indent=1) + "\n")
    if options.plot:
        plot(results, options.plot)


main()
