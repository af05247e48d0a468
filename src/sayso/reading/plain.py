"""Plain text to lines: where each begins and ends, with nothing left over."""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")


def lines(text: str) -> list[tuple[int, int]]:
    """The lines of a text as ``[start, end)``, line end included; blank ones belong to the line before them.

    Blank lines at the top belong to the first line that holds something.
    """
    out: list[tuple[int, int]] = []
    blank = True
    for found in _LINE.finditer(text):
        start, end = found.span()
        if start == end:
            continue
        if out and (blank or not found[0].strip("\ufeff \t\r\n\f\v\0\u2028\u2029\xa0\u200b")):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
        blank = not text[out[-1][0] : end].strip("\ufeff \t\r\n\f\v\0\u2028\u2029\xa0\u200b")
    return out
