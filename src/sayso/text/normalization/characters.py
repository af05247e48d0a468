"""Removes soft hyphens and zero-width marks, and replaces ligatures and special spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.text.normalization.aligned_text import Edit

_JOINED_SCRIPTS: Final = "\u0600-\u0dff\u1780-\u17ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
"""Scripts and emoji that need the joiners U+200C and U+200D."""
_INVISIBLE: Final = (
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    f"|(?<![{_JOINED_SCRIPTS}])[\u200c\u200d](?![{_JOINED_SCRIPTS}])"
)
_LIGATURES: Final = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SPACES: Final = "\u00a0\u2002-\u200a\u202f\u205f"
_EMPHASIS: Final = re.compile(r"(?<![\w*_])[*_]{1,3}(?=[“\"‘])|(?<=[”\"’])[*_]{1,3}(?![\w*_])")
"""Markdown emphasis around a quotation; next to it, a straight mark is not recognized as opening."""
_EMPHASIZED: Final = re.compile(
    r"(?<![\w*_\\])(?P<marks>\*{1,3}|_{1,3})(?=[^\s*_])(?P<words>[^*_\n]{1,300})(?<=[^\s*_])(?P=marks)(?![\w*_])"
)
"""Markdown emphasis of some words of a line: ``**Ada Kells** said``."""
_SPECIAL: Final = re.compile(f"(?P<invisible>{_INVISIBLE})|(?P<ligature>[\ufb00-\ufb06])|[{_SPACES}]")
_ANY: Final = re.compile(
    f"[\u00ad\u034f\u061c\u180e\u2002-\u200f\u202a-\u202f\u205f-\u206f\ufb00-\ufb06\ufeff{_SPACES}]"
)


def emphasis_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that remove Markdown emphasis around quotation marks and around words within a line."""
    if "*" not in text and "_" not in text:
        return
    marks = {match.span() for match in _EMPHASIS.finditer(text)}
    for match in _EMPHASIZED.finditer(text):
        if not _is_line(text, *match.span()):
            marks |= {match.span("marks"), (match.end("words"), match.end())}
    end = 0
    for start, stop in sorted(marks):
        if start >= end:
            yield Edit(start, stop, "")
            end = stop


def _is_line(text: str, start: int, end: int) -> bool:
    """Return whether a range is a whole line, as a heading or a question is, apart from ``>``, ``-`` and ``#``."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after_end = text.find("\n", end)
    return not before.strip(" \t>#-") and not text[end : None if after_end < 0 else after_end].strip()


def edits(text: str) -> Iterator[Edit]:
    """Yield the edits that remove invisible characters, split ligatures and replace special spaces."""
    if text.isascii() or _ANY.search(text) is None:
        return
    for match in _SPECIAL.finditer(text):
        if match["invisible"]:
            yield Edit(match.start(), match.end(), "")
        else:
            yield Edit(match.start(), match.end(), _LIGATURES.get(match.group(), " "))
