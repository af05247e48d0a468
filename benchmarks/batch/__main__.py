"""``python -m benchmarks.batch --texts FOLDER --json docs/batch.json``: speed of a batch, and what it is spent on.

In one run, on the same texts, in turn: sayso with 1 and 2 processes, Ray with 2 workers, spaCy's
``nlp.pipe(n_process=2)`` with textacy's direct quotations (extra ``bench``). ``--memory PAGES`` instead reads that many
fictional pages and notes the memory of the keeper and of its processes as it goes. ``--stages`` profiles one process.
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

WORDS: Final = 600  # of a page on paper
DOLLARS: Final = 0.04  # a core-hour
STAGES: Final = {
    "reading": ("sayso/reading/__init__.py", "read_page"),
    "tokenising": ("sayso/tagging/windows.py", "tokenize"),
    "the encoder": ("sayso/tagging/model.py", "encode"),
    "tagging, all": ("sayso/tagging/tagger.py", "tag"),
    "linking": ("sayso/linking/links.py", "link"),
    "inside contents": ("sayso/attributions/second_pass.py", "inside"),
    "speakers": ("sayso/speakers/__init__.py", "identify"),
    "the record": ("sayso/record/__init__.py", "assemble"),
    "rows": ("sayso/batch/outputs/writer.py", "to_tables"),
}


def lines(texts: list[str], path: Path) -> None:
    """Texts as JSON lines."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")


def sayso(path: Path, folder: Path, processes: int, engine: str) -> float:
    """Seconds of one batch in a process of its own, the start of the processes included."""
    out = folder / f"{engine}-{processes}-{time.monotonic_ns()}"
    options = ["--shard-chars", "200000", "--processes", str(processes), "--engine", engine]
    command = [sys.executable, "-m", "sayso", "batch", str(path), "--out", str(out), "--json", *options]
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def spacy(path: Path) -> float:
    """Seconds of spaCy and textacy with two processes, the start included."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "benchmarks.batch.textacy_pipe", str(path), "2"], check=True)
    return time.perf_counter() - begun


def speed(texts: list[str], repeats: int, *, ray: bool, peer: bool) -> dict[str, Any]:
    """Seconds of each engine, median of some repeats."""
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
    told = {
        name: {"seconds": round(statistics.median(found), 2), "words_per_s": round(words / statistics.median(found)),
               "pages_per_s": round(len(texts) / statistics.median(found), 2)}
        for name, found in runs.items()
    }  # fmt: skip
    efficiency = told["sayso, 1"]["seconds"] / told["sayso, 2"]["seconds"] / 2
    return {"pages": len(texts), "words": words, "runs": told, "efficiency_2": round(efficiency, 3)}


def memory(pages: int, processes: int) -> dict[str, Any]:
    """Peak memory of the keeper and of each process over a run, sampled each second, in MB; and at each tenth."""
    peaks: dict[str, float] = {"keeper": 0, "process": 0}
    course: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as name:
        path = Path(name, "in.jsonl")
        words = fiction.write(path, pages)
        command = [sys.executable, "-m", "sayso", "batch", str(path), "--out", f"{name}/out", "--json",
                   "--processes", str(processes)]  # fmt: skip
        done = subprocess.Popen(command, stdout=subprocess.PIPE)
        begun = time.monotonic()

        def watch() -> None:
            while done.poll() is None:
                keeper = resident(done.pid)
                inner = max([resident(one) for one in children(done.pid)], default=0)
                peaks["keeper"], peaks["process"] = max(peaks["keeper"], keeper), max(peaks["process"], inner)
                course.append((round(time.monotonic() - begun, 1), round(keeper), round(inner)))
                time.sleep(1)

        watcher = threading.Thread(target=watch)
        watcher.start()
        out, _ = done.communicate()
        watcher.join()
    summary = json.loads(out)
    step = max(1, len(course) // 10)
    return {
        "pages": pages, "words": words, "seconds": summary["seconds"], "pages_per_s": summary["pages_per_second"],
        "words_per_s": summary["words_per_second"], "errors": summary["counts"]["errors"],
        "peak_mb": {key: round(value) for key, value in peaks.items()}, "course": course[::step],
    }  # fmt: skip


def resident(process: int) -> float:
    """Memory of a process in MB."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def stages(texts: list[str]) -> dict[str, Any]:
    """Processor time of one process, and the share of it that each stage takes, by cProfile of Python functions.

    The profiler slows Python and not what runs in C: ``slowed`` says by how much, and the shares lean to Python by it.
    """
    from sayso.batch.outputs.writer import to_tables
    from sayso.batch.settings import Item
    from sayso.pipeline import attribute
    from sayso.terms import Page

    def read() -> tuple[float, list[dict[str, Any]]]:
        begun = time.process_time()
        rows = [to_tables(attribute(text), number, Item(Page(text), "text")) for number, text in enumerate(texts)]
        return time.process_time() - begun, rows

    attribute(texts[0])
    plain, rows = read()
    profile = cProfile.Profile(time.process_time, builtins=False)
    profile.enable()
    read()
    profile.disable()
    stats = pstats.Stats(profile)
    total = stats.total_tt  # type: ignore[attr-defined]
    found = {
        name: row[3] for name, (file, function) in STAGES.items()
        for key, row in stats.stats.items() if key[0].endswith(file) and key[2] == function  # type: ignore[attr-defined]
    }  # fmt: skip
    words = sum(len(text.split()) for text in texts)
    return {
        "pages": len(texts), "words": words, "seconds": round(plain, 2), "words_per_s": round(words / plain),
        "ms_per_page": round(1000 * plain / len(texts), 1), "slowed": round(total / plain, 2),
        "shares": {name: round(value / total, 3) for name, value in found.items()},
        "keeper_ms_per_page": (kept := keeper(texts, rows)), "on_paper": paper(words / plain, sum(kept.values())),
    }  # fmt: skip


