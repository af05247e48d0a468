"""Patterns of refusals and denials, built from the lexicons refusals and refusal_parts."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final, NamedTuple

from sayso.lexicons import lexicon

LATE: Final = r" (?:(?:before|by) (?:deadline|press time|publication)|outside (?:business|office|working) hours)\b"
_FOLLOW: Final = {
    "-": "",
    "any": r"(?= \w)",
    "asked": r"(?=[.,;\n]|\Z)",
    "end": rf"(?=[.;\n]|\Z|{LATE})",
    "request": r"(?= (?:{few} )*(?:[\w'’-]+ ){0,2}{noun}\b)",
    "claim": r"(?= (?:it|this|that|all that|(?:[\w'’-]+ ){0,2}{claimed})\b)",
    "accused": r"(?= (?:{accused}|(?:[\w'’-]+ ){0,2}{claimed}|\w+ing)\b)",
}
"""The lookahead after a phrase by its ``content`` column. Any other value is the name of a part."""
_PART: Final = re.compile(r"\{([a-z_]+)\}")


class RefusalPhrase(NamedTuple):
    """A verb phrase of refusal or denial, with the kind of its content and the position of the person asked."""

    pattern: re.Pattern[str]
    content: str
    subject: str


@cache
def phrases() -> tuple[RefusalPhrase, ...]:
    """The phrases of the lexicon, with content ``asked`` first. Straight and curly apostrophes are equal."""
    rows = sorted(lexicon("refusals"), key=lambda row: row["content"] != "asked")
    return tuple(
        RefusalPhrase(_compiled(f"(?:{row['term']}){_follow(row['content'])}"), row["content"], row["subject"])
        for row in rows
    )


@cache
def trigger() -> re.Pattern[str]:
    """The words of which every phrase contains one, for a fast check before the search."""
    return _compiled("{trigger}")


def refuses(text: str) -> bool:
    """Whether a text contains a phrase of the lexicon."""
    return trigger().search(text) is not None and any(phrase.pattern.search(text) for phrase in phrases())


def _follow(content: str) -> str:
    """The lookahead of a content."""
    return _FOLLOW.get(content, rf"(?= {{{content}}}\b)")


def _compiled(term: str) -> re.Pattern[str]:
    """The pattern of a term with its parts inserted."""
    return re.compile(rf"\b{_PART.sub(lambda part: _parts()[part[1]], term)}")


@cache
def _parts() -> dict[str, str]:
    """Each part as a group of alternatives. An adverb is optional."""
    alternatives = defaultdict(list)
    for row in lexicon("refusal_parts"):
        alternatives[row["part"]].append(row["term"].replace("'", "['’]"))
    groups = {part: f"(?:{'|'.join(terms)})" for part, terms in alternatives.items()}
    return groups | {"adverb": f"(?:{groups['adverb']} )?", "not": "(?: not|n['’]t)"}
