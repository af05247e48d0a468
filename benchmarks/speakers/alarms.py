"""Every alarm of inconsistency over a folder of texts, to be read: `python -m benchmarks.speakers.alarms FOLDER`.

Alarms rest on the text alone, so no model runs. Whether one is right is for a reader to say: docs/speakers.md counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sayso.record.inconsistencies import inconsistencies
from sayso.terms import Article, Block, BlockKind, Span


def main() -> None:
    """Print each alarm with its places, and how many there are."""
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
