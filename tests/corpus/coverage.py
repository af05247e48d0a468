"""Generates the coverage tables of the corpus README.

python -m tests.corpus.coverage            prints them
python -m tests.corpus.coverage --write    writes them into README.md
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.corpus.load import HERE, Expected, load

README = HERE / "README.md"
MARKS = ("<!-- coverage: made by coverage.py -->", "<!-- end of coverage -->")


def tables(pages: Sequence[Expected]) -> str:
    """Markdown tables of genres, hard forms, acts, forms and kinds."""
    attributions = [(page, item) for page in pages for item in page.record.attributions]
    kinds = Counter(str(page.speaker(item).kind) for page, item in attributions)
    html = sum(page.path.suffix == ".html" for page in pages)
    furnished = sum(bool(page.furniture) or page.path.suffix == ".html" for page in pages)
    nested = sum(item.inside is not None for _, item in attributions)
    return "\n".join(
        [
            f"{len(pages)} pages, {html} of them HTML, {furnished} with furniture; {len(attributions)} attributions,"
            f" {nested} of them nested; {sum(not page.record.attributions for page in pages)} pages have none.",
            "",
            *_table("genre", "pages", Counter(page.genre for page in pages)),
            *_table("hard form", "pages", Counter(form for page in pages for form in page.forms)),
            *_table("act", "attributions", Counter(str(item.act) for _, item in attributions)),
            *_table("form", "attributions", Counter(str(item.form) for _, item in attributions)),
            *_table("kind of source", "attributions", kinds),
        ]
    ).rstrip()


def written(readme: Path = README) -> str:
    """The tables in the README."""
    text = readme.read_text(encoding="utf-8")
    return text.split(MARKS[0])[1].split(MARKS[1])[0].strip()


def _table(head: str, unit: str, counts: Counter[str]) -> Iterable[str]:
    yield f"| {head} | {unit} |"
    yield "| --- | ---: |"
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {name} | {count} |"
    yield ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or write them into the README."""
    parser = argparse.ArgumentParser(description="Coverage tables of the corpus.")
    parser.add_argument("--write", action="store_true", help="write them into README.md")
    coverage = tables(load())
    if not parser.parse_args(arguments).write:
        print(coverage)
        return 0
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    README.write_text(f"{before}{MARKS[0]}\n{coverage}\n{MARKS[1]}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
