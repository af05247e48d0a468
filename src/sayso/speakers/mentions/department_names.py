"""Names of committees and departments with several fields: Committee on Harbours, Trade and Home Affairs."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from sayso.text.vocabulary import folded, small
from sayso.text.words import Words

_MIN_TOKENS: Final = 2  # tokens after the first: Committee on Harbours
_MORE_FIELDS: Final = re.compile(r"(?:, [A-Z][\w-]+)*,? and (?:the )?(?P<last>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})")


def fields_end(words: Words, first: int, last: int) -> int:
    """The last token of a body's name, with further fields if it has any, else ``last``."""
    if last - first < _MIN_TOKENS:
        return last
    lower = words.lower[first : last + 1]
    prepositions = (n for n, word in enumerate(lower[1:], 1) if word in ("on", "for", "of"))
    if not any(lower[n - 1] in small("has_fields") for n in prepositions):
        return last
    more = _MORE_FIELDS.match(words.text, words.tokens[last][1])
    if more is None:
        return last
    end = bisect_left(words.starts, more.end()) - 1
    field_words = (words.texts[n] for n in range(last + 1, end + 1) if words.lower[n] not in ("and", "the"))
    last_field = more["last"].casefold()
    if last_field in folded("organizations") or any(_is_other_name(word) for word in field_words):
        return last
    return end


def _is_other_name(word: str) -> bool:
    """Whether a word is a name by itself: a body, a place, a people, initials."""
    folded_word = word.casefold()
    return word.isupper() or any(
        folded_word in folded(kind) for kind in ("organizations", "places", "outlets", "demonyms", "groups")
    )
