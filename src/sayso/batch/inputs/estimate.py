"""Counts the pages of the input, and estimates the reading time from a sample."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import msgspec

from sayso import pipeline
from sayso.batch.inputs.files import sources
from sayso.batch.inputs.items import Reader
from sayso.batch.settings import BatchSettings, Item
from sayso.errors import SaysoError
from sayso.terms import Page

_SAMPLE_PAGES: Final = 200


class Estimate(msgspec.Struct, frozen=True):
    """The size and expected time of a run. ``unreadable`` counts errors in place of pages."""

    files: int
    bytes: int
    pages: int
    unreadable: int
    sampled: int
    pages_per_second: float
    processes: int
    seconds: float


def estimate(names: Iterable[str], settings: BatchSettings, seconds: float = 10) -> Estimate:
    """Count all pages of the input, and read a random sample in this process for at most ``seconds``."""
    reader, generator, sample = Reader(settings), random.Random(8), list[Item]()
    files = size = pages = unreadable = 0
    for source in sources(names):
        files, size = files + 1, size + max(0, source.size)
        for item in reader.items(source):
            if isinstance(item.page, Exception):
                unreadable += 1
                continue
            pages += 1
            if len(sample) < _SAMPLE_PAGES:
                sample.append(item)
            elif (index := generator.randrange(pages)) < _SAMPLE_PAGES:
                sample[index] = item
    generator.shuffle(sample)
    sampled, rate = _rate(sample, settings, seconds)
    total_seconds = pages / rate / settings.workers if rate else 0.0
    return Estimate(
        files, size, pages, unreadable, sampled, round(rate * settings.workers, 2), settings.workers,
        round(total_seconds, 4),
    )  # fmt: skip


def _rate(sample: list[Item], settings: BatchSettings, seconds: float) -> tuple[int, float]:
    """The number of sample pages read, and the pages per second."""
    if not sample:
        return 0, 0.0
    _read(Page("“The weir holds,” said Ivo Marr."), settings)  # loads the model
    start, done = time.monotonic(), 0
    for item in sample:
        done += 1
        if isinstance(item.page, Page):
            _read(item.page, settings)
        if time.monotonic() - start > seconds:
            break
    return done, done / max(time.monotonic() - start, 1e-9)


def _read(page: Page, settings: BatchSettings) -> None:
    """Read a page, and ignore its errors."""
    with suppress(SaysoError):
        pipeline.attribute(page, options=settings.options)
