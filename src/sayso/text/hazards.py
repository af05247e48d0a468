"""Characters in the text of strangers that could deceive the eye, a terminal or a parser."""

from __future__ import annotations

import re
from typing import Final

HAZARDS: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff"
)
"""The inside of a character class: C0 and C1 controls but for tab, line feed and carriage return, marks and overrides
of direction, invisible format characters, tags, lone surrogates. The joiners U+200C and U+200D are none: emoji and some
scripts need them."""

_HAZARD: Final = re.compile(f"[{HAZARDS}]")
_SILENT: Final = frozenset("\ufeff\u200b")


def visible(text: str) -> str:
    """The text with every hazard replaced by its code point, say ⟨U+202E⟩; marks that mean nothing are left out."""
    return _HAZARD.sub(lambda found: "" if found[0] in _SILENT else f"⟨U+{ord(found[0]):04X}⟩", text)


def one_for_one(text: str) -> str:
    """The text with each hazard as one other character, so that offsets in it stay the same."""
    return _HAZARD.sub("\ufffd", text.replace("\r", " "))
