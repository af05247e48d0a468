"""Refusals and denials that no attribution covers: ``the mill did not return calls`` as subject, cue and content.

PolNeAR leaves about half of the refusals out, so that the model sees too few; their wording is narrow, as
is that of denials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of, base, known
from sayso.lexicons import any_of, lexicon
from sayso.terms import READ_KINDS, Act, Attribution, Block, Form, Span, Spans
from sayso.text.vocabulary import nouns, pronouns, small
from sayso.text.words import Words

CONFIDENCE: Final = 0.6
_LONGEST: Final = 22  # words of a subject
_FARTHEST: Final = 220
_MOST: Final = 200
_SOURCE_OPENS: Final = re.compile(
    r"(?:(?:On|At|In|By|After|Before|When|While|Until|As|Asked|Pressed|Questioned|Reached|Approached|Contacted)\b"
    r"[^,;]{2,80}, "
    r"|(?:But|And|However,|Meanwhile,|So|Yet|Still,|Later,) )+"
)
_CUT: Final = re.compile(
    r"(?:,| –| —|;)? (?:and|but|(?:even )?as|after|although|because|though|when|whereas|while) (?=\w)|; |: |[“”\"]| — "
)
_ASKED: Final = re.compile(
    r"(?:When |After being |Later )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned)(?: [\w' ]{1,40}?)??"
    r" ((?:about|how|if|on|what|when|where|whether|who|why)\b[^.;\n]*?),? $"
)
_UNNAMED: Final = re.compile(
    r"(?:that (?:he|she|they) )?(?:not (?:to )?be (?:identified|named|quoted)|to (?:remain|stay) (?:anonymous|unnamed))"
    r"\b"
)
_AND_THEN: Final = re.compile(r",? (?:but|and|yet)(?: (?:also|still|then|later|again))? $")
_WHO: Final = re.compile(r"\b(?:who|which)(?: (?:also|still|both))? $")
_ADVERBS: Final = re.compile(r"(?: (?:also|still|both|again|then|initially|repeatedly|immediately|later))+$")
_OWNED: Final = re.compile(r"\b(?:to|with|for|at) (?=\w)")
_LATE: Final = r" (?:(?:before|by) (?:deadline|press time|publication)|outside (?:business|office|working) hours)\b"
_ENDS: Final = re.compile(
    r"[.!?;:](?=\s|$|[”\"’'])|, |\n| (?:by|on|at) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    rf"|{_LATE}"
    r"| (?:and|but|while|when|before|after|because|as|that (?:he|she|they|it)) \w+| — | – |[”\"]"
)


_FOLLOW: Final = {"-": "", "any": r"(?= \w)", "asked": r"(?=[.,;\n]|\Z)", "end": rf"(?=[.;\n]|\Z|{_LATE})"}


class Phrase(NamedTuple):
    """A verb phrase of refusing or denying: its pattern, what its content is, whether it holds the one asked."""

    pattern: re.Pattern[str]
    content: str
    owner: bool


@cache
def _phrases() -> tuple[Phrase, ...]:
    """The phrases of the lexicon; straight and curly apostrophes are one."""
    out = []
    for row in lexicon("refusals"):
        after = "" if row["to"] == "-" else rf"(?: {row['to']})?"
        follow = _FOLLOW.get(row["content"], rf"(?= (?:{row['content']}))")
        pattern = rf"\b{row['term']}{after}\b{follow}".replace("'", "['’]")
        out.append(Phrase(re.compile(pattern), row["content"], row["owner"] == "yes"))
    return tuple(out)


def refusals(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, with the refusals of the running text that none covers, without requests for no name."""
    article, words = analysis.article, analysis.words
    taken = bytearray(len(article.text) + 1)
    cut = {one.id: _until_second_verb(words, one) for one in attributions}
    for attribution in cut.values():
        for span in (*attribution.cue, *attribution.content):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    found: list[Attribution] = []
    for block in article.blocks:
        if block.kind in READ_KINDS and len(found) < _MOST:
            for source, cue, content in _found(words, block, taken):
                found.append(Attribution(f"r{len(found)}", source, cue, content, confidence=CONFIDENCE))
                taken[cue[0].start : cue[0].end] = b"\x01" * (cue[0].end - cue[0].start)
    cues = {one.cue[0].start for one in found}
    kept = (cut[one.id] if _loses(one, cut[one.id], cues) else one for one in attributions)
    return (*(one for one in kept if not _unnamed(article.text, one)), *found)


def _until_second_verb(words: Words, attribution: Attribution) -> Attribution:
    """The attribution without what a second verb of its speaker opens: ``said it held | but refused to say more``."""
    if attribution.form is not Form.INDIRECT or not attribution.source or not attribution.content:
        return attribution
    last = attribution.content[-1]
    for phrase in _phrases() if any_of("refusals").search(words.text, last.start, last.end) else ():
        for match in phrase.pattern.finditer(words.text, last.start, last.end):
            joined = _AND_THEN.search(words.text, last.start, match.start())
            if joined is not None and joined.start() > last.start and not words.quoted[match.start()]:
                content = (*attribution.content[:-1], Span(last.start, joined.start()))
                return msgspec.structs.replace(attribution, content=content)
    return attribution


