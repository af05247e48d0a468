"""Candidates for nested attributions: a subject, a cue and a content inside the content of another attribution."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from sayso.attributions.acts import known, matches
from sayso.attributions.nested_statements.nested_features import features
from sayso.lexicons import lexicon
from sayso.terms import Attribution, Span
from sayso.text.morphology import base_form
from sayso.text.vocabulary import folded, nouns, pronouns, singular, small
from sayso.text.words import Words

_STRONG_RATE: Final = 0.3  # cue rate from which any word before the verb may be the head of its subject
_DEFAULT_RATE: Final = 0.1  # cue rate of verbs of the lexicon that are rare in PolNeAR
_CLAUSE: Final = re.compile(
    r",\s(?:but|and|though|although|while|even|so|compared|which|yet|because|since|as|with|or|if|I|we|he|she|they|it|you)\b"
    r"|\sand (?:that|I|we|he|she|they)\b"
    r"|;\s|\s?—|\s–\s|\sbecause of\b|\safter\b"
)
_MAX_CONTENT: Final = 2000
_MIN_CLAUSE_OFFSET: Final = 12  # characters of a content before its first clause boundary


_GAPS: Final = (" ", "\u00a0", "'s ", "’s ")
_MIN_COORDINATION_RATE: Final = 0.15  # cue rate from which a verb can share a subject or follow an apposition
_MAX_SUBJECT_TOKENS: Final = 12  # tokens of a clause that are searched for a shared subject
_MAX_APPOSITION: Final = 60  # characters of an apposition between subject and verb
_OPENING_QUOTE: Final = re.compile(r"[,:]? [‘'“\"]")
_QUOTE_END: Final = re.compile(r"[,.!?…—]['’](?!\w)")
_APOSTROPHE_END: Final = re.compile(r"['’](?![\w’'])")


class NestedCandidate(msgspec.Struct, frozen=True):
    """A candidate for a nested attribution, with its features."""

    attribution: Attribution
    features: list[float]


def one(words: Words, outer: Attribution, piece: Span, number: int) -> NestedCandidate | None:
    """The candidate whose cue verb is this token; None without a subject or a content."""
    lower = words.lower[number]
    verb = base_form(lower)
    rate = rates().get(verb, _DEFAULT_RATE if known(verb) else None)
    if (
        rate is None
        and lower in small("quotative")
        and _OPENING_QUOTE.match(words.text, words.tokens[number][1], piece.end)
    ):
        rate = _DEFAULT_RATE
    if rate is None or lower.endswith("ly") or verb in small("filler"):
        return None
    first = _cue_start(words, piece, number)
    subject = (
        _subject(words, piece, first, rate)
        or _possessor(words, piece, first, number)
        or _apposed(words, piece, first, rate)
        or _coordinated(words, piece, first, rate)
    )
    if subject is None:
        return None
    source, kind = subject
    last, follow = _cue_end(words, piece, number, verb)
    content_start, content_end = _quoted_before(words, piece, source.start, last) or _content(words, piece, last)
    if content_end - content_start < 4:
        return None
    cue = Span(_cue_begin(words, first, source), words.tokens[number if follow == "that" else last][1])
    content = Span(content_start, content_end)
    inner = Attribution("", (source,), (cue,), (content,), inside=outer.id, confidence=outer.confidence)
    values = features(words, piece, inner, kind, rate, (first, number, follow), verb)
    return NestedCandidate(msgspec.structs.replace(inner, id=f"{outer.id}.{number}"), values)


def _cue_start(words: Words, piece: Span, number: int) -> int:
    """The first token of the verb phrase, with the auxiliaries, negations and adverbs before the verb."""
    first = number
    while first and number - first < 5 and words.tokens[first - 1][0] >= piece.start and _follows_space(words, first):
        before = words.lower[first - 1].replace("’", "'")
        if before not in small("auxiliary") and not (before.endswith("ly") and len(before) > 4):
            break
        first -= 1
    if (
        words.lower[first] == "to"
        and first
        and words.tokens[first - 1][0] >= piece.start
        and _follows_space(words, first)
    ):
        governor = base_form(words.lower[first - 1])
        if known(governor) or governor in rates():
            return first - 1  # "hasten to add", "want to ask": the subject precedes the first verb
    return first


def _cue_begin(words: Words, first: int, source: Span) -> int:
    """The start of the cue; a verb contracted with the subject (I’m) belongs to the cue."""
    start = words.tokens[first][0]
    between = words.text[source.end : start]
    return source.end if len(between) > 1 and between[0] in "'’" and between[1].isalpha() else start


def _follows_space(words: Words, number: int) -> bool:
    """Whether only a space or a possessive separates a token from the one before."""
    return words.text[words.tokens[number - 1][1] : words.tokens[number][0]] in _GAPS


def _subject(words: Words, piece: Span, first: int, rate: float) -> tuple[Span, str] | None:
    """The subject immediately before the verb phrase, and its type."""
    if not first or not _follows_space(words, first):
        return None
    last = first - 1
    start, end = words.tokens[last]
    if start < piece.start:
        return None
    word = words.text[start:end]
    contraction = min((place for place in (word.find("'"), word.find("’")) if place > 0), default=len(word))
    pronoun = pronouns().get(word[:contraction].lower())
    if pronoun is not None:
        kind = f"{pronoun[0]}_person" if pronoun[0] != "relative" else "relative"
        if word.lower() in ("him", "her", "them", "me", "us", "his", "my", "their", "our", "your", "its", "that"):
            return None
        return Span(start, start + contraction), kind
    lower = word.lower()
    if lower in small("particle") or lower.endswith("ly"):
        return None
    is_strong_cue = rate >= _STRONG_RATE and word[-1].isalpha() and base_form(lower) == lower and not known(lower)
    if not (is_strong_cue or word[0].isupper() or lower in nouns() or singular(lower) in nouns()) or lower in folded(
        "function_words"
    ):
        return None
    return Span(words.tokens[_phrase_start(words, piece, last)][0], end), "name" if word[0].isupper() else "noun"


def _apposed(words: Words, piece: Span, first: int, rate: float) -> tuple[Span, str] | None:
    """A subject with an apposition in commas before the verb phrase: ``the chair, Lord Wex, | asked``."""
    if (
        rate < _MIN_COORDINATION_RATE
        or first < 2
        or words.text[words.tokens[first - 1][1] : words.tokens[first][0]] != ", "
    ):
        return None
    end = words.tokens[first - 1][1]
    comma = words.text.rfind(",", max(piece.start, end - _MAX_APPOSITION), end)
    if comma < 0:
        return None
    before = words.within(piece.start, comma)
    if not len(before) or words.lower[before.stop - 1] in folded("function_words"):
        return None
    start = words.tokens[_phrase_start(words, piece, before.stop - 1)][0]
    return Span(start, end), "apposed"


def _quoted_before(words: Words, piece: Span, subject: int, last: int) -> tuple[int, int] | None:
    """The inner quotation immediately before the subject of a clause-final cue: ``'No,' | she'd say.``"""
    text, end = words.text, words.tokens[last][1]
    if text[end : end + 1] not in '.,;:!?”"' or subject - piece.start < _MIN_CLAUSE_OFFSET // 2:
        return None
    closing = subject - 2
    if text[closing] not in "’'" or text[closing - 1] not in ",.!?—":
        return None
    opening = max(text.rfind(mark, piece.start, closing) for mark in (" '", "‘", "“'", "\"'"))
    if opening < 0:
        return None
    return opening + (text[opening] != "‘"), closing + 1


