"""A noun phrase that ends in a role, taken apart: the role, the body it is at, whether its bearer speaks for that."""

from __future__ import annotations

import msgspec

from sayso.terms import Span
from sayso.text.vocabulary import common_bodies, folded, noun_kinds, pronouns, roles, singular, title_roles, titles
from sayso.text.words import Words


class Profile(msgspec.Struct, frozen=True):
    """Role, affiliation and office of a name at one place; None and empty where the place does not tell."""

    role: Span | None = None
    affiliation: Span | None = None
    owner: str = ""
    spokesperson: bool = False
    heads: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether the place tells anything."""
        return bool(self.role or self.affiliation or self.heads)


def role_head(words: Words, numbers: range) -> str:
    """The role noun that ends these words, two or three words where the lexicon knows them so; empty for none."""
    if not len(numbers):
        return ""
    tokens = [words.lower[number].replace(".", "") for number in numbers[-3:]]
    tokens[-1] = singular(tokens[-1])
    for length in (3, 2, 1):
        phrase = " ".join(tokens[-length:])
        if len(tokens) >= length and (phrase in roles() or phrase in titles()):
            return phrase
    return ""


def role_phrase(words: Words, span: Span, head: str) -> Profile:
    """The role in a noun phrase that ends in a role noun, with the body named before it."""
    numbers = words.within(span.start, span.end)
    stop = numbers.stop - len(head.split())
    office = roles().get(head, ("", "no"))[1]
    spokes = office == "yes"
    first = _first_of_role(words, numbers.start, stop)
    owner = words.lower[first]
    if owner in pronouns():
        role = Span(words.tokens[min(first + 1, numbers.stop - 1)][0], span.end)
        return Profile(role, None, owner, spokes or office == "for", _heads(head))
    named = [number for number in range(first, stop) if _named(words, number, first)]
    held = [number for number in range(first, stop) if _possessive(words, number) and _is_body(words, number)]
    if not any(words.texts[number][0].isupper() for number in named):
        cut = held[-1] + 1 if held else first
        body = Span(words.starts[numbers.start], words.tokens[cut - 1][1]) if held else None
    else:
        cut = max(*named, *held, first) + 1
        body = Span(words.starts[first], words.tokens[cut - 1][1])
    capital = words.texts[numbers.stop - 1][0].isupper() and not held
    campaign = cut > first and not spokes and words.lower[cut - 1] == "campaign"
    begin = first if capital or cut >= numbers.stop else cut - 1 if campaign else cut
    body = _body(words, body)
    role = Span(words.starts[begin], span.end)
    return Profile(role, body, "", spokes or (office == "for" and body is not None), _heads(head))


def _first_of_role(words: Words, first: int, stop: int) -> int:
    """The first token of a role, behind determiners and what the role is not: ``the words of the | dyke warden``."""
    for number in range(first + 1, stop):
        if words.lower[number] == "of" and not role_head(words, range(first, number)):
            first = number
    while first < stop and words.lower[first] in ("the", "a", "an", "one", "of"):
        first += 1
    return first


def _named(words: Words, number: int, first: int) -> bool:
    """Whether a word before a role may be of the name of the body that the role is at."""
    if number == first and _opens_sentence(words, number):
        return False
    listed = words.lower[number] in folded("organizations")
    return words.texts[number][0].isupper() or listed or _possessive(words, number)


def _possessive(words: Words, number: int) -> bool:
    end = words.tokens[number][1]
    return words.text[end : end + 1] in ("'", "’")


def _is_body(words: Words, number: int) -> bool:
    """Whether a lower-case word is a common noun for a body or a place of one: the | airline | 's pilot."""
    word = words.lower[number]
    return word in common_bodies() or noun_kinds().get(word) in ("body", "place", "people")


def _opens_sentence(words: Words, number: int) -> bool:
    """Whether a common noun has its capital only from the sentence that it opens: ``Ferry | captain``."""
    start = words.starts[number]
    opens = start - words.bounds(words.sentence(start))[0] <= 1
    word = words.lower[number]
    return opens and word in noun_kinds() and (word not in folded("organizations") or word in common_bodies())


def _heads(head: str) -> frozenset[str]:
    """The nouns that a later mention may use for this role."""
    last = head.split()[-1] if head else ""
    known = title_roles()
    return frozenset(noun for noun in (head, last, known.get(head, ""), known.get(last, "")) if noun)


def _body(words: Words, span: Span | None) -> Span | None:
    """The span if it names somebody one can belong to; a party's adjective, a place or an age is none."""
    if span is None:
        return None
    said = span.of(words.text).casefold().replace("’s", "").replace("'s", "")
    if said in titles() or said in ("house", "senate") or said.split()[0] in ("former", "then", "ex"):
        return None
    return span