def _loses(whole: Attribution, cut: Attribution, cues: set[int]) -> bool:
    """Whether a refusal was found in what was cut from an attribution."""
    return cut is not whole and any(cut.content[-1].end < cue < whole.content[-1].end for cue in cues)


def _unnamed(text: str, attribution: Attribution) -> bool:
    """Whether it only asks for no name (``who asked not to be named``): that is why its speaker has none."""
    cue, content = (" ".join(span.of(text) for span in spans) for spans in (attribution.cue, attribution.content))
    return _UNNAMED.match(content) is not None and act_of(cue, content) is Act.DECREE


def _found(words: Words, block: Block, taken: bytearray) -> Iterator[tuple[Spans, Spans, Spans]]:
    """Source, cue and content of each refusal of a block."""
    if any_of("refusals").search(words.text, block.span.start, block.span.end) is None:
        return
    for phrase in _phrases():
        for match in phrase.pattern.finditer(words.text, block.span.start, block.span.end):
            if any(taken[match.start() : match.end()]) or words.quoted[match.start()]:
                continue
            subject = _subject(words, block, match.start())
            parts = _parts(words, block, phrase, match, subject) if subject is not None else None
            if parts is None or taken[parts[0].start]:
                continue
            source, content = parts
            if content is None or phrase.content == "asked" or not taken[content.start]:
                yield (source,), (Span(*match.span()),), (content,) if content is not None else ()


def _parts(
    words: Words, block: Block, phrase: Phrase, match: re.Match[str], subject: Span
) -> tuple[Span, Span | None] | None:
    """Source and content of a verb phrase with its subject, where both are there."""
    if phrase.owner:
        return _owned(words.text, subject)
    if phrase.content == "end":
        return subject, None
    if phrase.content == "asked":
        start = max(block.span.start, words.bounds(words.sentence(match.start()))[0])
        question = _ASKED.match(words.text, start, subject.start)
        return (subject, Span(*question.span(1))) if question is not None else None
    content = _content(words.text, match.end(), block.span.end)
    return (subject, content) if content is not None else None


def _subject(words: Words, block: Block, place: int) -> Span | None:
    """The noun phrase before a verb phrase, in its sentence or clause."""
    text = words.text
    start = max(block.span.start, words.bounds(words.sentence(place))[0], place - _FARTHEST)
    who = _WHO.search(text, start, place)
    if who is not None:
        return Span(who.start(), who.start() + len(who.group().split()[0]))
    cut = max((found.end() for found in _CUT.finditer(text, start, place + 1)), default=start)
    if cut > start and not _ADVERBS.sub("", " " + text[cut:place].rstrip()).strip():
        return _shared(words, start, cut)
    return _noun_phrase(words, cut, place) or (_noun_phrase(words, start, place) if cut > start else None)


def _shared(words: Words, start: int, end: int) -> Span | None:
    """The subject that a second verb shares with the first of its sentence: ``Reed | left early and | ...``."""
    numbers = words.within(start, end)
    verb = next((number for number in numbers if _verb(words, number, numbers.start)), None)
    if verb is None or words.lower[verb - 1] in ("who", "which", "that"):
        return None
    return _noun_phrase(words, start, words.starts[verb])


def _noun_phrase(words: Words, start: int, place: int) -> Span | None:
    lead = _SOURCE_OPENS.match(words.text, start, place)
    start = lead.end() if lead is not None else start
    phrase = words.text[start:place].rstrip()
    phrase = _ADVERBS.sub("", phrase)
    while phrase and phrase[0] in ' \u00a0(\n,“"':
        phrase, start = phrase[1:], start + 1
    numbers = words.within(start, start + len(phrase))
    if not 0 < len(numbers) <= _LONGEST or any(_verb(words, number, numbers.start) for number in numbers):
        return None
    first = words.lower[numbers.start]
    person = pronouns()[first][0] if first in pronouns() and first not in small("possessive") else ""
    alone = len(numbers) == 1 and person != "second"
    return Span(start, start + len(phrase)) if not person or alone else None


def _verb(words: Words, number: int, first: int) -> bool:
    """Whether a word of a would-be subject is a verb: then the subject is another one."""
    word = words.texts[number]
    lower = word.lower()
    if number > first and lower in small("auxiliary") and lower not in ("her", "his", "to"):
        return True
    verb = base(lower)
    return (
        number > first
        and word[0].islower()
        and verb != lower
        and known(verb)
        and lower.endswith(("ed", "id", "ld"))
        and lower not in nouns()
    )


def _owned(text: str, subject: Span) -> tuple[Span, Span] | None:
    """The one asked and what was asked, of ``calls to the mill``."""
    found = _OWNED.search(text, subject.start, subject.end)
    if found is None or found.start() == subject.start:
        return None
    asked = text[subject.start : found.start()].rstrip()
    return Span(found.end(), subject.end), Span(subject.start, subject.start + len(asked))


def _content(text: str, start: int, end: int) -> Span | None:
    """What follows the cue, to the end of its clause."""
    while start < end and text[start] in " \u00a0":
        start += 1
    stop = _ENDS.search(text, start + 1, end)
    end = stop.start() if stop is not None else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end - start > 1 else None
