"""How many pages there are, and how long reading them will take, from a sample of them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from typing import Final

import msgspec

from sayso import pipeline
from sayso.batch.inputs.files import sources
from sayso.batch.inputs.items import Reader
from sayso.batch.settings import BatchSettings, Item
from sayso.errors import SaysoError
from sayso.terms import Page

_SAMPLE: Final = 200


class Estimate(msgspec.Struct, frozen=True):
    """What a run will find, and how long it will take. ``unreadable`` are places that hold no page."""

    files: int
    bytes: int
    pages: int
    unreadable: int
    sampled: int
    pages_per_second: float
    processes: int
    seconds: float


def estimate(names: Iterable[str], settings: BatchSettings, seconds: float = 10) -> Estimate:
    """Count every page of the input, and read a sample of them for some seconds in this very process."""
    reader, chosen, sample = Reader(settings), random.Random(8), list[Item]()
    files = size = pages = unreadable = 0
    for source in sources(names):
        files, size = files + 1, size + max(0, source.size)
        for item in reader.items(source):
            if isinstance(item.page, Exception):
                unreadable += 1
                continue
            pages += 1
            if len(sample) < _SAMPLE:
                sample.append(item)
            elif (place := chosen.randrange(pages)) < _SAMPLE:
                sample[place] = item
    chosen.shuffle(sample)
    sampled, rate = _rate(sample, settings, seconds)
    all_of_it = pages / rate / settings.workers if rate else 0.0
    return Estimate(
        files, size, pages, unreadable, sampled, round(rate * settings.workers, 2), settings.workers,
        round(all_of_it, 4),
    )  # fmt: skip


def _rate(sample: list[Item], settings: BatchSettings, seconds: float) -> tuple[int, float]:
    """How many pages of a sample were read, and how many a second."""
    if not sample:
        return 0, 0.0
    _read(Page("“The weir holds,” said Ivo Marr."), settings)  # the model is loaded once
    begun, done = time.monotonic(), 0
    for item in sample:
        done += 1
        if isinstance(item.page, Page):
            _read(item.page, settings)
        if time.monotonic() - begun > seconds:
            break
    return done, done / max(time.monotonic() - begun, 1e-9)


def _read(page: Page, settings: BatchSettings) -> None:
    try:
        pipeline.attribute(page, options=settings.options)
    except SaysoError:
        return
