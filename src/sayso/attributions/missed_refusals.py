"""Refusals and denials that no attribution covers: ``the mill did not return calls`` as subject, cue and content.

PolNeAR leaves about half of the refusals out, so that the model sees too few; their wording is narrow, as
is that of denials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of, known
from sayso.terms import READ_KINDS, Act, Attribution, Block, Form, Span, Spans
from sayso.text.morphology import base_form
from sayso.text.refusal_phrases import LATE, RefusalPhrase, phrases, trigger
from sayso.text.vocabulary import nouns, pronouns, singular, small
from sayso.text.words import Words

CONFIDENCE: Final = 0.6
_LONGEST: Final = 22  # words of a subject
_FARTHEST: Final = 220  # characters before a phrase in which its subject is looked for
_MOST: Final = 200  # refusals of one page
_OPENING: Final = re.compile(r"(?:[A-Z]\w+\b[^,;]{2,80}, )")
_CONNECTIVE: Final = re.compile(r"(?:But|And|However,|Meanwhile,|So|Yet|Still,|Later,) ")
_ASKED: Final = re.compile(
    r"(?:When |After being |Later )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned)\b[\w' ]{0,40}?"
    r" ((?:about|how|if|on|what|when|where|whether|who|why)\b[^.;\n]*?),? $"
)
_ANONYMOUS: Final = (
    re.compile(r"(?:that (?:he|she|they) )?not (?:to )?be (?:identified|named|quoted)\b"),
    re.compile(r"(?:to (?:remain|stay|be) )?(?:anonymous|unnamed|anonymity)\b|for anonymity\b"),
    re.compile(
        r"(?:that |for )?(?:his|her|their) (?:full |real )?names? (?:not )?(?:to )?be (?:used|published|left out)\b"
    ),
)
_TO_BE_NAMED: Final = re.compile(r"to be (?:identified|named|quoted)\b")
_ASKS: Final = (Act.DECREE, Act.INTENTION, Act.BELIEF, Act.NON_RESPONSE)  # asked, wanted, wished, declined
_AND_THEN: Final = re.compile(r",? (?:but|and|yet)(?: (?:also|still|then|later|again))? $")
_WHO: Final = re.compile(r"\b(?:who|which)(?: (?:also|still|both))? $")
_ASIDE: Final = re.compile(r", (?:who|which|whose) [^,;.]{2,80}, $")
_OWNED: Final = re.compile(r"\b(?:to|with|for|at) (?=\w)")


@cache
def _cuts() -> re.Pattern[str]:
    """Where a clause begins, a new subject with it: ``, but``, `` as``, ``; ``."""
    words = "|".join(sorted(small("clause")))
    return re.compile(rf"(?:,| –| —|;)? (?:even )?(?:{words}) (?=\w)|; |: |[“”\"]| — ")


@cache
def _ends() -> re.Pattern[str]:
    """Where the clause of a content ends."""
    words = "|".join(sorted(small("clause")))
    days = r"(?:by|on|at) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    return re.compile(
        rf"[.!?;:](?=\s|$|[”\"’'])|, |\n| {days}|{LATE}| (?:{words}|that (?:he|she|they|it)) \w| — | – |[”\"]"
    )


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
    return (*(one for one in kept if not asks_no_name(article.text, one)), *found)


def _until_second_verb(words: Words, attribution: Attribution) -> Attribution:
    """The attribution without what a second verb of its speaker opens: ``said it held | but refused to say more``."""
    if attribution.form is not Form.INDIRECT or not attribution.source or not attribution.content:
        return attribution
    last = attribution.content[-1]
    for phrase in phrases() if trigger().search(words.text, last.start, last.end) else ():
        for match in phrase.pattern.finditer(words.text, last.start, last.end):
            joined = _AND_THEN.search(words.text, last.start, match.start())
            if joined is not None and joined.start() > last.start and not words.quoted[match.start()]:
                content = (*attribution.content[:-1], Span(last.start, joined.start()))
                return msgspec.structs.replace(attribution, content=content)
    return attribution


def _loses(whole: Attribution, cut: Attribution, cues: set[int]) -> bool:
    """Whether a refusal was found in what was cut from an attribution."""
    return cut is not whole and any(cut.content[-1].end < cue < whole.content[-1].end for cue in cues)


def asks_no_name(text: str, attribution: Attribution) -> bool:
    """Whether it only asks for no name (``who asked not to be named``): that is why its speaker has none."""
    cue, content = (" ".join(span.of(text) for span in spans) for spans in (attribution.cue, attribution.content))
    act = act_of(cue, content)
    if act in (Act.INTENTION, Act.NON_RESPONSE) and _TO_BE_NAMED.match(content):
        return True  # who was unwilling to be named
    if content.startswith(("anonymity", "on anonymity", "for anonymity")):
        return True  # insisted on anonymity
    return act in _ASKS and any(pattern.match(content) for pattern in _ANONYMOUS)


def _found(words: Words, block: Block, taken: bytearray) -> Iterator[tuple[Spans, Spans, Spans]]:
    """Source, cue and content of each refusal of a block."""
    done = block.span.start
    for sign in trigger().finditer(words.text, block.span.start, block.span.end):
        if sign.start() < done:
            continue
        start, end = words.bounds(words.sentence(sign.start()))
        done = min(end, block.span.end)
        for phrase in phrases():
            for match in phrase.pattern.finditer(words.text, max(start, block.span.start), done):
                if not any(taken[match.start() : match.end()]) and not words.quoted[match.start()]:
                    yield from _attribution(words, block, phrase, match, taken)


def _attribution(
    words: Words, block: Block, phrase: RefusalPhrase, match: re.Match[str], taken: bytearray
) -> Iterator[tuple[Spans, Spans, Spans]]:
    """Source, cue and content of one phrase, where it has a subject and no attribution has its words."""
    subject = _subject(words, block, match.start())
    parts = _parts(words, block, phrase, match, subject) if subject is not None else None
    if parts is None or taken[parts[0].start]:
        return
    source, content = parts
    if phrase.subject == "speaker" and not _speaks(words, source):
        return
    if content is None or phrase.content == "asked" or not taken[content.start]:
        yield (source,), (Span(*match.span()),), (content,) if content is not None else ()


def _speaks(words: Words, source: Span) -> bool:
    """Whether a subject can be who is asked: a name, a pronoun or a noun for a speaker, and no village."""
    numbers = words.within(source.start, source.end)
    name = any(words.texts[number][0].isupper() for number in numbers[1:])
    lower = [words.lower[number] for number in numbers]
    first = words.texts[numbers[0]][0].isupper() and lower[0] not in small("determiner")
    noun = any(singular(word) in nouns() and singular(word) not in small("reached") for word in lower)
    return name or first or noun or any(word in pronouns() for word in lower)


def _parts(
    words: Words, block: Block, phrase: RefusalPhrase, match: re.Match[str], subject: Span
) -> tuple[Span, Span | None] | None:
    """Source and content of a verb phrase with its subject, where both are there."""
    if phrase.subject == "owner":
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
    aside = _ASIDE.search(text, start, place)
    if aside is not None:
        return _noun_phrase(words, start, aside.start())
    cut = max((found.end() for found in _cuts().finditer(text, start, place + 1)), default=start)
    if cut > start and not _without_adverbs(text[cut:place]):
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
    start = _after_opening(words.text, start, place)
    phrase = words.text[start:place].rstrip()
    phrase = _without_adverbs(phrase)
    while phrase and phrase[0] in ' \u00a0(\n,“"':
        phrase, start = phrase[1:], start + 1
    numbers = words.within(start, start + len(phrase))
    if not 0 < len(numbers) <= _LONGEST or any(_verb(words, number, numbers.start) for number in numbers):
        return None
    first = words.lower[numbers.start]
    person = pronouns()[first][0] if first in pronouns() and first not in small("possessive") else ""
    alone = len(numbers) == 1 and person != "second"
    return Span(start, start + len(phrase)) if not person or alone else None


def _after_opening(text: str, start: int, place: int) -> int:
    """Where a subject begins after "But", "On Monday, ..." and "Asked whether ..., ...", one after the other."""
    while True:
        lead = _CONNECTIVE.match(text, start, place)
        if lead is None and (text[start:place].split(" ", 1)[0] in small("opening")):
            lead = _OPENING.match(text, start, place)
        if lead is None:
            return start
        start = lead.end()


def _without_adverbs(phrase: str) -> str:
    """A phrase without the adverbs at its end: ``Reed | also``."""
    kept = phrase.split(" ")
    while kept and (not kept[-1].strip() or kept[-1].strip() in small("also")):
        kept.pop()
    return " ".join(kept)


def _verb(words: Words, number: int, first: int) -> bool:
    """Whether a word of a would-be subject is a verb: then the subject is another one."""
    word = words.texts[number]
    lower = word.lower()
    if number > first and lower in small("auxiliary") and lower not in ("her", "his", "to"):
        return True
    verb = base_form(lower)
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
    stop = _ends().search(text, start + 1, end)
    end = stop.start() if stop is not None else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end - start > 1 else None
