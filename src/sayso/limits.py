"""Limits in one table, and the options that travel with a page: the CLI, the docs and the errors all read these."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from sayso.errors import InputError, LimitError


class Limit(NamedTuple):
    """One bound: its name, its default and what it counts."""

    name: str
    default: int
    help: str


LIMITS: Final = (
    Limit("max_page_bytes", 10_000_000, "bytes of one page, decompressed"),
    Limit("max_text_chars", 2_000_000, "characters of one article's text"),
    Limit("max_lines", 30_000, "lines of one article"),
    Limit("max_page_seconds", 120, "seconds of processor time of one page, from its bytes to its record"),
    Limit("max_redirects", 5, "redirects that are followed for one URL"),
    Limit("max_fetch_seconds", 20, "seconds that one fetch may take"),
    Limit("min_speaker_probability", 30, "percent of probability below which a speaker is left open"),
)
_DEFAULTS: Final = {limit.name: limit.default for limit in LIMITS}


class Options(msgspec.Struct, frozen=True):
    """How a page is read. ``format`` is None (told by content) or one of html, text, markdown, eml.

    ``model`` is the folder of another model than the one that ships. Attributions below ``min_confidence``, or whose
    speaker is below ``min_speaker_confidence`` or not known to reach it, are left out of the record.
    """

    format: str | None = None
    publisher: str | None = None
    allow_private: bool = False
    ignore_robots: bool = False
    limits: Mapping[str, int] = {}
    model: Path | None = None
    min_confidence: float = 0.0
    min_speaker_confidence: float = 0.0

    def limit(self, name: str) -> int:
        """The bound in force. Raises KeyError for a name that is not in the table."""
        return self.limits.get(name, _DEFAULTS[name])

    def check(self, name: str, value: int, file: str, place: str | None = None) -> None:
        """Raise LimitError where the value goes over the bound."""
        bound = self.limit(name)
        if value > bound:
            unit = next(limit.help for limit in LIMITS if limit.name == name)
            raise LimitError(
                f"{value:,} {unit}; {name} is {bound:,}",
                f"Raise it with --limit {name}=N, or split the page",
                file,
                place,
            )


DEFAULT: Final = Options()


class _Deadline(NamedTuple):
    """When the page at hand must be done, by the clock of the thread; its bound, and its name for the error."""

    end: float
    bound: int
    file: str


_DEADLINE: Final[ContextVar[_Deadline | None]] = ContextVar("sayso_deadline", default=None)


@contextmanager
def timed(options: Options, file: str) -> Iterator[None]:
    """While it is open, :func:`tick` raises LimitError in this thread once the page has taken too long.

    Within another one it changes nothing: the time of a page is counted once, from its beginning.
    """
    if _DEADLINE.get() is not None:
        yield
        return
    bound = options.limit("max_page_seconds")
    token = _DEADLINE.set(_Deadline(time.thread_time() + bound, bound, file))
    try:
        tick()
        yield
    finally:
        _DEADLINE.reset(token)


def tick() -> None:
    """Raise LimitError where the page at hand has taken too long. Called between stages and in their loops."""
    deadline = _DEADLINE.get()
    if deadline is not None and time.thread_time() >= deadline.end:
        raise LimitError(
            f"the page takes longer than {deadline.bound:,} s of the processor; max_page_seconds is {deadline.bound:,}",
            "Raise it with --limit max_page_seconds=N, or split the page",
            deadline.file,
        )


def parse_limits(pairs: list[str]) -> dict[str, int]:
    """``name=number`` pairs of a command line as a mapping. Raises InputError for an unknown name or no number."""
    out: dict[str, int] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in _DEFAULTS or not value.isdecimal():
            raise InputError(f"--limit {pair} is no limit", f"Give NAME=NUMBER with a name of: {', '.join(_DEFAULTS)}")
        out[name] = int(value)
    return out
