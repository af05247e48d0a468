"""What could be an attribution inside a content: a subject, a cue after it, what follows; and what speaks for it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from sayso.attributions.acts import known, matches
from sayso.attributions.nested_features import features
from sayso.lexicons import lexicon
from sayso.terms import Attribution, Span
from sayso.text.morphology import base_form
from sayso.text.vocabulary import folded, nouns, pronouns, singular, small
from sayso.text.words import Words

_STRONG: Final = 0.3  # a verb so often a cue that any word before it may be the head of its subject
_UNSEEN: Final = 0.1  # how often a verb of the lexicon is a cue that PolNeAR hardly shows
_CLAUSE: Final = re.compile(
    r",\s(?:but|and|though|although|while|even|so|compared|which|yet|because|since|as|with|or|if|I|we|he|she|they|it|you)\b"
    r"|\sand (?:that|I|we|he|she|they)\b"
    r"|;\s|\s?—|\s–\s|\sbecause of\b|\safter\b"
)
_LONGEST: Final = 2000
_SHORTEST: Final = 12


_GAPS: Final = (" ", "\u00a0", "'s ", "’s ")
_JOINED: Final = 0.15
_FAR: Final = 12
_APPOSITION: Final = 60  # characters that an apposition between subject and verb has at most
_QUOTED: Final = re.compile(r"[,:]? [‘'“\"]")
_CLOSING: Final = re.compile(r"[,.!?…—]['’](?!\w)")
_CLOSES: Final = re.compile(r"['’](?![\w’'])")


class NestedCandidate(msgspec.Struct, frozen=True):
    """A possible attribution inside another, with its features."""

    attribution: Attribution
    features: list[float]


def one(words: Words, outer: Attribution, piece: Span, number: int) -> NestedCandidate | None:
    """The candidate whose cue has its verb at this token; None where no subject or no content is there."""
    lower = words.lower[number]
    verb = base_form(lower)
    rate = rates().get(verb, _UNSEEN if known(verb) else None)
    if rate is None and lower in small("quotative") and _QUOTED.match(words.text, words.tokens[number][1], piece.end):
        rate = _UNSEEN
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
    begin, end = _quoted_before(words, piece, source.start, last) or _content(words, piece, last)
    if end - begin < 4:
        return None
    cue = Span(_cue_begin(words, first, source), words.tokens[number if follow == "that" else last][1])
    content = Span(begin, end)
    inner = Attribution("", (source,), (cue,), (content,), inside=outer.id, confidence=outer.confidence)
    told = features(words, piece, inner, kind, rate, (first, number, follow), verb)
    return NestedCandidate(msgspec.structs.replace(inner, id=f"{outer.id}.{number}"), told)


def _cue_start(words: Words, piece: Span, number: int) -> int:
    """The first token of the verb phrase: auxiliaries, negations and adverbs before the verb belong to it."""
    first = number
    while first and number - first < 5 and words.tokens[first - 1][0] >= piece.start and _space(words, first):
        before = words.lower[first - 1].replace("’", "'")
        if before not in small("auxiliary") and not (before.endswith("ly") and len(before) > 4):
            break
        first -= 1
    if words.lower[first] == "to" and first and words.tokens[first - 1][0] >= piece.start and _space(words, first):
        governor = base_form(words.lower[first - 1])
        if known(governor) or governor in rates():
            return first - 1  # "hasten to add", "want to ask": the first verb has the subject
    return first


def _cue_begin(words: Words, first: int, source: Span) -> int:
    """Where the cue starts: after the subject, a contracted verb (I’m) taken with it."""
    start = words.tokens[first][0]
    between = words.text[source.end : start]
    return source.end if len(between) > 1 and between[0] in "'’" and between[1].isalpha() else start


def _space(words: Words, number: int) -> bool:
    """Whether only a space stands before this token."""
    return words.text[words.tokens[number - 1][1] : words.tokens[number][0]] in _GAPS


def _subject(words: Words, piece: Span, first: int, rate: float) -> tuple[Span, str] | None:
    """The subject right before the verb phrase, and what it is."""
    if not first or not _space(words, first):
        return None
    last = first - 1
    start, end = words.tokens[last]
    if start < piece.start:
        return None
    word = words.text[start:end]
    cut = min((place for place in (word.find("'"), word.find("’")) if place > 0), default=len(word))
    pronoun = pronouns().get(word[:cut].lower())
    if pronoun is not None:
        kind = f"{pronoun[0]}_person" if pronoun[0] != "relative" else "relative"
        if word.lower() in ("him", "her", "them", "me", "us", "his", "my", "their", "our", "your", "its", "that"):
            return None
        return Span(start, start + cut), kind
    lower = word.lower()
    if lower in small("particle") or lower.endswith("ly"):
        return None
    strong = rate >= _STRONG and word[-1].isalpha() and base_form(lower) == lower and not known(lower)
    if not (strong or word[0].isupper() or lower in nouns() or singular(lower) in nouns()) or lower in folded(
        "function_words"
    ):
        return None
    return Span(words.tokens[_phrase(words, piece, last)][0], end), "name" if word[0].isupper() else "noun"


def _apposed(words: Words, piece: Span, first: int, rate: float) -> tuple[Span, str] | None:
    """The subject with an apposition between commas before the verb phrase: ``the chair, Lord Wex, | asked``."""
    if rate < _JOINED or first < 2 or words.text[words.tokens[first - 1][1] : words.tokens[first][0]] != ", ":
        return None
    end = words.tokens[first - 1][1]
    comma = words.text.rfind(",", max(piece.start, end - _APPOSITION), end)
    if comma < 0:
        return None
    before = words.within(piece.start, comma)
    if not len(before) or words.lower[before.stop - 1] in folded("function_words"):
        return None
    start = words.tokens[_phrase(words, piece, before.stop - 1)][0]
    return Span(start, end), "apposed"


def _quoted_before(words: Words, piece: Span, subject: int, last: int) -> tuple[int, int] | None:
    """The inner quotation right before the subject of a cue that ends its clause: ``'No,' | she'd say.``"""
    text, end = words.text, words.tokens[last][1]
    if text[end : end + 1] not in '.,;:!?”"' or subject - piece.start < _SHORTEST // 2:
        return None
    closing = subject - 2
    if text[closing] not in "’'" or text[closing - 1] not in ",.!?—":
        return None
    opening = max(text.rfind(mark, piece.start, closing) for mark in (" '", "‘", "“'", "\"'"))
    if opening < 0:
        return None
    return opening + (text[opening] != "‘"), closing + 1


