"""Why a page leaves a speaker without a name: ``who did not want to be named because she feared for her job``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon, small
from sayso.terms import Span
from sayso.text.words import Words

_LOOKED: Final = 6  # places of one speaker that are searched for a reason
_REACH: Final = 1000
_LONGEST: Final = 200  # characters of a reason
_CONTINUES: Final = re.compile(r"[“\"]?(?:He|She|They|The|Both|All|Each|Neither)\b")
_NAME: Final = r"(?:his|her|their|a) (?:full |real |last |sur)?names?"
_QUOTED: Final = re.compile(r" [“\"][^“”\"\n]{1,140}[”\"]")
_END: Final = re.compile(r"[,;“”\"\n]|[.!?](?=\s|$)(?<!Mrs\.)(?<!M[rs]\.)(?<!Dr\.)")


def reason(words: Words, sources: Sequence[Span]) -> Span | None:
    """Why the page names no name, whole, as it says in the sentence of a source or the one after."""
    for source in sources[:_LOOKED]:
        start, end = words.bounds(words.sentence(source.start))
        if _CONTINUES.match(words.text, end):
            end = words.bounds(words.sentence(end))[1]
        found = _phrases().search(words.text, start, min(end, start + _REACH))
        if found is None:
            continue
        span = Span(found.start(), _clause_end(words.text, found.end(), end))
        if source not in span:
            return Span(span.start, min(span.end, source.end)) if source.start <= span.start < source.end else span
    return None


def _clause_end(text: str, start: int, end: int) -> int:
    """Where a reason ends: with the clause that "because" or its like opens, before the verb of saying."""
    lead = _because().match(text, start, end)
    if lead is None:
        return start
    quoted = _QUOTED.match(text, lead.end(), end)
    if quoted is not None:
        return quoted.end()
    end = min(end, start + _LONGEST)
    stop = _END.search(text, lead.end(), end)
    end = stop.start() if stop is not None else end
    said = _said().search(text, lead.end(), end)
    return len(text[: said.start() if said is not None else end].rstrip())


@cache
def _phrases() -> re.Pattern[str]:
    """The phrases of the lexicon as one pattern."""
    asked = f"(?:{'|'.join(sorted(small('asks_anonymity')))})"
    rows = (row["term"].replace("{asked}", asked).replace("{name}", _NAME) for row in lexicon("anonymity"))
    return re.compile("|".join(rf"\b(?:{row})" for row in rows), re.IGNORECASE)


@cache
def _because() -> re.Pattern[str]:
    """What opens the clause that gives the reason: ``, because``, `` lest``."""
    return re.compile(rf",? (?:{'|'.join(sorted(small('because')))})\b")


@cache
def _said() -> re.Pattern[str]:
    """The verb of saying that goes on after the reason, without a comma: ``who would not be named | said``."""
    return re.compile(rf" (?:{'|'.join(sorted(small('says')))}|told)\b")
