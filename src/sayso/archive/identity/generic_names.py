"""Detects names that are generic nouns, such as ``the agency``, ``a study`` or ``Police``, and identify no entity."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.terms import SpeakerKind
from sayso.text.searchable import words
from sayso.text.vocabulary import documents, folded, noun_kinds, roles, singular

CHECKED_KINDS: Final = frozenset((SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT))
"""Kinds of speakers whose name can be either a proper name or a generic noun."""
_DETERMINER: Final = re.compile(
    r"(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your|one|another|some|both|all|no)\s+", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W_][\w.’'&-]*")


@cache
def _generic_organizations() -> frozenset[str]:
    """Return the folded nouns for types of organizations."""
    return frozenset(" ".join(words(row["term"])) for row in lexicon("organizations") if row["proper"] == "no")


@lru_cache(maxsize=50_000)
def is_generic(name: str, kind: SpeakerKind) -> bool:
    """Return whether the name of an organization, outlet or document is a generic noun."""
    if kind not in CHECKED_KINDS:
        return False
    bare = _DETERMINER.sub("", " ".join(name.split()), count=1)
    parts = _WORD.findall(bare)
    if not parts or " ".join(words(bare)) in _generic_organizations():
        return True
    capitalized = [word for word in parts if word[0].isupper() or word[0].isdigit()]
    if not capitalized:
        return True
    if kind is not SpeakerKind.ORGANIZATION and parts[-1][0].islower():
        return True  # "a Harrow University poll" is one of many
    # A capital at the start of a sentence does not make a proper name: "Court papers", "Six Harrow newspapers".
    only_first = capitalized == parts[:1] and bare == name and (kind is not SpeakerKind.OUTLET or len(parts) > 1)
    first = parts[0].lower()
    return (
        only_first
        and _is_common_noun(first)
        and (len(parts) > 1 or kind is SpeakerKind.DOCUMENT or singular(first) != first)
    )


def _is_common_noun(word: str) -> bool:
    """Return whether a lower-case word is a common noun of the lexicons."""
    base = singular(word)
    return base in noun_kinds() or base in roles() or base in documents() or word in folded("groups")
