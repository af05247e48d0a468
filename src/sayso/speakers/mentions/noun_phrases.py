"""Noun phrases of sources: the core, the head noun, and the normal form of descriptions."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.speakers.kinds import POSSESSIVE
from sayso.speakers.mentions.department_names import fields_end
from sayso.speakers.mentions.runs import RETIRED
from sayso.terms import Span
from sayso.text.vocabulary import documents, folded, nouns, roles, singular, small
from sayso.text.words import Words

_MARK: Final = r",|\(|;|:|[–—]|\s--?\s"
_TIME: Final = r"(?:this|last|earlier this|late last) (?:week|month|year|summer|fall|winter|spring)"
_WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY: Final = rf"today|yesterday|tonight|{_WEEKDAY}"
_STOP: Final = re.compile(rf"(?:(?<!\s)\s*)?(?:{_MARK}|\s(?:{_TIME}|(?:{_DAY})(?! [A-Z])|who|that|which|whose|whom)\b)")
_SUBJECTS: Final = frozenset(["he", "she", "it", "they", "we"])  # start of a clause: "a member | it did not name"
_ARTICLE: Final = re.compile(r"(?i)(?:the|these|those)\s+")
_ARTICLE_OR_POSSESSIVE: Final = r"the|a|an|this|that|these|those|his|her|their|its|our|my|your"
_QUANTIFIER: Final = (
    r"some|many|most|several|multiple|two|three|four|five|six|one|another|other|any|both|all|no|few|more"
)
_AMOUNT: Final = r"numerous|various|certain|dozens of|hundreds of"
_DETERMINER: Final = re.compile(rf"(?:{_ARTICLE_OR_POSSESSIVE}|{_QUANTIFIER}|{_AMOUNT})\s+", re.IGNORECASE)


def core_of(words: Words, span: Span, numbers: range, lower: list[str]) -> Span:
    """The noun phrase up to its head: it ends at a comma, bracket, relative pronoun, preposition or participle."""
    retired = RETIRED.search(words.text, span.start, span.end)
    stop = _STOP.search(words.text, retired.end() if retired else span.start + 1, span.end)
    end = stop.start() if stop else span.end
    if stop and "," in stop.group():
        inside = words.within(span.start, end)
        last = fields_end(words, inside.start, inside.stop - 1) if len(inside) else -1
        end = words.tokens[last][1] if last >= inside.stop else end
    for place, number in enumerate(numbers):
        start = words.tokens[number][0]
        if start >= end:
            break
        if place and (
            lower[place] in small("reflexive")
            or (lower[place] in _SUBJECTS and words.texts[number].islower() and lower[place - 1] not in ("and", "or"))
            or (
                lower[place] in small("ends_phrase")
                and lower[place - 1] not in small("opens_phrase")
                and not _is_inside_name(words, number, numbers.stop)
            )
            or (
                (lower[place].endswith(("ed", "ing")) or lower[place] in small("passes_on"))
                and _noun_before(words, number)
            )
        ):
            end = start
            break
    end = max(end, words.tokens[numbers.start][1])
    core = words.text[span.start : end].rstrip(" ,.:;\u00a0")
    return Span(span.start, span.start + max(1, len(core)))


def _noun_before(words: Words, number: int) -> bool:
    """Whether the word before a participle is the head: ``groups | encouraging``, ``delegates | selected``."""
    before = words.lower[number - 1]
    after = words.lower[number + 1] if number + 1 < len(words.tokens) else ""
    if before in folded("demonyms") | small("party") and singular(after) != after and singular(after) in nouns():
        return False  # Republican | elected officials
    if words.lower[number].endswith("ing") and after in roles():
        return False  # policy | planning director
    if words.text[words.tokens[number - 1][1]] in "'’":
        return False  # the service's | morning bulletin
    return words.texts[number][0].islower() and (singular(before) in nouns() or before in nouns())


def _is_inside_name(words: Words, number: int, stop: int) -> bool:
    """Whether a preposition is part of a proper name: Department of Justice."""
    before, after = words.texts[number - 1], words.texts[number + 1] if number + 1 < stop else ""
    if words.texts[number] not in ("of", "for", "on"):
        return False
    if words.texts[number] == "for" and before.lower() in folded("groups"):
        return before[0].isupper() and after[:1].isupper()
    return (
        before[0].isupper()
        and (after[:1].isupper() or after == "the")
        and ((noun := singular(before.lower())) in folded("organizations") or noun in small("name_opens"))
    )


def head_of(words: Words, inside: range) -> tuple[str, bool]:
    """The head noun in the singular, two words if a lexicon contains them, and whether it is a plural."""
    if not len(inside):
        return "", False
    last = words.lower[inside.stop - 1]
    if (last.isdigit() and len(inside) > 1) or last in ("itself", "himself", "herself", "themselves"):
        return head_of(words, inside[:-1])
    noun = singular(last)
    plural = noun != last or last in small("plural")
    if len(inside) > 1:
        compound = f"{words.lower[inside.stop - 2]} {noun}"
        if (
            compound in roles()
            or compound in folded("organizations")
            or compound in documents()
            or compound in folded("outlet_nouns")
        ):
            return compound, plural
    return noun, plural


def described(text: str, plural: bool = False) -> str:
    """The normal form of a description: lower case, single spaces, no determiner (a plural keeps its quantifier)."""
    without_possessive = POSSESSIVE.sub("", text.strip(" ,.:"))
    return " ".join((_ARTICLE if plural else _DETERMINER).sub("", without_possessive).lower().split())


def without_clause(text: str) -> str:
    """A description without a long participle clause: ``The second suit | filed by a former clerk of the board``.

    The clause is kept after a bare noun for a text: ``a study published in a journal of the coast``.
    """
    passed_on_by = passed_on().search(text)
    if passed_on_by is not None and passed_on_by.start():
        return text[: passed_on_by.start()]
    text = _DATE.sub("", text)
    clause = _PARTICIPLE_CLAUSE.search(text)
    if clause is None or len(text[clause.start() :].split()) < _MIN_CLAUSE_WORDS:
        return text
    head = text[: clause.start()]
    noun = head.split()[-1].lower()
    singular_noun = singular(noun)
    is_bare_text = singular_noun in documents() and len(described(head).split()) == 1
    return head if (singular_noun in nouns() or noun in nouns()) and not is_bare_text else text


@cache
def passed_on() -> re.Pattern[str]:
    """A clause about how an outlet obtained a text, which is no part of its name: ``a memo | seen by the Gazette``."""
    return re.compile(rf",? (?:{'|'.join(sorted(small('passes_on')))}) (?:by|to|with)\b")


_DATE: Final = re.compile(
    rf"(?<!ed)\s(?:in|since|during)\s(?:[A-Z][a-z]+ )?(?:19|20)\d\d$|(?<!ed)\s(?:on )?(?:{_WEEKDAY})$"
)
_MIN_CLAUSE_WORDS: Final = 5  # words of a clause that is removed from a name
_PARTICIPLE_CLAUSE: Final = re.compile(
    r"\s[a-z]{2,}(?:ed|ing)\s(?:(?:at|by|for|from|in|of|on|to|with|a|an|the|this|last|about)\b|[A-Z])"
)


def is_one_of_several(words: Words, span: Span | None) -> bool:
    """Whether a description denotes one of several: ``one slide``, ``another poll``."""
    return span is not None and words.lower[words.within(span.start, span.end).start] in ("one", "another")
