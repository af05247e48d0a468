"""Profiles, the role and affiliation next to a name: before it, in apposition after it, or in its title."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.speakers.entities.role_phrases import Profile, role_head, role_phrase
from sayso.speakers.kinds import BODIES
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span
from sayso.text.vocabulary import (
    folded,
    roles,
    saying,
    singular,
    small,
    titles,
)
from sayso.text.words import Words

_MAX_WORDS: Final = 9
_END: Final = re.compile(r"[,;:()\n–—]|\.(?=\s|$)|\s-\s|[“”\"]|\s(?:who|which|that|said|says|told|was|is|has|had)\b")
_AGE: Final = re.compile(r", (?:\d{1,3}|[a-z]+-year-old),")
_LINK: Final = re.compile(r"\s(?:of|for|at|with|from|in|on|to|and)\s")
_OF: Final = re.compile(r",?\s(?:of|from|with|at)\s(?:the\s)?(?=[^\W\da-z_])")
_DETERMINER: Final = re.compile(
    r"\s*+(?:[\"“”]\s*+)?(?:and |but |while |as )?(?:An?|an?|[Tt]he|[Oo]ne|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y) "
)
_BECAME: Final = r"is|became|took over as|serve[sd] as|works as|was sworn in as"
_CHOSEN: Final = r"(?:was|been) (?:re-?)?(?:elected|appointed|named|chosen|made)"
_PREDICATE: Final = re.compile(rf" (?:has )?(?:{_BECAME}|{_CHOSEN}|been) (?:as )?(?=(?:the |an? )?[a-z])")
_CONJUNCTIONS: Final = frozenset(("and", "or", "but"))


def profile(words: Words, name: Name) -> Profile:
    """The profile at one mention of a name, from the words before and after it."""
    before = _before(words, name)
    after = _after(words, name)
    if before and after:
        return Profile(
            before.role or after.role,
            before.affiliation or after.affiliation,
            before.owner or after.owner,
            before.spokesperson or after.spokesperson,
            before.heads | after.heads,
        )
    return before or after


def _before(words: Words, name: Name) -> Profile:
    """``Justice Department spokesperson | NAME``, ``CNN's | NAME``, ``Her campaign manager, | NAME``."""
    text = words.text
    end = name.begin
    comma = text[max(0, end - 2) : end] == ", "
    first = stop = words.within(end, end + 1).start
    while first and stop - first < _MAX_WORDS and _continues_phrase(words, first, comma and first == stop):
        first -= 1
        if comma and _is_possessor(words, first):
            first = _name_start(words, first)
            break
        if words.lower[first] in small("possessive"):
            break
        if comma and words.lower[first] in ("the", "a", "an") and first and words.lower[first - 1] != "of":
            break
    numbers = range(first, stop)
    head = role_head(words, numbers)
    is_coordinated = first > 0 and words.lower[first - 1] == "and"  # the mayor, NAME, and police chief, NAME
    if comma and not (head and len(numbers) and (is_coordinated or _can_start_apposition(words, first))):
        description = _postmodified(words, end)
        return _of_title(words, name) if not description and name.title_span is not None else description
    if not head and name.title_span is None:
        return _of_possessor(words, numbers)
    if not head:
        return _of_title(words, name)
    begin = words.tokens[first][0]
    role = Span(begin, words.tokens[stop - 1][1])
    return role_phrase(words, role, head)


def _is_possessor(words: Words, number: int) -> bool:
    """Whether a capitalized word is possessive: ``met | Denmark's | prime minister, NAME``."""
    end = words.tokens[number][1]
    return words.texts[number][0].isupper() and words.text[end : end + 2] in ("'s", "’s")


def _name_start(words: Words, number: int) -> int:
    """The first word of the name that ends with a word: ``met | New York's mayor, NAME``."""
    start, end = words.tokens[number]
    begin = max(words.bounds(words.sentence(start))[0], words.starts[max(0, number - _MAX_WORDS)])
    for name in names_within(words, begin, end):
        if name.span.end == end:
            return words.within(name.span.start, end).start
    return number


