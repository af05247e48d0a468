"""Quantities at the start of a source: ``more than 40 of | the farmers``, and negative ones: ``none of``."""

from __future__ import annotations

import re
from typing import Final

from sayso.speakers.kinds import RATIO
from sayso.terms import Span

_COUNTS: Final = r"two|three|four|five|six|seven|eight|nine|ten|half|a (?:third|quarter)|every|all"
_ABOUT: Final = r"only|just|nearly|about|almost|roughly|around|some|approximately|at least|up to"
_MORE: Final = rf"(?:{_ABOUT}|(?:more|less|fewer) than|over)\s+"
_SHARE: Final = rf"\d+(?:\.\d+)?(?:%|\sper\s?cent)|{RATIO}\b"
_QUANTITY: Final = re.compile(rf"(?:{_MORE})+(?=\d|(?:{_COUNTS})\b)|(?={_SHARE})\S+\s?", re.IGNORECASE)
_NEITHER_OF: Final = r"neither(?= (?:of|side|party|man|woman)\b|\W*$)"
_NOBODY: Final = re.compile(rf"(?:nobody|no[ -]one|nothing|none|{_NEITHER_OF}|no(?= [a-z]))\b", re.IGNORECASE)
_NEITHER: Final = re.compile(r"neither\s(?=\w)", re.IGNORECASE)


def quantity_end(text: str, span: Span) -> int | None:
    """The end of a quantity at the start of a source; None without a quantity or a word after it."""
    quantity = _QUANTITY.match(text, span.start, span.end)
    return quantity.end() if quantity is not None and quantity.start() < quantity.end() < span.end else None


def nobody(text: str, span: Span) -> bool:
    """Whether a source is negative: ``No one``, ``None of the engineers``, ``Nothing in the letter``."""
    return _NOBODY.match(text, span.start, span.end) is not None


def after_neither(text: str, span: Span) -> int | None:
    """The position after "neither": ``Neither | the mayor nor the clerk``."""
    neither = _NEITHER.match(text, span.start, span.end)
    return neither.end() if neither is not None else None
