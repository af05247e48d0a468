"""`python -m benchmarks.reading.metadata --pages ../shared/pages`: which metadata is right."""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sayso.limits import DEFAULT
from sayso.reading import read_page
from sayso.terms import Article, Page

ANNOTATION: Final = Path(__file__).with_name("metadata.tsv")
FIELDS: Final = ("byline", "publisher", "published", "origin")


class Wrong(NamedTuple):
    """A page on which a field is wrong, and what was read."""

    page: str
    field: str
    read: str


def digest(field: str, words: str) -> str:
    """A value as the annotation holds it."""
    plain = re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", words.casefold()))
    return hashlib.sha256(f"{field}:{plain}".encode()).hexdigest()[:16]


def rows() -> Iterator[dict[str, str]]:
    """The annotated pages."""
    lines = ANNOTATION.read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")


def is_right(row: dict[str, str], field: str, article: Article) -> bool:
    """Whether a field of an article is what the annotation has."""
    if field == "byline":
        found = ",".join(sorted(digest(field, name) for name in article.byline)) or "-"
    else:
        value = getattr(article, field, None)
        value = value[:10] if field == "published" and value else value
        found = digest(field, value) if value else "-"
    return found in row[field].split(" ")


def measure(pages: Path) -> tuple[int, list[Wrong]]:
    """The number of pages, and what is wrong on them."""
    urls = json.loads((pages / "ground-truth.json").read_text(encoding="utf-8"))
    wrong, count = [], 0
    for row in rows():
        data = gzip.decompress((pages / "html" / f"{row['page']}.html.gz").read_bytes())
        article = read_page(Page(data, row["page"], urls[row["page"]].get("url")), DEFAULT)
        count += 1
        wrong += [
            Wrong(row["page"], field, str(getattr(article, field, None)))
            for field in FIELDS
            if not is_right(row, field, article)
        ]
    return count, wrong


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the share of pages on which each field is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/pages"))
    parser.add_argument("--list", action="store_true", help="with what is wrong")
    options = parser.parse_args(arguments)
    count, wrong = measure(options.pages)
    for field in FIELDS:
        right = count - sum(one.field == field for one in wrong)
        print(f"{field:10} {right} of {count}  {right / count:.3f}")
    if options.list:
        for one in wrong:
            print(f"{one.page[:10]}  {one.field:10} {one.read}")


if __name__ == "__main__":
    main()