def _postmodified(words: Words, end: int) -> Profile:
    """``An attorney for Pagliano, | NAME``: a description with words after its head."""
    text = words.text
    sentence = words.bounds(words.sentence(end - 1))[0]
    begin = max(sentence, end - 120, text.rfind(",", sentence, end - 2) + 1)
    opening = _DETERMINER.match(text, begin, end - 2)
    if opening is None and begin != sentence:
        return Profile()
    start = opening.end() if opening is not None else begin  # counsel for the chiefs
    link = _LINK.search(text, start, end - 2)
    head = role_head(words, words.within(start, link.start())) if link else ""
    if link is None or not head:
        return Profile()
    start = words.starts[words.within(start, end).start]
    description = role_phrase(words, Span(start, link.start()), head)
    role, body = _with_complement(words, description.role or Span(start, link.start()), Span(link.start() + 1, end - 2))
    return Profile(
        role,
        description.affiliation or body,
        description.owner,
        description.spokesperson or _is_representative(description, body),
        description.heads,
    )


def _is_representative(description: Profile, body: Span | None) -> bool:
    """Whether a role such as lawyer is a spokesperson because its client is known."""
    return body is not None and any(roles().get(head, ("", "no"))[1] == "for" for head in description.heads)


def _can_start_apposition(words: Words, number: int) -> bool:
    """Whether a word can start an apposition before a comma: a determiner, a possessive, a name."""
    word = words.texts[number]
    return word[0].isupper() or word.lower() in ("the", "a", "an", "one") or word.lower() in small("possessive")


def _continues_phrase(words: Words, number: int, comma: bool) -> bool:
    """Whether the previous word belongs to the same noun phrase."""
    start = words.tokens[number][0]
    previous, end = words.tokens[number - 1]
    gap = words.text[end:start]
    if gap not in (" ", "\u00a0", "’s ", "'s ", "’ ", "' ", "-") and not (comma and gap == ", "):
        return False
    word = words.text[previous:end].lower()
    if saying(word) and words.text[previous].islower():
        return False
    return (
        word in ("the", "a", "an", "of")
        or word not in folded("function_words")
        or word in small("possessive")
        or word in ("former", "most", "top")
    )


def _of_possessor(words: Words, numbers: range) -> Profile:
    """``CNN's | Jake Tapper``: a possessor that is a body is the affiliation."""
    if not len(numbers):
        return Profile()
    end = words.tokens[numbers[-1]][1]
    if words.text[end : end + 1] not in ("'", "’"):
        return Profile()
    for name in names_within(words, words.tokens[numbers.start][0], end):
        if name.span.end == end and name.sort in BODIES:
            return Profile(affiliation=name.span)
    return Profile()


def _of_title(words: Words, name: Name) -> Profile:
    """``White House Press Secretary | NAME``, ``Rep. | NAME``."""
    assert name.title_span is not None
    if name.title_span.of(words.text).lower().rstrip(".") in small("courtesy"):
        return Profile()
    inside = words.within(name.title_span.start, name.title_span.end)
    head = role_head(words, inside)
    number = inside.start - 1
    if number >= 0 and words.lower[number] in ("former", "then", "acting"):
        title_profile = role_phrase(words, name.title_span, head)
        role = title_profile.role or name.title_span
        begin = words.tokens[number][0] if role.start == name.title_span.start else role.start
        return msgspec.structs.replace(title_profile, role=Span(begin, role.end))
    return role_phrase(words, name.title_span, head)


