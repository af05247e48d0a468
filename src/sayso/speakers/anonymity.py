"""Reasons for the anonymity of a speaker: ``who did not want to be named because she feared for her job``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon, small
from sayso.terms import Span
from sayso.text.words import Words

_MAX_MENTIONS: Final = 6  # mentions of a speaker that are searched for a reason
_MAX_SEARCH: Final = 1000  # characters of the sentences that are searched
_MAX_REASON: Final = 200  # characters
_CONTINUES: Final = re.compile(r"[“\"]?(?:He|She|They|The|Both|All|Each|Neither)\b")
_NAME_PHRASE: Final = r"(?:his|her|their|a) (?:full |real |last |sur)?names?"
_QUOTED: Final = re.compile(r" [“\"][^“”\"\n]{1,140}[”\"]")
_END: Final = re.compile(r"[,;“”\"\n]|[.!?](?=\s|$)(?<!Mrs\.)(?<!M[rs]\.)(?<!Dr\.)")


def reason(words: Words, sources: Sequence[Span]) -> Span | None:
    """The reason why a speaker is anonymous, from the sentence of a source or the next sentence."""
    for source in sources[:_MAX_MENTIONS]:
        start, end = words.bounds(words.sentence(source.start))
        if _CONTINUES.match(words.text, end):
            end = words.bounds(words.sentence(end))[1]
        match = _phrases().search(words.text, start, min(end, start + _MAX_SEARCH))
        if match is None:
            continue
        span = Span(match.start(), _clause_end(words.text, match.end(), end))
        if source not in span:
            return Span(span.start, min(span.end, source.end)) if source.start <= span.start < source.end else span
    return None


def _clause_end(text: str, start: int, end: int) -> int:
    """The end of a reason: the end of its clause with "because", before a verb of speech."""
    conjunction = _because().match(text, start, end)
    if conjunction is None:
        return start
    quoted = _QUOTED.match(text, conjunction.end(), end)
    if quoted is not None:
        return quoted.end()
    end = min(end, start + _MAX_REASON)
    clause_end = _END.search(text, conjunction.end(), end)
    end = clause_end.start() if clause_end is not None else end
    verb = _speech_verb().search(text, conjunction.end(), end)
    return len(text[: verb.start() if verb is not None else end].rstrip())


@cache
def _phrases() -> re.Pattern[str]:
    """All phrases of the lexicon as one pattern."""
    asked = f"(?:{'|'.join(sorted(small('asks_anonymity')))})"
    rows = (row["term"].replace("{asked}", asked).replace("{name}", _NAME_PHRASE) for row in lexicon("anonymity"))
    return re.compile("|".join(rf"\b(?:{row})" for row in rows), re.IGNORECASE)


@cache
def _because() -> re.Pattern[str]:
    """The conjunction before the clause of the reason: ``, because``, `` lest``."""
    return re.compile(rf",? (?:{'|'.join(sorted(small('because')))})\b")


@cache
def _speech_verb() -> re.Pattern[str]:
    """A verb of speech after the reason, without a comma: ``who would not be named | said``."""
    return re.compile(rf" (?:{'|'.join(sorted(small('says')))}|told)\b")
