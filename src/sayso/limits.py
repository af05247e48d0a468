"""The table of limits, which the CLI, the docs and the error messages read, and the options for one page."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final, NamedTuple

from sayso.errors import InputError, LimitError
from sayso.selection_terms import Selection


class Limit(NamedTuple):
    """The name of a limit, its default value and its description."""

    name: str
    default: int
    help: str


LIMITS: Final = (
    Limit("max_page_bytes", 10_000_000, "bytes of one page, decompressed"),
    Limit("max_text_chars", 2_000_000, "characters of one article's text"),
    Limit("max_lines", 30_000, "lines of one article"),
    Limit("max_page_seconds", 120, "seconds of processor time for one page, from its bytes to its record"),
    Limit("max_redirects", 5, "redirects followed for one URL"),
    Limit("max_fetch_seconds", 20, "seconds for one fetch"),
    Limit("min_speaker_probability", 30, "percent: a source whose best candidate is less probable gets no speaker"),
)
_DEFAULTS: Final = {limit.name: limit.default for limit in LIMITS}


class Options(Selection, frozen=True):
    """Options for one page. ``format`` is html, text, markdown, eml or None, which detects it from the content.

    ``model`` is the name of an installed model or a model folder, in place of the bundled model. The record has the
    statements of the :class:`~sayso.selection_terms.Selection`, whose fields are keyword arguments: all by default.
    """

    format: str | None = None
    publisher: str | None = None
    allow_private: bool = False
    ignore_robots: bool = False
    limits: Mapping[str, int] = {}
    model: Path | None = None

    def limit(self, name: str) -> int:
        """Return the value of a limit. Raises KeyError for a name that is not in the table."""
        return self.limits.get(name, _DEFAULTS[name])

    def check(self, name: str, value: int, file: str, place: str | None = None) -> None:
        """Raise LimitError if the value exceeds the limit."""
        bound = self.limit(name)
        if value > bound:
            unit = next(limit.help for limit in LIMITS if limit.name == name)
            raise LimitError(
                f"{value:,} {unit}; {name} is {bound:,}",
                f"Raise the limit with --limit {name}=N, or split the page",
                file,
                place,
            )


DEFAULT: Final = Options()


class _Deadline(NamedTuple):
    """The time limit of the current page: its end on the thread's clock, its length in seconds, and the page's name."""

    end: float
    bound: int
    file: str


_DEADLINE: Final[ContextVar[_Deadline | None]] = ContextVar("sayso_deadline", default=None)


@contextmanager
def time_limit(options: Options, file: str) -> Iterator[None]:
    """Return a context in which :func:`check_time` raises LimitError in this thread once the page has taken too long.

    A nested context has no effect: the time of a page is measured once, from its beginning.
    """
    if _DEADLINE.get() is not None:
        yield
        return
    bound = options.limit("max_page_seconds")
    token = _DEADLINE.set(_Deadline(time.thread_time() + bound, bound, file))
    try:
        check_time()
        yield
    finally:
        _DEADLINE.reset(token)


def check_time() -> None:
    """Raise LimitError if the current page has taken too long. Called between stages and in their loops."""
    deadline = _DEADLINE.get()
    if deadline is not None and time.thread_time() >= deadline.end:
        raise LimitError(
            f"the page takes more than {deadline.bound:,} s of processor time; max_page_seconds is {deadline.bound:,}",
            "Raise the limit with --limit max_page_seconds=N, or split the page",
            deadline.file,
        )


def parse_limits(pairs: list[str]) -> dict[str, int]:
    """Return ``NAME=NUMBER`` pairs of a command line as a mapping. Raises InputError for any other argument."""
    limits: dict[str, int] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in _DEFAULTS or not value.isdecimal():
            raise InputError(
                f"--limit {pair} is not valid", f"Use NAME=NUMBER, where NAME is one of: {', '.join(_DEFAULTS)}"
            )
        limits[name] = int(value)
    return limits
