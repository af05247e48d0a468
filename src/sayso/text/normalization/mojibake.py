"""Repairs UTF-8 that was decoded as Windows-1252, Latin-1 or Mac Roman."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from sayso.text.normalization.aligned_text import Edit

_LOST: Final = "\ufffd"
"""The replacement for a byte that Windows-1252 lacks; in quotation marks it is the last byte."""


def _table(codec: str) -> dict[str, int]:
    """Return the byte of each character above ASCII in a charset; undefined bytes map to C1 controls."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)} if codec == "cp1252" else {}
    for byte in range(0x80, 0x100):
        try:
            table[bytes([byte]).decode(codec)] = byte
        except UnicodeDecodeError:
            continue
    return table


_WINDOWS: Final = _table("cp1252")
_MAC: Final = _table("mac_roman")


def _of_bytes(table: dict[str, int], first: int, last: int, without: str = "") -> str:
    """Return a character class for a range of bytes."""
    letters = (letter for letter, byte in table.items() if first <= byte <= last and letter not in without)
    return "[" + "".join(map(re.escape, letters)) + "]"


_TAIL: Final = _of_bytes(_WINDOWS, 0x80, 0xBF)
_SIGN: Final = _of_bytes(_WINDOWS, 0x80, 0xBF, without="–—‘’“”…•·»«°\u00a0")
"""Characters that follow no letter in correct text: without marks and spaces that can end a word."""
_MAC_TAIL: Final = _of_bytes(_MAC, 0x80, 0xBF)
_PATTERN: Final = re.compile(
    rf"(?P<windows>(?:[ÐÑ]{_TAIL}){{2,200}}|[ÂÃ](?:{_SIGN}|\u00a0)|Ã«|Ã[–—‘’“”…•»](?=[a-z\d])"
    rf"|(?<![^\W\d])Ã—"
    rf"|[ÄÅÎÏ][¡-§©-¯±²´-¶¸-º¼-¿†‡ˆ‰Š‹ŒŽ™š›œžŸ\x80-\x9f]|â(?:{_SIGN}|[–—]){_TAIL}"
    rf"|[àáãäåæçèéêëìíîï]{_SIGN}{_TAIL}|ð{_SIGN}{_TAIL}{{2}})"
    rf"|(?P<mac>‚{_of_bytes(_MAC, 0x80, 0x9F)}{_MAC_TAIL}|(?<=[A-Za-z])√{_MAC_TAIL})"
    rf"|(?P<lost>â€{_LOST}|â€(?![{_LOST}\w]))"
)
_LEADS: Final = re.compile("[ÂÃÄÅÎÏÐÑàáâãäåæçèéêëìíîïð‚√]")


def edits(text: str) -> Iterator[Edit]:
    """Yield the repairs of mis-decoded characters; ambiguous sequences of real letters are kept."""
    if text.isascii() or _LEADS.search(text) is None:
        return
    for match in _PATTERN.finditer(text):
        if match["lost"]:
            yield Edit(match.start(), match.end(), "”")
            continue
        table = _WINDOWS if match["windows"] else _MAC
        decoded = _decoded(bytes(table[letter] for letter in match.group()))
        if decoded is not None:
            yield Edit(match.start(), match.end(), decoded)


def _decoded(data: bytes) -> str | None:
    """Decode bytes as UTF-8; None if they are invalid or not printable."""
    try:
        letters = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    printable = all(letter.isprintable() or unicodedata.category(letter) in ("Zs", "Cf") for letter in letters)
    return letters if printable else None