def _coordinated(words: Words, piece: Span, first: int, rate: float) -> tuple[Span, str] | None:
    """The subject of the verb before, for one that "and" joins to it: ``she met them and | promised``."""
    if first < 2 or words.lower[first - 1] not in ("and", "but", "or", "also") or rate < _JOINED:
        return None
    begin = max(piece.start, words.bounds(words.sentence(words.tokens[first][0]))[0])
    numbers = words.within(begin, words.tokens[first - 1][0])
    for number in numbers:
        word = words.lower[number]
        if word in small("subject"):
            return Span(*words.tokens[number]), "joined"
        if words.texts[number][0].isupper() and word not in folded("function_words"):
            return Span(words.tokens[_phrase(words, piece, number)][0], words.tokens[number][1]), "joined"
        if number - numbers.start > _FAR:
            return None
    return None


def _possessor(words: Words, piece: Span, first: int, number: int) -> tuple[Span, str] | None:
    """Whose it is, where a noun signals: ``his | decision to``, ``North Korea's | claim that``."""
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
            return Span(words.tokens[_phrase(words, piece, last)][0], end), "owner"
    return None


def _phrase(words: Words, piece: Span, last: int) -> int:
    """The first token of the noun phrase that ends here."""
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
    """The last token of the cue, and the word after it (after the one addressed, where one is told)."""
    last = number
    following = number + 1
    if following >= len(words.tokens) or words.tokens[following][0] >= piece.end:
        return last, ""
    word = words.lower[following]
    if word in ("for", "on", "of", "about", "in", "with", "at", "out", "off", "up") and _space(words, following):
        phrase = matches([verb, word])
        if word not in ("about",) and ((phrase and phrase[0][1] > 1) or word in ("for", "of")):
            return following, word
    if word != "that" and verb in small("addresses"):
        later = _that(words, piece, following)
        if later is not None:
            return later - 1, "that"
    if word in small("addressee") and (verb in small("told") or _QUOTED.match(words.text, words.tokens[following][1])):
        return following, words.lower[following + 1] if following + 1 < len(words.tokens) else ""
    return last, word


def _that(words: Words, piece: Span, following: int) -> int | None:
    """The token "that" a few words on in the same clause: ``told his colleagues on Monday | that``."""
    for number in range(following + 1, min(following + 8, len(words.tokens))):
        start, end = words.tokens[number]
        if end > piece.end or words.text[words.tokens[number - 1][1] : start] != " ":
            return None
        if words.text[start:end] == "that":
            return number
    return None


def _content(words: Words, piece: Span, last: int) -> tuple[int, int]:
    """What follows the cue, to the end of its sentence or of the content around it."""
    text = words.text
    begin = words.tokens[last][1]
    while begin < piece.end and text[begin] in " \u00a0,:":
        begin += 1
    if begin >= piece.end:
        return begin, begin
    end = piece.end
    sentence = words.sentence(begin)
    end = min(end, words.bounds(sentence)[1], begin + _LONGEST)
    if text[begin] in "‘'":
        found = _CLOSING.search(text, begin + 1, piece.end) or _CLOSES.search(text, begin + 1, piece.end)
        end = found.end() if found is not None else end
    elif text[begin] == "“":
        closing = text.find("” ", begin + 1, piece.end)
        end = closing + 1 if closing > 0 else end
    if text[begin] not in "‘'“\"":
        clause = _CLAUSE.search(text, min(begin + _SHORTEST, end), end)
        end = clause.start() if clause else end
    inner = text[begin] in "‘'" and text[end - 1] in "’'"
    while end > begin and (text[end - 1].isspace() or (text[end - 1] in "”\"’'" and end == piece.end and not inner)):
        end -= 1
    return begin, end


@cache
def rates() -> dict[str, float]:
    """For each cue verb how often it is one."""
    return {row["term"]: float(row["rate"]) for row in lexicon("cue_rates")}
