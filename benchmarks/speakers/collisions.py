"""Counts pages where one speaker is both "he" and "she": python -m benchmarks.speakers.collisions FOLDER

FOLDER has *.txt files, such as PolNeAR's dev pages. Only pages where both pronouns are sources count.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sayso.pipeline import attribute
from sayso.terms import Record

PRONOUNS = ("he", "she")


def colliding(record: Record) -> tuple[bool, list[str]]:
    """Whether both pronouns are sources in a record, and the names of speakers with both."""
    sexes: dict[str, set[str]] = {}
    for attribution in record.attributions:
        source = " ".join(span.of(record.article.text) for span in attribution.source).lower()
        if source in PRONOUNS:
            sexes.setdefault(attribution.speaker or "", set()).add(source)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    has_both = len({source for pronouns in sexes.values() for source in pronouns}) > 1
    return has_both, [names[speaker] for speaker, pronouns in sexes.items() if len(pronouns) > 1]


def main() -> None:
    """Print all collisions and the number of pages with one."""
    pages = collisions = 0
    for path in sorted(Path(sys.argv[1]).glob("*.txt")):
        if not path.stat().st_size:
            continue
        has_both, names = colliding(attribute(path))
        pages += has_both
        collisions += bool(names)
        if names:
            print(f"{path.stem}: {', '.join(names)}")
    print(f"{collisions} of {pages} pages where both speak")


if __name__ == "__main__":
    main()
