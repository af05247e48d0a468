"""Damaged rows as errors of ours: SQLite gives back whatever a broken file holds, of any type."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FunctionType
from typing import Any, Final, TypeVar

from sayso.errors import ArchiveError

_Class = TypeVar("_Class", bound=type)
MISREAD: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, StopIteration)
"""What Python raises where a row is not of the form in which it was written."""


@contextmanager
def rows_of(name: str) -> Iterator[None]:
    """What is raised while rows of an archive are read as an error of ours, its cause kept."""
    try:
        yield
    except MISREAD as error:
        raise ArchiveError(
            f"a row is not as it was written ({type(error).__name__}: {error})",
            "Run sayso archive check on it. Where that finds nothing, please report it",
            name,
        ) from error


def guarded(*without: str) -> Callable[[_Class], _Class]:
    """Let every public method of a class with a ``name`` raise ArchiveError for damaged rows; ``without`` some."""

    def decorated(kind: _Class) -> _Class:
        for name, member in list(vars(kind).items()):
            if isinstance(member, FunctionType) and not name.startswith("_") and name not in without:
                setattr(kind, name, _guarded(member))
        return kind

    return decorated


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(self: Any, *args: Any, **given: Any) -> Any:  # noqa: ANN401 (any method)
        with rows_of(self.name):
            out = method(self, *args, **given)
        return _each(out, self.name) if isinstance(out, Generator) else out

    return call


def _each(out: Generator[Any, None, None], name: str) -> Iterator[Any]:
    """What a generator gives, one by one: what the caller does with it in between is not ours."""
    while True:
        with rows_of(name):
            try:
                one = next(out)
            except StopIteration:
                return
        yield one
