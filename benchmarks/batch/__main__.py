"""``python -m benchmarks.batch --texts FOLDER --json docs/batch.json``: speed, memory and profile of a batch.

Measures in turn on the same texts: sayso with 1 and 2 processes, Ray with 2 workers, and spaCy's
``nlp.pipe(n_process=2)`` with textacy's direct quotations (extra ``bench``). ``--memory PAGES`` measures the memory of
the coordinating process and its workers over fictional pages instead. ``--stages`` profiles one process.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from benchmarks.batch import fiction
from benchmarks.machine import provenance
from benchmarks.processes import children

WORDS: Final = 600  # per page, for the estimate of costs
DOLLARS: Final = 0.04  # per core-hour
STAGES: Final = {  # name: file and function
    "reading": ("sayso/reading/__init__.py", "read_page"),
    "tokenising": ("sayso/tagging/windows.py", "tokenize"),
    "the encoder": ("sayso/tagging/model.py", "encode"),
    "tagging, all": ("sayso/tagging/tagger.py", "tag"),
    "linking": ("sayso/linking/links.py", "link"),
    "inside contents": ("sayso/attributions/nested_statements/second_pass.py", "inside"),
    "speakers": ("sayso/speakers/__init__.py", "identify"),
    "the record": ("sayso/record/__init__.py", "assemble"),
    "rows": ("sayso/batch/outputs/writer.py", "to_tables"),
}


def lines(texts: list[str], path: Path) -> None:
    """Write texts as JSON lines."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")


def sayso(path: Path, folder: Path, processes: int, engine: str) -> float:
    """Seconds of one batch in a separate process, with the start of its processes."""
    output = folder / f"{engine}-{processes}-{time.monotonic_ns()}"
    options = ["--shard-chars", "200000", "--processes", str(processes), "--engine", engine]
    command = [sys.executable, "-m", "sayso", "batch", str(path), "--out", str(output), "--json", *options]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def spacy(path: Path) -> float:
    """Seconds of spaCy and textacy with two processes, with their start."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "benchmarks.batch.textacy_pipe", str(path), "2"], check=True)
    return time.perf_counter() - start


def speed(texts: list[str], repeats: int, *, ray: bool, peer: bool) -> dict[str, Any]:
    """Median seconds of each engine."""
    runs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as name:
        folder = Path(name)
        path = folder / "in.jsonl"
        lines(texts, path)
        for _ in range(repeats):
            for processes in (1, 2):
                runs.setdefault(f"sayso, {processes}", []).append(sayso(path, folder, processes, "local"))
            if ray:
                runs.setdefault("sayso, Ray, 2", []).append(sayso(path, folder, 2, "ray"))
            if peer:
                runs.setdefault("spaCy and textacy, 2", []).append(spacy(path))
            print(json.dumps(runs), flush=True)
    words = sum(len(text.split()) for text in texts)
    medians = {name: statistics.median(seconds) for name, seconds in runs.items()}
    figures = {
        name: {
            "seconds": round(seconds, 2),
            "words_per_s": round(words / seconds),
            "pages_per_s": round(len(texts) / seconds, 2),
        }
        for name, seconds in medians.items()
    }
    efficiency = figures["sayso, 1"]["seconds"] / figures["sayso, 2"]["seconds"] / 2
    return {"pages": len(texts), "words": words, "runs": figures, "efficiency_2": round(efficiency, 3)}


def memory(pages: int, processes: int) -> dict[str, Any]:
    """Memory of the coordinating process and of the workers in MB, sampled each second: peaks, and ten samples."""
    peaks: dict[str, float] = {"keeper": 0, "process": 0}
    samples: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as name:
        path = Path(name, "in.jsonl")
        words = fiction.write(path, pages)
        command = [sys.executable, "-m", "sayso", "batch", str(path), "--out", f"{name}/out", "--json",
                   "--processes", str(processes)]  # fmt: skip
        batch = subprocess.Popen(command, stdout=subprocess.PIPE)
        start = time.monotonic()

        def watch() -> None:
            while batch.poll() is None:
                coordinator_memory = resident(batch.pid)
                worker_memory = max([resident(worker) for worker in children(batch.pid)], default=0)
                peaks["keeper"], peaks["process"] = (
                    max(peaks["keeper"], coordinator_memory),
                    max(peaks["process"], worker_memory),
                )
                samples.append((round(time.monotonic() - start, 1), round(coordinator_memory), round(worker_memory)))
                time.sleep(1)

        watcher = threading.Thread(target=watch)
        watcher.start()
        output, _ = batch.communicate()
        watcher.join()
    summary = json.loads(output)
    step = max(1, len(samples) // 10)
    return {
        "pages": pages, "words": words, "seconds": summary["seconds"], "pages_per_s": summary["pages_per_second"],
        "words_per_s": summary["words_per_second"], "errors": summary["counts"]["errors"],
        "peak_mb": {key: round(value) for key, value in peaks.items()}, "course": samples[::step],
    }  # fmt: skip


def resident(process: int) -> float:
    """Memory of a process in MB."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def stages(texts: list[str]) -> dict[str, Any]:
    """Processor time of one process, and the share of each stage, by cProfile of Python functions.

    The profiler slows Python but not C code by the factor ``slowed``, so the shares of Python are too high.
    """
    from sayso.batch.outputs.writer import to_tables
    from sayso.batch.settings import Item
    from sayso.pipeline import attribute
    from sayso.terms import Page

    def read() -> tuple[float, list[dict[str, Any]]]:
        start = time.process_time()
        rows = [to_tables(attribute(text), number, Item(Page(text), "text")) for number, text in enumerate(texts)]
        return time.process_time() - start, rows

    attribute(texts[0])
    unprofiled, rows = read()
    profile = cProfile.Profile(time.process_time, builtins=False)
    profile.enable()
    read()
    profile.disable()
    stats = pstats.Stats(profile)
    total = stats.total_tt  # type: ignore[attr-defined]
    seconds_by_stage = {
        name: row[3] for name, (file, function) in STAGES.items()
        for key, row in stats.stats.items() if key[0].endswith(file) and key[2] == function  # type: ignore[attr-defined]
    }  # fmt: skip
    words = sum(len(text.split()) for text in texts)
    keeper_times = keeper(texts, rows)
    return {
        "pages": len(texts), "words": words, "seconds": round(unprofiled, 2), "words_per_s": round(words / unprofiled),
        "ms_per_page": round(1000 * unprofiled / len(texts), 1), "slowed": round(total / unprofiled, 2),
        "shares": {name: round(value / total, 3) for name, value in seconds_by_stage.items()},
        "keeper_ms_per_page": keeper_times, "on_paper": paper(words / unprofiled, sum(keeper_times.values())),
    }  # fmt: skip


