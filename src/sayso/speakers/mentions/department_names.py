"""The fields in the name of a committee or a department, which commas run through: Harbours, Trade and Home Affairs."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from sayso.text.vocabulary import folded, small
from sayso.text.words import Words

_LEAST: Final = 2  # tokens after the first: Committee on Harbours
_MORE: Final = re.compile(r"(?:, [A-Z][\w-]+)*,? and (?:the )?(?P<last>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})")


def fields_end(words: Words, first: int, last: int) -> int:
    """The last token of a body's name that goes on with more fields of its own; ``last`` where it does not."""
    if last - first < _LEAST:
        return last
    lower = words.lower[first : last + 1]
    opens = (n for n, word in enumerate(lower[1:], 1) if word in ("on", "for", "of"))
    if not any(lower[n - 1] in small("has_fields") for n in opens):
        return last
    more = _MORE.match(words.text, words.tokens[last][1])
    if more is None:
        return last
    end = bisect_left(words.starts, more.end()) - 1
    named = (words.texts[n] for n in range(last + 1, end + 1) if words.lower[n] not in ("and", "the"))
    whole = more["last"].casefold()
    if whole in folded("organizations") or any(_named(word) for word in named):
        return last
    return end


def _named(word: str) -> bool:
    """Whether a word is rather a name of its own: a body, a place, a people, initials."""
    low = word.casefold()
    return word.isupper() or any(
        low in folded(kind) for kind in ("organizations", "places", "outlets", "demonyms", "groups")
    )
