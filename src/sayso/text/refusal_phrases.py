"""The phrases of refusing an answer and of denying, as patterns made of two lexicons: refusals, refusal_parts."""

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
"""What must follow a phrase, by its content; other contents are parts by name."""
_PART: Final = re.compile(r"\{([a-z_]+)\}")


class RefusalPhrase(NamedTuple):
    """A verb phrase of refusing or denying: its pattern, what its content is, where the one stands who is asked."""

    pattern: re.Pattern[str]
    content: str
    subject: str


@cache
def phrases() -> tuple[RefusalPhrase, ...]:
    """The phrases of the lexicon, those whose sentence asks first; straight and curly apostrophes are one."""
    rows = sorted(lexicon("refusals"), key=lambda row: row["content"] != "asked")
    return tuple(
        RefusalPhrase(_compiled(f"(?:{row['term']}){_follow(row['content'])}"), row["content"], row["subject"])
        for row in rows
    )


@cache
def trigger() -> re.Pattern[str]:
    """A word that every phrase has one of: what holds none of them need not be searched."""
    return _compiled("{trigger}")


def refuses(text: str) -> bool:
    """Whether a text holds a phrase of the lexicon."""
    return trigger().search(text) is not None and any(phrase.pattern.search(text) for phrase in phrases())


def _follow(content: str) -> str:
    return _FOLLOW.get(content, rf"(?= {{{content}}}\b)")


def _compiled(term: str) -> re.Pattern[str]:
    """A term with its parts filled in."""
    return re.compile(rf"\b{_PART.sub(lambda part: _parts()[part[1]], term)}")


@cache
def _parts() -> dict[str, str]:
    """Each part as a group of its terms; an adverb may be missing."""
    terms = defaultdict(list)
    for row in lexicon("refusal_parts"):
        terms[row["part"]].append(row["term"].replace("'", "['’]"))
    groups = {part: f"(?:{'|'.join(several)})" for part, several in terms.items()}
    return groups | {"adverb": f"(?:{groups['adverb']} )?", "not": "(?: not|n['’]t)"}
