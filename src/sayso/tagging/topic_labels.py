"""Topic labels in capitals before a paragraph are not analyzed: ``FERRY VOTE: The council will decide in June.``"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon, terms
from sayso.text.vocabulary import folded, noun_kinds, singular

_LABEL: Final = re.compile(
    r"(?P<label>[A-Z][A-Z'’&-]+(?: (?:[A-Z][A-Z'’&-]*|\d{1,4})){0,4}):[ \t]+(?=[“\"‘'(]?[A-Z0-9])"
)
_MIN_SOURCES: Final = 8  # occurrences of a noun as the head of a source in PolNeAR train


def after_label(text: str, start: int, end: int) -> int:
    """The start of a paragraph after its topic label; ``start`` if it has none."""
    label = _LABEL.match(text, start, end)
    return label.end() if label is not None and _is_topic(text, label) else start


def _is_topic(text: str, label: re.Match[str]) -> bool:
    """Whether a label is a topic: a common noun that is no speaker, on one line only, and no name elsewhere."""
    words = label["label"].lower().split()
    last = singular(words[-1])
    if len(words) == 1:
        return words[0] in terms("headline_labels") and not _recurs(text, label)
    kind = noun_kinds().get(last)
    return last not in _speakers() and kind not in (None, "person", "body") and not _recurs(text, label)


def _recurs(text: str, label: re.Match[str]) -> bool:
    """Whether a label opens another line, or its last word is a name elsewhere: ``ADA REED: …`` and ``Ms. Reed``."""
    words = label["label"].split()
    name = rf"(?<![.!?“”\"\n] )\b{re.escape(words[-1].capitalize())}\b"
    return text.count(f"\n{label['label']}:") > (label.start() > 0) or re.search(name, text) is not None


@cache
def _speakers() -> frozenset[str]:
    """Nouns of speakers, and nouns of texts that are often a source: ``study``, ``poll``."""
    texts = {row["term"] for row in lexicon("source_heads") if int(row["count"]) >= _MIN_SOURCES}
    return folded("roles") | folded("organizations") | folded("groups") | folded("outlet_nouns") | texts
