"""Nouns for people with their modifiers, candidate antecedents of pronouns: ``lawmakers``, ``a nurse``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from sayso.speakers.kinds import people_noun
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import folded, singular, small
from sayso.text.words import Words

_ADJECTIVE_SUFFIXES: Final = ("ican", "ish", "ese", "ern", "al", "ic", "ive", "ous", "ary", "ian", "time", "ior")
_MAX_MODIFIERS: Final = 4  # modifiers of a noun


class NounPlace(NamedTuple):
    """A noun for people: the span of its phrase, its head in the singular, and what it denotes."""

    span: Span
    head: str
    kind: SpeakerKind
    plural: bool


def noun_places(words: Words, lines: Sequence[tuple[int, int]], taken: Collection[int]) -> Iterator[NounPlace]:
    """The nouns for people in these lines; tokens of names are skipped, except groups such as ``Republicans``."""
    for start, end in lines:
        for number in words.within(start, end):
            word = words.lower[number]
            kind, plural = people_noun(word)
            if (
                kind is None
                or _precedes_name_or_role(words, number, taken)
                or (number in taken and word not in folded("groups"))
            ):
                continue
            first = number
            while first and number - first < _MAX_MODIFIERS and _follows_modifier(words, first):
                first -= 1
            span = Span(words.tokens[first][0], words.tokens[number][1])
            yield NounPlace(span, singular(word), kind, plural)


def _precedes_name_or_role(words: Words, number: int, taken: Collection[int]) -> bool:
    """Whether the noun modifies the name or role after it: ``divers | NAME and NAME``, ``town | clerk``."""
    if number + 1 >= len(words.tokens) or words.text[words.tokens[number][1] : words.starts[number + 1]] != " ":
        return False
    return number + 1 in taken or (number not in taken and words.lower[number + 1] in folded("roles"))


def _follows_modifier(words: Words, number: int) -> bool:
    """Whether the previous word is a modifier in the noun phrase."""
    start, end = words.tokens[number - 1]
    if words.text[end : words.tokens[number][0]] != " ":
        return False
    lower = words.lower[number - 1]
    is_modifier = words.text[start].isupper() or lower.endswith(_ADJECTIVE_SUFFIXES) or lower in small("adjective")
    return is_modifier and lower not in folded("function_words")