def keeper(texts: list[str], rows: list[dict[str, Any]]) -> dict[str, float]:
    """Processor time a page of what one process does for all others: unpack and cut, write shards, make parts."""
    from sayso.batch.inputs.files import sources
    from sayso.batch.inputs.shards import shards, units
    from sayso.batch.outputs.folder import Store
    from sayso.batch.outputs.writer import KeptShard, make_part, shard_name, write_shard
    from sayso.batch.settings import BatchSettings

    def course(texts: list[str], rows: list[dict[str, Any]], folder: Path) -> list[float]:
        lines(texts, folder / "in.jsonl")
        times = [time.process_time()]
        for unit in units(sources([str(folder / "in.jsonl")])):
            list(shards(unit, BatchSettings()))
        times.append(time.process_time())
        store = Store(str(folder / "out"))
        cuts = range(0, len(rows), 256)
        for n, at in enumerate(cuts):
            write_shard(store, KeptShard(0, n, n + 1 == len(cuts)), rows[at : at + 256], archive=False)
        times.append(time.process_time())
        make_part(store, 0, 0, [shard_name(0, n, last=n + 1 == len(cuts)) for n in range(len(cuts))], None)
        return [*times, time.process_time()]

    most = 4000 // len(rows) + 1
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as one, tempfile.TemporaryDirectory() as two:
        course(texts[:2], rows[:2], Path(one))  # what is imported late
        times = course(texts * most, rows * most, Path(two))
    each = [1000 * (after - before) / len(texts) / most for before, after in pairwise(times)]
    return dict(zip(("unpack", "shard", "part"), (round(one, 3) for one in each), strict=True))


def paper(words_per_s: float, keeper_ms: float) -> dict[str, float]:
    """Pages of 600 words on paper: what one takes, what 10^6 and 10^8 cost, how many cores one keeper feeds."""
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
    parser.add_argument("--texts", type=Path, help="folder of .txt files; fiction without it")
    parser.add_argument("--pages", type=int, default=200, help="pages of fiction, of about 280 words")
    parser.add_argument("--copies", type=int, default=1, help="how often the texts are read")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--memory", type=int, metavar="PAGES")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.texts:
        texts = [path.read_text(encoding="utf-8") for path in sorted(given.texts.glob("*.txt"))] * given.copies
    else:
        texts = [row["text"] for row, _ in fiction.Fiction(statements=(8, 14)).pages(given.pages)] * given.copies
    if given.memory:
        told = memory(given.memory, given.processes)
    elif given.stages:
        told = stages(texts)
    else:
        told = speed(texts, given.repeats, ray=given.ray, peer=given.peer)
    print(json.dumps(told, indent=1))
    if given.json:
        given.json.write_text(json.dumps({**provenance(), **told}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
