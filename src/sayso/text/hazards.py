"""Escapes characters in untrusted text that could deceive readers, terminals or parsers."""

from __future__ import annotations

import re
from typing import Final

HAZARDS: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff"
)
"""The content of a character class: C0 and C1 controls except tab, line feed and carriage return, direction marks and
overrides, invisible format characters, tags, lone surrogates. The joiners U+200C and U+200D are excluded, since emoji
and some scripts need them."""

_HAZARD: Final = re.compile(f"[{HAZARDS}]")
_REMOVED: Final = frozenset("\ufeff\u200b")


def visible(text: str) -> str:
    """The text with each hazard replaced by its code point, such as ⟨U+202E⟩, and without byte-order marks."""
    return _HAZARD.sub(lambda match: "" if match[0] in _REMOVED else f"⟨U+{ord(match[0]):04X}⟩", text)


def one_for_one(text: str) -> str:
    """The text with each hazard replaced by one other character, which preserves offsets."""
    return _HAZARD.sub("\ufffd", text.replace("\r", " "))