def _after(words: Words, name: Name) -> Profile:
    """``NAME, a spokeswoman for the Port Authority,`` or ``NAME of ABC News``."""
    text = words.text
    place = name.span.end
    preposition = _OF.match(text, place)
    if preposition is not None:
        name_after = next(names_within(words, preposition.end(), min(len(text), preposition.end() + 80)), None)
        is_adjacent = (
            name_after is not None and name_after.span.start <= preposition.end() + 4 and name_after.sort in BODIES
        )
        if name_after is not None and is_adjacent and name_after.text.casefold() not in folded("places"):
            return Profile(affiliation=name_after.span)
    predicate = _PREDICATE.match(text, place)
    if predicate is not None and not words.quoted[place]:
        return _of_predicate(words, predicate.end())
    age = _AGE.match(text, place)
    place = age.end() - 1 if age else place
    if text[place : place + 2] not in (", ", " -", " –", " —") and text[place : place + 3] not in (" (",):
        return Profile()
    place += 2
    while place < len(text) and text[place] in " –—-(":
        place += 1
    stop = _END.search(text, place, place + 160)
    end = stop.start() if stop else min(len(text), place + 160)
    link = _LINK.search(text, place, end)
    numbers = words.within(place, link.start() if link else end)
    head = role_head(words, numbers)
    if not head or len(numbers) > _MAX_WORDS or _names_start(words, numbers):
        return Profile()
    apposition = role_phrase(words, Span(words.tokens[numbers.start][0], words.tokens[numbers.stop - 1][1]), head)
    if link is None or apposition.role is None:
        return apposition
    role, body = _with_complement(words, apposition.role, Span(link.start() + 1, max(end, link.start() + 2)))
    return Profile(
        role,
        apposition.affiliation or body,
        apposition.owner,
        apposition.spokesperson or _is_representative(apposition, body),
        apposition.heads,
    )


def _of_predicate(words: Words, start: int) -> Profile:
    """The office in a predicate: ``NAME became | mayor of Tarn``."""
    stop = _END.search(words.text, start, start + 160)
    end = stop.start() if stop else min(len(words.text), start + 160)
    link = _LINK.search(words.text, start, end)
    numbers = words.within(start, link.start() if link else end)
    head = role_head(words, numbers)
    if not (head in titles() or head in folded("roles")) or len(numbers) > _MAX_WORDS:
        return Profile()
    role = Span(words.tokens[numbers.start][0], words.tokens[numbers.stop - 1][1])
    office = role_phrase(words, role, head)
    body = _with_complement(words, role, Span(link.start() + 1, end))[1] if link is not None else None
    return msgspec.structs.replace(office, affiliation=office.affiliation or body)


def _names_start(words: Words, numbers: range) -> bool:
    """Whether a list or clause continues here instead of an apposition: ``Ames, Mayor Bo Hill and``."""
    last = words.texts[numbers.stop - 1]
    if last[0].isupper() and singular(last.lower()) not in roles():
        return True
    determiners = ("the", "a", "an", *small("possessive"))  # the clause continues: "Ames, benched the captain"
    return words.lower[numbers.start] in _CONJUNCTIONS or any(words.lower[n] in determiners for n in numbers[1:])


def _with_complement(words: Words, role: Span, rest: Span) -> tuple[Span, Span | None]:
    """The role with its complement, and the affiliation in it: ``spokeswoman for | the Port Authority``."""
    text = words.text
    name = next(names_within(words, rest.start, rest.end), None)
    link = text[rest.start : rest.end].split(None, 1)[0]
    if link == "and":
        return role, None
    if name is None:
        tail = text[role.start : rest.end].rstrip()
        return (Span(role.start, role.start + len(tail)) if link in ("of", "for") else role), None
    body_end = name.span.end
    numbers = words.within(body_end, min(body_end + 16, len(text)))
    if (
        len(numbers)
        and text[body_end : words.tokens[numbers.start][0]] in (" ", "’s ", "'s ")
        and words.lower[numbers.start] in folded("organizations")
    ):
        body_end = words.tokens[numbers.start][1]
    begin = name.begin if name.sort not in BODIES else name.span.start
    return role, Span(begin, body_end)
