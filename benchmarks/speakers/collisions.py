"""Pages on which one speaker is both "he" and "she": python -m benchmarks.speakers.collisions FOLDER

FOLDER holds texts (*.txt), as PolNeAR's dev pages. Counted among the pages where both pronouns are sources.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sayso.pipeline import attribute
from sayso.terms import Record

PRONOUNS = ("he", "she")


def colliding(record: Record) -> tuple[bool, list[str]]:
    """Whether both pronouns are sources of a record, and the names of the speakers that are both."""
    sexes: dict[str, set[str]] = {}
    for one in record.attributions:
        source = " ".join(span.of(record.article.text) for span in one.source).lower()
        if source in PRONOUNS:
            sexes.setdefault(one.speaker or "", set()).add(source)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    both = len({source for found in sexes.values() for source in found}) > 1
    return both, [names[speaker] for speaker, found in sexes.items() if len(found) > 1]


def main() -> None:
    """Print every collision, and how many pages have one."""
    pages = collisions = 0
    for path in sorted(Path(sys.argv[1]).glob("*.txt")):
        if not path.stat().st_size:
            continue
        both, names = colliding(attribute(path))
        pages += both
        collisions += bool(names)
        if names:
            print(f"{path.stem}: {', '.join(names)}")
    print(f"{collisions} of {pages} pages where both speak")


if __name__ == "__main__":
    main()
