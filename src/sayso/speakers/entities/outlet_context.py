"""Names that are outlets by their context: ``the podcast NAME``, ``NAME, a student paper``, ``told NAME``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.mentions.names import Name
from sayso.text.vocabulary import folded, roles, small
from sayso.text.words import Words

_LOOKBACK: Final = 48
_REFERENCE_DISTANCE: Final = 900  # characters after a name in which "the paper" may refer to it
_OPENING_MARKS: Final = ' “"‘'
_APPOSITION: Final = re.compile(r",[”\"’]? (?:an?|the) (?P<phrase>(?:[\w’'-]+ ){0,4}[\w’'-]+)")
_AUXILIARY: Final = re.compile(r"(?:[’']s)? (?:had|has|have|was|is|were|would|will|could|should|did|does)\b")
_PATTERN_SIDES: Final = ("told", "reports", "says", "noun", "later", "after")


def is_outlet(words: Words, name: Name) -> bool:
    """Whether the context of an ambiguous name shows that it is the name of an outlet."""
    text, (start, end) = words.text, (name.span.start, name.span.end)
    before = text[max(text.rfind("\n", 0, start) + 1, start - _LOOKBACK) : start].rstrip(_OPENING_MARKS)
    noun = before.rpartition(" ")[2]
    if name.words[-1] in _phrases()["end"] and len(name.words) > 1:
        return True
    is_medium = noun in _phrases()["noun"] and not (noun in roles() and len(name.words) > 1)  # the broadcaster Ann Bell
    if (is_medium and _AUXILIARY.match(text, end) is None) or _patterns()["after"].match(text, end):
        return True
    apposition = _APPOSITION.match(text, end)
    if apposition is not None and _has_medium_noun(apposition["phrase"]):
        return True
    if noun.lower() == "the" and len(name.words) > 1 and name.words[-1].lower() in small("paper_end"):
        return True  # the Tarn Star
    if any(word.lower() in roles() or word.lower() in folded("organizations") for word in name.words):
        return False
    patterns = _patterns()
    article = noun.lower() == "the" or name.words[0] == "The" or before.endswith("he Sunday")
    before = re.sub(r"\b[Tt]he(?: Sunday)?$", "", before).rstrip() if article else before
    is_addressee = patterns["told"].search(before) is not None and _AUXILIARY.match(text, end) is None
    is_reporter = patterns["reports"].match(text, end, end + 30) is not None
    is_long = len(name.words) > 1 or text.endswith("Sunday ", 0, start)
    if article and is_long and (is_addressee or is_reporter):
        return True
    is_likely = is_addressee or is_reporter or (article and patterns["says"].match(text, end, end + 30) is not None)
    return is_likely and not text.startswith(" of ", end) and _referred_to(words, name)


def _has_medium_noun(phrase: str) -> bool:
    """Whether a noun phrase contains a noun for an outlet: ``a trade newsletter``, ``a student paper in Tarn``."""
    return any(word in _phrases()["noun"] for word in phrase.split())


def _referred_to(words: Words, name: Name) -> bool:
    """Whether "the paper" or "the station" follows a name that is not used as a person's name on the page."""
    reference = _patterns()["referred"].search(words.text, name.span.end, name.span.end + _REFERENCE_DISTANCE)
    if reference is None or name.title:
        return False
    bare_surname = rf"(?<!{re.escape(' '.join(name.words[:-1]))} )\b{re.escape(name.words[-1])}\b"
    return len(name.words) == 1 or re.search(bare_surname, words.text) is None


@cache
def _phrases() -> dict[str, list[str]]:
    """The words and phrases of the lexicon, by side."""
    sides: dict[str, list[str]] = {}
    for row in lexicon("outlet_context"):
        sides.setdefault(row["side"], []).append(row["term"])
    return sides


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern each for outlets as addressees, for verbs of reporting, and for later references."""
    told, reports, says, noun, later, after = ("|".join(_phrases()[side]) for side in _PATTERN_SIDES)
    media = rf"(?:{noun}|{later})\b(?! [A-Z])"
    adverb = r"(?:(?:has|had|first|also) )?"
    return {
        "after": re.compile(rf" (?:{after})\b"),
        "told": re.compile(rf"\b(?:{told})$"),
        "reports": re.compile(rf"[”\"’]? {adverb}(?:{reports})\b"),
        "says": re.compile(rf"[”\"’]? {adverb}(?:{reports}|{says})\b"),
        "referred": re.compile(
            rf"\b(?:tells?|told|to|with|by) the (?:same )?{media}"
            rf"|\b[Tt]he {media}(?:['’]s|,? (?:{reports}|{says}))\b"
        ),
    }