def _coordinated(words: Words, piece: Span, first: int, rate: float) -> tuple[Span, str] | None:
    """The shared subject of a coordinated verb: ``she met them and | promised``."""
    if first < 2 or words.lower[first - 1] not in ("and", "but", "or", "also") or rate < _MIN_COORDINATION_RATE:
        return None
    begin = max(piece.start, words.bounds(words.sentence(words.tokens[first][0]))[0])
    numbers = words.within(begin, words.tokens[first - 1][0])
    for number in numbers:
        word = words.lower[number]
        if word in small("subject"):
            return Span(*words.tokens[number]), "joined"
        if words.texts[number][0].isupper() and word not in folded("function_words"):
            return Span(words.tokens[_phrase_start(words, piece, number)][0], words.tokens[number][1]), "joined"
        if number - numbers.start > _MAX_SUBJECT_TOKENS:
            return None
    return None


def _possessor(words: Words, piece: Span, first: int, number: int) -> tuple[Span, str] | None:
    """The possessor of a noun cue: ``his | decision to``, ``North Korea's | claim that``."""
    if number + 1 >= len(words.tokens) or words.lower[number + 1] not in (
        "to",
        "that",
        "about",
        "of",
        "for",
        "with",
        "on",
    ):
        return None
    for last in (first - 1, first - 2):
        if last < 0 or words.tokens[last][0] < piece.start:
            return None
        start, end = words.tokens[last]
        if words.text[start:end].lower() in ("his", "her", "their", "my", "our", "its"):
            return Span(start, end), "owner"
        if words.text[end : end + 2] in ("'s", "’s", "' ", "’ ") and words.text[start].isupper():
            return Span(words.tokens[_phrase_start(words, piece, last)][0], end), "owner"
    return None


