"""Parses noun phrases that end in a role: the role, the affiliation, and whether it is a spokesperson."""

from __future__ import annotations

import msgspec

from sayso.terms import Span
from sayso.text.vocabulary import (
    common_bodies,
    folded,
    noun_kinds,
    office,
    pronouns,
    roles,
    singular,
    title_roles,
    titles,
)
from sayso.text.words import Words


class Profile(msgspec.Struct, frozen=True):
    """Role and affiliation of a mention; None or empty if unknown."""

    role: Span | None = None
    affiliation: Span | None = None
    owner: str = ""
    spokesperson: bool = False
    heads: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether any field is known."""
        return bool(self.role or self.affiliation or self.heads)


def role_head(words: Words, numbers: range) -> str:
    """The role noun at the end of the tokens, of up to three words; empty if there is none."""
    if not len(numbers):
        return ""
    tokens = [words.lower[number].replace(".", "") for number in numbers[-3:]]
    tokens[-1] = singular(tokens[-1])
    for length in (3, 2, 1):
        phrase = " ".join(tokens[-length:])
        if len(tokens) >= length and (phrase in roles() or phrase in titles() or office(phrase) != phrase):
            return phrase  # also the vice-chancellor
    return ""


def role_phrase(words: Words, span: Span, head: str) -> Profile:
    """The role in a noun phrase that ends in a role noun, with the body before it."""
    numbers = words.within(span.start, span.end)
    stop = numbers.stop - len(head.split())
    spokesperson_value = roles().get(head, ("", "no"))[1]
    is_spokesperson = spokesperson_value == "yes"
    first = _role_start(words, numbers.start, stop)
    owner = words.lower[first]
    if owner in pronouns():
        role = Span(words.tokens[min(first + 1, numbers.stop - 1)][0], span.end)
        return Profile(role, None, owner, is_spokesperson or spokesperson_value == "for", _heads(head))
    name_tokens = [number for number in range(first, stop) if _in_body_name(words, number, first)]
    possessors = [number for number in range(first, stop) if _is_possessive(words, number) and _is_body(words, number)]
    if not any(words.texts[number][0].isupper() for number in name_tokens):
        role_start = possessors[-1] + 1 if possessors else first
        body = Span(words.starts[numbers.start], words.tokens[role_start - 1][1]) if possessors else None
    else:
        role_start = max(*name_tokens, *possessors, first) + 1
        body = Span(words.starts[first], words.tokens[role_start - 1][1])
    is_title = words.texts[numbers.stop - 1][0].isupper() and not possessors
    is_campaign = role_start > first and not is_spokesperson and words.lower[role_start - 1] == "campaign"
    begin = first if is_title or role_start >= numbers.stop else role_start - 1 if is_campaign else role_start
    body = _valid_body(words, body)
    role = Span(words.starts[begin], span.end)
    return Profile(role, body, "", is_spokesperson or (spokesperson_value == "for" and body is not None), _heads(head))


def _role_start(words: Words, first: int, stop: int) -> int:
    """The first token of a role, after determiners and outer noun phrases: ``the words of the | dyke warden``."""
    for number in range(first + 1, stop):
        if words.lower[number] == "of" and not role_head(words, range(first, number)):
            first = number
    while first < stop and words.lower[first] in ("the", "a", "an", "one", "of"):
        first += 1
    return first


def _in_body_name(words: Words, number: int, first: int) -> bool:
    """Whether a word before a role can be part of the name of the affiliation."""
    if number == first and _is_sentence_initial(words, number):
        return False
    is_body_noun = words.lower[number] in folded("organizations")
    return words.texts[number][0].isupper() or is_body_noun or _is_possessive(words, number)


def _is_possessive(words: Words, number: int) -> bool:
    end = words.tokens[number][1]
    return words.text[end : end + 1] in ("'", "’")


def _is_body(words: Words, number: int) -> bool:
    """Whether a word is a common noun for a body or its place: the | airline | 's pilot."""
    word = words.lower[number]
    return word in common_bodies() or noun_kinds().get(word) in ("body", "place", "people")


def _is_sentence_initial(words: Words, number: int) -> bool:
    """Whether a common noun is capitalized only because it starts a sentence: ``Ferry | captain``."""
    start = words.starts[number]
    is_initial = start - words.bounds(words.sentence(start))[0] <= 1
    word = words.lower[number]
    return is_initial and word in noun_kinds() and (word not in folded("organizations") or word in common_bodies())


def _heads(head: str) -> frozenset[str]:
    """The nouns of later mentions of this role."""
    last = head.split()[-1] if head else ""
    known = title_roles()
    return frozenset(noun for noun in (head, last, known.get(head, ""), known.get(last, "")) if noun)


def _valid_body(words: Words, span: Span | None) -> Span | None:
    """The span if it can be an affiliation, which a title or an adjective such as "former" cannot."""
    if span is None:
        return None
    phrase = span.of(words.text).casefold().replace("’s", "").replace("'s", "")
    if phrase in titles() or phrase in ("house", "senate") or phrase.split()[0] in ("former", "then", "ex"):
        return None
    return span
