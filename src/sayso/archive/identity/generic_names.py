"""Names that are no identity, for many are called so: ``the agency``, ``a study``, ``the video``, ``Police``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from sayso.archive.queries.query_language import words
from sayso.lexicons import lexicon
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import documents, folded, noun_kinds, roles, singular

_BODY, _OUTLET, _TEXT = SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT
NAMED: Final = frozenset((_BODY, _OUTLET, _TEXT))
"""Kinds that a name or a generic noun may stand for."""
_LEAD: Final = re.compile(
    r"(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your|one|another|some|both|all|no)\s+", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W_][\w.’'&-]*")


@cache
def common_bodies() -> frozenset[str]:
    """What bodies of a kind are called, folded."""
    return frozenset(" ".join(words(row["term"])) for row in lexicon("organizations") if row["proper"] == "no")


@lru_cache(maxsize=50_000)
def generic(name: str, kind: SpeakerKind) -> bool:
    """Whether what a page calls a body, an outlet or a text is a noun that holds of many: it joins no two pages."""
    if kind not in NAMED:
        return False
    bare = _LEAD.sub("", " ".join(name.split()), count=1)
    found = _WORD.findall(bare)
    if not found or " ".join(words(bare)) in common_bodies():
        return True
    capitals = [word for word in found if word[0].isupper() or word[0].isdigit()]
    if not capitals:
        return True
    if kind is not _BODY and found[-1][0].islower():
        return True  # a Harrow University poll: there are many
    opens = capitals == found[:1] and bare == name and (kind is not _OUTLET or len(found) > 1)
    return opens and _noun(found[0].lower()) and (len(found) > 1 or kind is _TEXT or _noun(found[0].lower(), True))


def _noun(word: str, plural: bool = False) -> bool:
    """Whether a word, whose capital may be a sentence's, is a common noun; ``plural``: and stands in the plural."""
    one = singular(word)
    if plural and one == word:
        return False
    return one in noun_kinds() or one in roles() or one in documents() or word in folded("groups")