def _phrase_start(words: Words, piece: Span, last: int) -> int:
    """The first token of the noun phrase that ends at a token."""
    first = last
    while first and last - first < 6 and words.tokens[first - 1][0] >= piece.start:
        gap = words.text[words.tokens[first - 1][1] : words.tokens[first][0]]
        before = words.texts[first - 1]
        lower = before.lower()
        if gap not in _GAPS:
            break
        if lower in small("determiner"):
            return first - 1
        if lower in folded("function_words") or (
            before[0].islower() and base_form(lower) in rates() and lower not in nouns()
        ):
            break
        first -= 1
    return first


def _cue_end(words: Words, piece: Span, number: int, verb: str) -> tuple[int, str]:
    """The last token of the cue, and the word after it (after the addressee, if there is one)."""
    last = number
    following = number + 1
    if following >= len(words.tokens) or words.tokens[following][0] >= piece.end:
        return last, ""
    word = words.lower[following]
    if word in ("for", "on", "of", "about", "in", "with", "at", "out", "off", "up") and _follows_space(
        words, following
    ):
        phrase = matches([verb, word])
        if word not in ("about",) and ((phrase and phrase[0][1] > 1) or word in ("for", "of")):
            return following, word
    if word != "that" and verb in small("addresses"):
        that_token = _later_that(words, piece, following)
        if that_token is not None:
            return that_token - 1, "that"
    if word in small("addressee") and (
        verb in small("told") or _OPENING_QUOTE.match(words.text, words.tokens[following][1])
    ):
        return following, words.lower[following + 1] if following + 1 < len(words.tokens) else ""
    return last, word


def _later_that(words: Words, piece: Span, following: int) -> int | None:
    """The token "that" a few words later in the same clause: ``told his colleagues on Monday | that``."""
    for number in range(following + 1, min(following + 8, len(words.tokens))):
        start, end = words.tokens[number]
        if end > piece.end or words.text[words.tokens[number - 1][1] : start] != " ":
            return None
        if words.text[start:end] == "that":
            return number
    return None


def _content(words: Words, piece: Span, last: int) -> tuple[int, int]:
    """The content: the text from the cue to the end of its sentence or of the outer content."""
    text = words.text
    begin = words.tokens[last][1]
    while begin < piece.end and text[begin] in " \u00a0,:":
        begin += 1
    if begin >= piece.end:
        return begin, begin
    end = piece.end
    sentence = words.sentence(begin)
    end = min(end, words.bounds(sentence)[1], begin + _MAX_CONTENT)
    if text[begin] in "‘'":
        closing_quote = _QUOTE_END.search(text, begin + 1, piece.end) or _APOSTROPHE_END.search(
            text, begin + 1, piece.end
        )
        end = closing_quote.end() if closing_quote is not None else end
    elif text[begin] == "“":
        closing = text.find("” ", begin + 1, piece.end)
        end = closing + 1 if closing > 0 else end
    if text[begin] not in "‘'“\"":
        clause = _CLAUSE.search(text, min(begin + _MIN_CLAUSE_OFFSET, end), end)
        end = clause.start() if clause else end
    inner = text[begin] in "‘'" and text[end - 1] in "’'"
    while end > begin and (text[end - 1].isspace() or (text[end - 1] in "”\"’'" and end == piece.end and not inner)):
        end -= 1
    return begin, end


@cache
def rates() -> dict[str, float]:
    """The cue rate of each verb: the share of its occurrences that are in a cue."""
    return {row["term"]: float(row["rate"]) for row in lexicon("cue_rates")}
