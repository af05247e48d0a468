"""Converts the exceptions that damaged rows cause to ArchiveError: a damaged file can yield values of any type."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FunctionType
from typing import Any, Final, TypeVar

from sayso.errors import ArchiveError

_Class = TypeVar("_Class", bound=type)
ROW_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, StopIteration)
"""The exceptions that Python raises when a row has unexpected types or values."""


@contextmanager
def convert_row_errors(name: str) -> Iterator[None]:
    """Raise ArchiveError instead of the exceptions of damaged rows. ``name`` is the name of the archive."""
    try:
        yield
    except ROW_ERRORS as error:
        raise ArchiveError(
            f"a row is damaged ({type(error).__name__}: {error})",
            "Run sayso archive check. If it finds no fault, please report this error",
            name,
        ) from error


def guard_methods(*, exclude: tuple[str, ...]) -> Callable[[_Class], _Class]:
    """Return a class decorator that applies :func:`convert_row_errors` to all public methods except ``exclude``."""

    def decorate(cls: _Class) -> _Class:
        for name, member in list(vars(cls).items()):
            if isinstance(member, FunctionType) and not name.startswith("_") and name not in exclude:
                setattr(cls, name, _guarded(member))
        return cls

    return decorate


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (any method)
        with convert_row_errors(self.name):
            result = method(self, *args, **kwargs)
        return _guarded_items(result, self.name) if isinstance(result, Generator) else result

    return wrapper


def _guarded_items(items: Generator[Any, None, None], name: str) -> Iterator[Any]:
    """Yield the items outside the guard, so that exceptions of the caller's loop body are not converted."""
    while True:
        with convert_row_errors(name):
            try:
                item = next(items)
            except StopIteration:
                return
        yield item