def keeper(texts: list[str], rows: list[dict[str, Any]]) -> dict[str, float]:
    """Processor time per page of the coordinating process: unpack and divide, write shards, combine parts."""
    from sayso.batch.inputs.files import sources
    from sayso.batch.inputs.shards import shards, units
    from sayso.batch.outputs.folder import Store
    from sayso.batch.outputs.writer import KeptShard, make_part, shard_name, write_shard
    from sayso.batch.settings import BatchSettings

    def times_of(texts: list[str], rows: list[dict[str, Any]], folder: Path) -> list[float]:
        lines(texts, folder / "in.jsonl")
        times = [time.process_time()]
        for unit in units(sources([str(folder / "in.jsonl")])):
            list(shards(unit, BatchSettings()))
        times.append(time.process_time())
        store = Store(str(folder / "out"))
        starts = range(0, len(rows), 256)
        for n, start in enumerate(starts):
            write_shard(store, KeptShard(0, n, n + 1 == len(starts)), rows[start : start + 256], archive=False)
        times.append(time.process_time())
        make_part(store, 0, 0, [shard_name(0, n, last=n + 1 == len(starts)) for n in range(len(starts))], None)
        return [*times, time.process_time()]

    copies = 4000 // len(rows) + 1
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as warm_up, tempfile.TemporaryDirectory() as measured:
        times_of(texts[:2], rows[:2], Path(warm_up))  # lazy imports
        times = times_of(texts * copies, rows * copies, Path(measured))
    milliseconds = [1000 * (after - before) / len(texts) / copies for before, after in pairwise(times)]
    return dict(zip(("unpack", "shard", "part"), (round(value, 3) for value in milliseconds), strict=True))


def paper(words_per_s: float, keeper_ms: float) -> dict[str, float]:
    """Estimates for pages of 600 words: time of one, cost of 10^6 and 10^8, cores per coordinating process."""
    seconds = WORDS / words_per_s
    hours = {f"core_hours_1e{power}": 10**power * seconds / 3600 for power in (6, 8)}
    return {name: round(value, 1) for name, value in {
        "ms_per_page": 1000 * seconds, **hours, "dollars_1e6": hours["core_hours_1e6"] * DOLLARS,
        "dollars_1e8": hours["core_hours_1e8"] * DOLLARS, "hours_1e8_on_64_cores": hours["core_hours_1e8"] / 64,
        "cores_of_one_keeper": 1000 * seconds / keeper_ms,
    }.items()}  # fmt: skip


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="folder of .txt files (default: fiction)")
    parser.add_argument("--pages", type=int, default=200, help="number of fictional pages, of about 280 words")
    parser.add_argument("--copies", type=int, default=1, help="how often each text is used")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--memory", type=int, metavar="PAGES")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.texts:
        texts = [path.read_text(encoding="utf-8") for path in sorted(options.texts.glob("*.txt"))] * options.copies
    else:
        texts = [row["text"] for row, _ in fiction.Fiction(statements=(8, 14)).pages(options.pages)] * options.copies
    if options.memory:
        figures = memory(options.memory, options.processes)
    elif options.stages:
        figures = stages(texts)
    else:
        figures = speed(texts, options.repeats, ray=options.ray, peer=options.peer)
    print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps({**provenance(), **figures}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
