"""Escapes untrusted text for a terminal: control, escape and bidirectional characters become visible."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterable
from typing import Final

from sayso.errors import SaysoError
from sayso.text.hazards import HAZARDS

_HAZARDS: Final = re.compile(f"[\r\u2028\u2029{HAZARDS}]")  # some terminals break lines at \u2028 and \u2029
_REMOVED: Final = frozenset("\r\ufeff")


def safe(text: str) -> str:
    """The text with hazards made visible, and without carriage returns and byte-order marks."""
    return _HAZARDS.sub(_visible, text)


def safe_line(text: str) -> str:
    """The text on one line: each run of white space becomes one space."""
    return safe(" ".join(text.split()))


def safe_json(text: str) -> str:
    """The JSON text with each hazard as a Unicode escape; its value stays the same."""
    return _HAZARDS.sub(_json_escape, text)


def many(number: int, name: str) -> str:
    """A number with its noun in singular or plural: 1 page, 2 pages."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def complain(error: Exception, name: str | None = None) -> None:
    """Print an error on one line of stderr: file, problem, hint. ``name`` replaces a missing file name."""
    if isinstance(error, SaysoError):
        text = str(error)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        text = f"{where}{error.strerror or error}."
        if error.errno == errno.ENOSPC:
            text = f"{where}the disk is full. Free some space and repeat the command: stored results are kept"
    else:
        text = f"internal error ({type(error).__name__}: {error}). Please report it, with the page if possible."
    if name and not (isinstance(error, SaysoError) and error.file):
        text = f"{name}: {text}"
    print(f"sayso: {safe_line(text)}", file=sys.stderr)  # noqa: T201


def warn(warnings: Iterable[str], name: str) -> None:
    """Print one line on stderr for each warning about a page."""
    for warning in warnings:
        print(f"sayso: {safe_line(f'{name}: {warning}')}", file=sys.stderr)  # noqa: T201


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    if char in _REMOVED:
        return ""
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def _json_escape(match: re.Match[str]) -> str:
    # Outside its strings, JSON contains no hazards except carriage returns, which are harmless here.
    char = match[0]
    if char == "\r":
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
