"""Starts the server under test with ``sayso serve``, and generates its archive and requests."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sayso.analysis import Analysis
from sayso.archive import Archive
from sayso.record import assemble
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Speaker, SpeakerKind

EXAMPLES = Path(__file__).parents[2] / "src" / "sayso" / "examples"


class Server(NamedTuple):
    """The port and the process id of a server."""

    port: int
    process: int


@contextlib.contextmanager
def serving(archive: Path, workers: int = 0) -> Iterator[Server]:
    """A server without a request limit; it ends with the block."""
    command = [sys.executable, "-m", "sayso", "serve", "--no-browser", "--port", "0", "--rate", "0", "--queue", "256"]
    command += ["--workers", str(workers), "--archive", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        try:
            yield Server(int(address.rstrip("/").rpartition(":")[2]), process.pid)
        finally:
            process.send_signal(signal.SIGINT)


def fill(path: Path, articles: int) -> list[str]:
    """Fill an archive with a page of 200 statements (p1) and generated articles; returns queries of two words."""
    from benchmarks.archive.generate import Generator

    generator = Generator()
    with Archive(path) as archive:
        archive.add(long_page(200))
        for _ in archive.add_all(article.record for article in generator.articles(articles)):
            pass
    words = random.Random(1).choices(generator.words, cum_weights=generator.cumulative, k=400)
    return [f"{first} {second}" for first, second in zip(words[::2], words[1::2], strict=True)]


def page_of(words: int) -> bytes:
    """A request body with the text of our examples, of a given number of words."""
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt")))
    tokens = text.split(" ")
    while len(tokens) < words:
        tokens += tokens
    return json.dumps({"page": " ".join(tokens[:words])}).encode()


def long_page(statements: int) -> Record:
    """A page with many statements of forty speakers."""
    parts, attributions, start = [], [], 0
    speakers = [Speaker(f"s{n}", f"Rosa Marr {n}", SpeakerKind.PERSON) for n in range(1, 41)]
    for number in range(statements):
        name = speakers[number % 40].name
        content = f"“We counted {number + 30} sheep below the weir, and the river rose by {number} inches overnight,”"
        line = f"{content} said {name}, who has kept the books of the council since the last flood of the valley.\n\n"
        cue = start + len(content) + 1
        source = (Span(cue + 5, cue + 5 + len(name)),)
        words = (Span(start, start + len(content)),)
        attributions.append(
            Attribution(f"a{number + 1}", source, (Span(cue, cue + 4),), words, speaker=f"s{number % 40 + 1}")
        )
        parts.append(line)
        start += len(line)
    blocks, start = [], 0
    for line in parts:
        blocks.append(Block(BlockKind.BODY, Span(start, start + len(line))))
        start += len(line)
    text = "".join(parts)
    article = Article(text, tuple(blocks), "Sheep", url=f"https://echo.example/sheep-{statements}")
    return assemble(Analysis(article), attributions, speakers, "by hand")


def memory_mb(process: int) -> float:
    """The proportional memory (PSS) of a process and its descendants, in MB."""
    total = 0
    for descendant in (process, *_descendants(process)):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{descendant}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return round(total / 1024, 1)


def _descendants(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in os.scandir(f"/proc/{process}/task"):
            for child in (Path(task.path) / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))
