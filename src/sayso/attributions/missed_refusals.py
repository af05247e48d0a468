"""Refusals and denials that no attribution covers: ``the mill did not return calls`` as subject, cue and content.

PolNeAR annotates only about half of the refusals, so the model is trained on too few. Refusals and denials have a
narrow wording, so patterns find the rest.
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
_MAX_SUBJECT_WORDS: Final = 22  # words of a subject
_MAX_SUBJECT_DISTANCE: Final = 220  # characters before a phrase that are searched for its subject
_MAX_REFUSALS: Final = 200  # refusals per page
_OPENING: Final = re.compile(r"(?:[A-Z]\w+\b[^,;]{2,80}, )")
_CONNECTIVE: Final = re.compile(r"(?:But|And|However,|Meanwhile,|So|Yet|Still,|Later,) ")
_QUESTION_CLAUSE: Final = re.compile(
    r"(?:When |After being |Later )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned)\b[\w' ]{0,40}?"
    r" ((?:about|for|how|if|on|to|what|when|where|whether|who|why)\b[^.;\n]*?),? $"
)
_REQUEST: Final = re.compile(r"(?:(?:had been|has been|was|were) )?(?:asked|pressed) (?:for|to) ", re.IGNORECASE)
_ANONYMOUS: Final = (
    re.compile(r"(?:that (?:he|she|they) )?not (?:to )?be (?:identified|named|quoted)\b"),
    re.compile(r"(?:to (?:remain|stay|be) )?(?:anonymous|unnamed|anonymity)\b|for anonymity\b"),
    re.compile(
        r"(?:that |for )?(?:his|her|their) (?:full |real )?names? (?:not )?(?:to )?be (?:used|published|left out)\b"
    ),
)
_TO_BE_NAMED: Final = re.compile(r"to be (?:identified|named|quoted)\b")
_REQUEST_ACTS: Final = (Act.DECREE, Act.INTENTION, Act.BELIEF, Act.NON_RESPONSE)  # asked, wanted, wished, declined
_COORDINATOR: Final = re.compile(r",? (?:but|and|yet)(?: (?:also|still|then|later|again))? $")
_RELATIVE_PRONOUN: Final = re.compile(r"\b(?:who|which)(?: (?:also|still|both))? $")
_RELATIVE_CLAUSE: Final = re.compile(r", (?:who|which|whose) [^,;.]{2,80}, $")
_FINAL_PRONOUN: Final = re.compile(r", (?P<pronoun>he|she|it|they)\Z")
_ADDRESSEE: Final = r"(?:to|with|for) (?:the|his|her|their|its|[A-Z]\w+)\b"  # calls to the mill and | to its owner
_SECOND_ADDRESSEE: Final = re.compile(rf",? and (?={_ADDRESSEE})")
_ADDRESSEE_PREPOSITION: Final = re.compile(r"\b(?:to|with|for|at) (?=\w)")


@cache
def _clause_starts() -> re.Pattern[str]:
    """The start of a clause with a subject of its own: ``, but``, `` as``, ``; ``."""
    words = "|".join(sorted(small("clause")))
    return re.compile(rf"(?:,| –| —|;)? (?:even )?(?:{words}) (?=\w)(?!{_ADDRESSEE})|; |: |[“”\"]| — ")


@cache
def _clause_ends() -> re.Pattern[str]:
    """The end of the clause of a content."""
    words = "|".join(sorted(small("clause")))
    days = r"(?:by|on|at) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    return re.compile(
        rf"[.!?;:](?=\s|$|[”\"’'])|, |\n| {days}|{LATE}| (?:{words}|that (?:he|she|they|it)) \w| — | – |[”\"]"
    )


def refusals(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions plus the missed refusals of the running text, minus requests for anonymity."""
    article, words = analysis.article, analysis.words
    taken = bytearray(len(article.text) + 1)
    shortened = {attribution.id: _until_second_verb(words, attribution) for attribution in attributions}
    for attribution in shortened.values():
        for span in (*attribution.cue, *attribution.content):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    missed: list[Attribution] = []
    for block in article.blocks:
        if block.kind in READ_KINDS and len(missed) < _MAX_REFUSALS:
            for source, cue, content in _refusals_of_block(words, block, taken):
                missed.append(Attribution(f"r{len(missed)}", source, cue, content, confidence=CONFIDENCE))
                taken[cue[0].start : cue[0].end] = b"\x01" * (cue[0].end - cue[0].start)
    cues = {refusal.cue[0].start for refusal in missed}
    kept = (
        shortened[a.id] if _cut_off_refusal(a, shortened[a.id], cues) else a
        for a in attributions
        if not _is_refused_request(words, a)
    )
    return (*(attribution for attribution in kept if not requests_anonymity(article.text, attribution)), *missed)


