"""What the words right after a name tell: another name of the same person, and whether the page says he or she."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.mentions.names import Name
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import roles
from sayso.text.words import Words

_PERSONS: Final = (None, SpeakerKind.PERSON)
_FAR: Final = 60
_SEX: Final = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b")


def another_name(words: Words, name: Name, other: Name) -> bool:
    """Whether the second of two names is told to be the first one's too: ``Farr, who was born | Lilian Farquhar``."""
    start = (other.title_span or other.span).start
    persons = name.sort in _PERSONS and other.sort in _PERSONS
    return persons and 0 < start - name.span.end < _FAR and bool(_also().fullmatch(words.text, name.span.end, start))


@cache
def _also() -> re.Pattern[str]:
    """What leads from a name to another name of the same person: ``, née``, `` changed his name to``."""
    return re.compile(rf",? (?:who )?\(?(?:{'|'.join(row['term'] for row in lexicon('also_called'))}) [“\"‘']?")


def sex_beside(words: Words, places: Sequence[int]) -> str:
    """``m`` or ``f`` where a pronoun follows a place of the name in its clause, and no other name stands between."""
    for place in places:
        end = words.bounds(words.sentence(place))[1]
        found = _SEX.search(words.text, place, min(end, place + _FAR))
        if found is None:
            continue
        number = words.within(place, place + 1).start + 1
        while number < len(words.texts) and words.texts[number][0].isupper():
            number += 1  # the rest of the name
        between = words.within(words.starts[number], found.start()) if number < len(words.starts) else range(0)
        if not any(words.texts[one][0].isupper() or words.lower[one] in roles() for one in between):
            return "m" if found[1].startswith("hi") or found[1] == "he" else "f"
    return "-"
