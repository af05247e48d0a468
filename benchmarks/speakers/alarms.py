"""Prints all inconsistency alarms in a folder of texts: `python -m benchmarks.speakers.alarms FOLDER`.

Alarms depend on the text only, so no model runs. docs/research/speakers.md has a manual evaluation.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sayso.record.inconsistencies import inconsistencies
from sayso.terms import Article, Block, BlockKind, Span


def main() -> None:
    """Print each alarm with its context, and the number of alarms."""
    pages = alarms = 0
    for path in sorted(Path(sys.argv[1]).glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        if not text.strip():
            continue
        pages += 1
        article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
        for alarm in inconsistencies(article, (), ()):
            alarms += 1
            print(f"{path.stem}: {alarm.why}")
            for span in alarm.spans:
                around = text[max(0, span.start - 60) : span.end + 60]
                print("   ", " ".join(around.split()))
    print(f"{alarms} alarms on {pages} pages")


if __name__ == "__main__":
    main()