def _until_second_verb(words: Words, attribution: Attribution) -> Attribution:
    """The attribution without a coordinated refusal at its end: ``said it held | but refused to say more``."""
    if attribution.form is not Form.INDIRECT or not attribution.source or not attribution.content:
        return attribution
    last = attribution.content[-1]
    for phrase in phrases() if trigger().search(words.text, last.start, last.end) else ():
        for match in phrase.pattern.finditer(words.text, last.start, last.end):
            coordinator = _COORDINATOR.search(words.text, last.start, match.start())
            if coordinator is not None and coordinator.start() > last.start and not words.quoted[match.start()]:
                content = (*attribution.content[:-1], Span(last.start, coordinator.start()))
                return msgspec.structs.replace(attribution, content=content)
    return attribution


def _cut_off_refusal(whole: Attribution, shortened: Attribution, cues: set[int]) -> bool:
    """Whether the part cut from an attribution holds a refusal."""
    return shortened is not whole and any(shortened.content[-1].end < cue < whole.content[-1].end for cue in cues)


def _is_refused_request(words: Words, attribution: Attribution) -> bool:
    """Whether a request has no source and is refused in its sentence: ``was | asked | for the plan but declined``."""
    if attribution.source or not attribution.cue or not attribution.content:
        return False
    start, end = attribution.cue[-1].start, words.bounds(words.sentence(attribution.content[0].start))[1]
    return bool(_REQUEST.match(words.text, start, end) and trigger().search(words.text, start, end))


def requests_anonymity(text: str, attribution: Attribution) -> bool:
    """Whether an attribution is a request for anonymity: ``who asked not to be named``."""
    cue, content = (" ".join(span.of(text) for span in spans) for spans in (attribution.cue, attribution.content))
    act = act_of(cue, content)
    if act in (Act.INTENTION, Act.NON_RESPONSE) and _TO_BE_NAMED.match(content):
        return True  # was unwilling to be named
    if content.startswith(("anonymity", "on anonymity", "for anonymity")):
        return True  # insisted on anonymity
    return act in _REQUEST_ACTS and any(pattern.match(content) for pattern in _ANONYMOUS)


def _refusals_of_block(words: Words, block: Block, taken: bytearray) -> Iterator[tuple[Spans, Spans, Spans]]:
    """Source, cue and content of each refusal in a block."""
    searched_to = block.span.start
    for trigger_match in trigger().finditer(words.text, block.span.start, block.span.end):
        if trigger_match.start() < searched_to:
            continue
        start, end = words.bounds(words.sentence(trigger_match.start()))
        searched_to = min(end, block.span.end)
        for phrase in phrases():
            for match in phrase.pattern.finditer(words.text, max(start, block.span.start), searched_to):
                if not any(taken[match.start() : match.end()]) and not words.quoted[match.start()]:
                    yield from _refusal(words, block, phrase, match, taken)


def _refusal(
    words: Words, block: Block, phrase: RefusalPhrase, match: re.Match[str], taken: bytearray
) -> Iterator[tuple[Spans, Spans, Spans]]:
    """Source, cue and content of one phrase, if it has a subject and no attribution covers its words."""
    subject = _subject(words, block, match.start())
    parts = _parts(words, block, phrase, match, subject) if subject is not None else None
    if parts is None or taken[parts[0].start]:
        return
    source, content = parts
    if phrase.subject == "speaker" and not _can_be_asked(words, source):
        return
    if content is None or phrase.content == "asked" or not taken[content.start]:
        yield (source,), (Span(*match.span()),), (content,) if content is not None else ()


def _can_be_asked(words: Words, source: Span) -> bool:
    """Whether a subject can be asked: a name, a pronoun or a noun for a speaker, but not a place such as a village."""
    numbers = words.within(source.start, source.end)
    has_name = any(words.texts[number][0].isupper() for number in numbers[1:])
    lower = [words.lower[number] for number in numbers]
    starts_capitalized = words.texts[numbers[0]][0].isupper() and lower[0] not in small("determiner")
    has_speaker_noun = any(singular(word) in nouns() and singular(word) not in small("reached") for word in lower)
    return has_name or starts_capitalized or has_speaker_noun or any(word in pronouns() for word in lower)


