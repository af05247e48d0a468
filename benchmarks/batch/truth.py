"""Writes generated records as the output of a batch, and scores the matching of their known quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from math import comb
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.archive.generate import Generator
from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.tables import rows_of
from sayso.batch.outputs.writer import GROUP, KeptShard, make_part, shard_name, write_shard
from sayso.batch.settings import Item
from sayso.terms import Page

SHARD = 1024
Truth = dict[tuple[int, str], int]


def write(folder: Path, statements: int, seed: int = 6, *, hard: bool = False) -> Truth:
    """Write tables of generated records with about ``statements`` statements; returns the true quotation of each."""
    store, truth = Store(str(folder)), Truth()
    articles = Generator(seed, hard=hard).articles(statements)
    page = number = 0
    names: list[str] = []
    while len(truth) < statements:
        pages: list[dict[str, Any]] = []
        for article in islice(articles, SHARD):
            pages.append(rows_of(article.record, page, Item(Page(""), "generated")))
            truth |= {(page, a.id): q for a, q in zip(article.record.attributions, article.quotations, strict=True)}
            page += 1
        last = len(truth) >= statements
        write_shard(store, KeptShard(0, number, last), pages, archive=False)
        names.append(shard_name(0, number, last=last))
        number += 1
        if last or len(names) == GROUP:
            make_part(store, 0, (number - 1) // GROUP, names, None)
            names = []
    return truth


def pairs(groups: Iterable[int]) -> int:
    """The number of pairs in groups of these sizes."""
    return sum(comb(size, 2) for size in groups)


def score(folder: Path, truth: Truth) -> dict[str, float]:
    """Recall and precision over pairs of statements with the same quotation."""
    rows = duckdb.execute(f"SELECT page, id, quote FROM '{folder}/quotes/quotes.parquet'").fetchall()
    groups = Counter((truth[page, name], quote) for page, name, quote in rows)
    right, predicted = pairs(groups.values()), pairs(Counter(quote for _, _, quote in rows).values())
    gold = pairs(Counter(truth.values()).values())
    return {"recall": round(right / max(1, gold), 4), "precision": round(right / max(1, predicted), 4), "pairs": gold}
