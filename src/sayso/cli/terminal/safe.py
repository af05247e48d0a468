"""Text of strangers on a terminal: control, escape and bidirectional characters are shown, never sent."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterable
from typing import Final

from sayso.errors import SaysoError
from sayso.text.hazards import HAZARDS

_HAZARDS: Final = re.compile(f"[\r\u2028\u2029{HAZARDS}]")  # a terminal may take these as line ends
_SILENT: Final = frozenset("\r\ufeff")


def safe(text: str) -> str:
    """The text with every hazard made visible; carriage returns and byte-order marks, which mean nothing, left out."""
    return _HAZARDS.sub(_shown, text)


def safe_line(text: str) -> str:
    """The text on one line: white space of any length is one space."""
    return safe(" ".join(text.split()))


def safe_json(text: str) -> str:
    """JSON with every hazard as an escape: the same value."""
    return _HAZARDS.sub(_escaped, text)


def many(number: int, name: str) -> str:
    """A number of things: 1 page, 2 pages."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def complain(error: Exception, name: str | None = None) -> None:
    """One line on stderr: which file, what is wrong, how to fix it. ``name`` is used where the error has no file."""
    if isinstance(error, SaysoError):
        text = str(error)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        text = f"{where}{error.strerror or error}."
        if error.errno == errno.ENOSPC:
            text = f"{where}the disk is full. Make room and run the same command again: what was kept stays"
    else:
        text = (
            f"an error of sayso itself ({type(error).__name__}: {error}). Please report it, with the page if you can."
        )
    if name and not (isinstance(error, SaysoError) and error.file):
        text = f"{name}: {text}"
    print(f"sayso: {safe_line(text)}", file=sys.stderr)  # noqa: T201


def warn(warnings: Iterable[str], name: str) -> None:
    """One line on stderr for each warning about a page that was read."""
    for warning in warnings:
        print(f"sayso: {safe_line(f'{name}: {warning}')}", file=sys.stderr)  # noqa: T201


def _shown(found: re.Match[str]) -> str:
    char = found[0]
    if char in _SILENT:
        return ""
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def _escaped(found: re.Match[str]) -> str:
    # JSON between its strings holds no such characters save line ends, which a terminal may have.
    char = found[0]
    if char == "\r":
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