def _parts(
    words: Words, block: Block, phrase: RefusalPhrase, match: re.Match[str], subject: Span
) -> tuple[Span, Span | None] | None:
    """Source and content of a verb phrase with this subject; None if one is missing."""
    if phrase.subject == "owner":
        return _addressee(words.text, subject)
    if phrase.content == "end":
        return subject, None
    if phrase.content == "asked":
        start = max(block.span.start, words.bounds(words.sentence(match.start()))[0])
        question = _QUESTION_CLAUSE.match(words.text, start, subject.start)
        return (subject, Span(*question.span(1))) if question is not None else None
    content = _content(words.text, match.end(), block.span.end)
    return (subject, content) if content is not None else None


def _subject(words: Words, block: Block, place: int) -> Span | None:
    """The subject of a verb phrase: the noun phrase before it in its sentence or clause."""
    text = words.text
    start = max(block.span.start, words.bounds(words.sentence(place))[0], place - _MAX_SUBJECT_DISTANCE)
    pronoun = _RELATIVE_PRONOUN.search(text, start, place)
    if pronoun is not None:
        return Span(pronoun.start(), pronoun.start() + len(pronoun.group().split()[0]))
    clause = _RELATIVE_CLAUSE.search(text, start, place)
    if clause is not None:
        return _noun_phrase(words, start, clause.start())
    clause_start = max((match.end() for match in _clause_starts().finditer(text, start, place + 1)), default=start)
    if clause_start > start and not _without_adverbs(text[clause_start:place]):
        return _shared_subject(words, start, clause_start)
    return _noun_phrase(words, clause_start, place) or (
        _noun_phrase(words, start, place) if clause_start > start else None
    )


def _shared_subject(words: Words, start: int, clause_start: int) -> Span | None:
    """The subject of the first verb of a sentence, which a coordinated verb shares: ``Reed | left early and | ...``."""
    numbers = words.within(start, clause_start)
    verb = next((number for number in numbers if _is_verb(words, number, numbers.start)), None)
    if verb is None or words.lower[verb - 1] in ("who", "which", "that"):
        return None
    return _noun_phrase(words, start, words.starts[verb])


def _noun_phrase(words: Words, start: int, place: int) -> Span | None:
    start = _after_opening(words.text, start, place)
    phrase = words.text[start:place].rstrip()
    phrase = _without_adverbs(phrase)
    pronoun = _FINAL_PRONOUN.search(phrase)
    if pronoun is not None:  # When she rang the mayor, Ivo Marr, | he
        phrase, start = pronoun["pronoun"], start + pronoun.start("pronoun")
    while phrase and phrase[0] in ' \u00a0(\n,“"':
        phrase, start = phrase[1:], start + 1
    numbers = words.within(start, start + len(phrase))
    if not 0 < len(numbers) <= _MAX_SUBJECT_WORDS or any(_is_verb(words, number, numbers.start) for number in numbers):
        return None
    first = words.lower[numbers.start]
    person = pronouns()[first][0] if first in pronouns() and first not in small("possessive") else ""
    is_bare = len(numbers) == 1 and person != "second"
    return Span(start, start + len(phrase)) if not person or is_bare else None


def _after_opening(text: str, start: int, place: int) -> int:
    """The start of a subject after any sequence of "But", "On Monday, ..." and "Asked whether ..., ..."."""
    while True:
        prefix = _CONNECTIVE.match(text, start, place)
        if prefix is None and (text[start:place].split(" ", 1)[0] in small("opening")):
            prefix = _OPENING.match(text, start, place)
        if prefix is None:
            return start
        start = prefix.end()


def _without_adverbs(phrase: str) -> str:
    """A phrase without its final adverbs: ``Reed | also``."""
    kept = phrase.split(" ")
    while kept and (not kept[-1].strip() or kept[-1].strip() in small("also")):
        kept.pop()
    return " ".join(kept)


def _is_verb(words: Words, number: int, first: int) -> bool:
    """Whether a word of a candidate subject is a verb, which rules the candidate out."""
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


def _addressee(text: str, subject: Span) -> tuple[Span, Span] | None:
    """Addressee and request in a subject such as ``calls to the mill``."""
    preposition = _ADDRESSEE_PREPOSITION.search(text, subject.start, subject.end)
    if preposition is None or preposition.start() == subject.start:
        return None
    asked = text[subject.start : preposition.start()].rstrip()
    second = _SECOND_ADDRESSEE.search(text, preposition.end(), subject.end)
    end = second.start() if second is not None else subject.end
    return Span(preposition.end(), end), Span(subject.start, subject.start + len(asked))


def _content(text: str, start: int, end: int) -> Span | None:
    """The content: the text from the cue to the end of its clause."""
    while start < end and text[start] in " \u00a0":
        start += 1
    clause_end = _clause_ends().search(text, start + 1, end)
    end = clause_end.start() if clause_end is not None else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end - start > 1 else None
