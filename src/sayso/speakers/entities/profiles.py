"""What stands next to a name: role, affiliation, whether its bearer speaks for somebody, each with its span."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.speakers.entities.role_phrases import Profile, role_head, role_phrase
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import (
    folded,
    roles,
    saying,
    singular,
    small,
)
from sayso.text.words import Words

__all__ = ["Profile", "profile", "role_head"]

_BACK: Final = 9
_END: Final = re.compile(r"[,;:()\n–—]|\.(?=\s|$)|\s-\s|[“”\"]|\s(?:who|which|that|said|says|told|was|is|has|had)\b")
_AGE: Final = re.compile(r", (?:\d{1,3}|[a-z]+-year-old),")
_LINK: Final = re.compile(r"\s(?:of|for|at|with|from|in|on|to|and)\s")
_OF: Final = re.compile(r",?\s(?:of|from|with|at)\s(?:the\s)?(?=[^\W\da-z_])")
_LEAD: Final = re.compile(r"\s*+(?:[\"“”]\s*+)?(?:An?|an?|[Tt]he|[Oo]ne|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y) ")
_FOR: Final = frozenset(("for", "to", "of", "with"))
_JOINS: Final = frozenset(("and", "or", "but"))
_BODIES: Final = frozenset((SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET))


def profile(words: Words, name: Name) -> Profile:
    """What the words around one place of a name tell: before it, else after it."""
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
    end = name.title_span.start if name.title_span else name.span.start
    comma = text[max(0, end - 2) : end] == ", "
    first = stop = words.within(end, end + 1).start
    while first and stop - first < _BACK and _goes_on(words, first, comma and first == stop):
        first -= 1
        if words.lower[first] in small("possessive") or (comma and _possessor(words, first)):
            break
        if comma and words.lower[first] in ("the", "a", "an") and first and words.lower[first - 1] != "of":
            break
    numbers = range(first, stop)
    head = role_head(words, numbers)
    joined = first > 0 and words.lower[first - 1] == "and"  # the mayor, NAME, and police chief, NAME
    if comma and not (head and len(numbers) and (joined or _opens(words, first))):
        found = _lead(words, end)
        return _titled(words, name) if not found and name.title_span is not None else found
    if not head and name.title_span is None:
        return _possessed(words, numbers)
    if not head:
        return _titled(words, name)
    begin = words.tokens[first][0]
    role = Span(begin, words.tokens[stop - 1][1])
    return role_phrase(words, role, head)


def _possessor(words: Words, number: int) -> bool:
    """Whether a capitalised word has the mark of a possessive: ``met | Denmark's | prime minister, NAME``."""
    end = words.tokens[number][1]
    return words.texts[number][0].isupper() and words.text[end : end + 2] in ("'s", "’s")


def _led(words: Words, first: int, stop: int) -> bool:
    """Whether people before a comma are but those whom the one named is for: counsel for | the chiefs."""
    last = words.lower[stop - 1]
    return singular(last) != last and first > 0 and bool({*words.lower[first - 1 : first + 1]} & _FOR)


def _lead(words: Words, end: int) -> Profile:
    """``An attorney for Pagliano, | NAME``: a description that itself goes on after its head."""
    text = words.text
    sentence = words.bounds(words.sentence(end - 1))[0]
    begin = max(sentence, end - 120, text.rfind(",", sentence, end - 2) + 1)
    opening = _LEAD.match(text, begin, end - 2)
    if opening is None and begin != sentence:
        return Profile()
    start = opening.end() if opening is not None else begin  # counsel for the chiefs
    link = _LINK.search(text, start, end - 2)
    head = role_head(words, words.within(start, link.start())) if link else ""
    if link is None or not head:
        return Profile()
    start = words.starts[words.within(start, end).start]
    found = role_phrase(words, Span(start, link.start()), head)
    role, body = _linked(words, found.role or Span(start, link.start()), Span(link.start() + 1, end - 2))
    return Profile(role, found.affiliation or body, found.owner, found.spokesperson or _for(found, body), found.heads)


def _for(found: Profile, body: Span | None) -> bool:
    """Whether a lawyer speaks for somebody, now that it is known for whom."""
    return body is not None and any(roles().get(head, ("", "no"))[1] == "for" for head in found.heads)


def _opens(words: Words, number: int) -> bool:
    """Whether a word can open an appositive before a comma: a determiner, a possessive, a name."""
    word = words.texts[number]
    return word[0].isupper() or word.lower() in ("the", "a", "an", "one") or word.lower() in small("possessive")


def _goes_on(words: Words, number: int, comma: bool) -> bool:
    """Whether the word before this one belongs to the same noun phrase."""
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


def _possessed(words: Words, numbers: range) -> Profile:
    """``CNN's | Jake Tapper``: the possessor is where the name belongs, if it is a body."""
    if not len(numbers):
        return Profile()
    end = words.tokens[numbers[-1]][1]
    if words.text[end : end + 1] not in ("'", "’"):
        return Profile()
    for found in names_within(words, words.tokens[numbers.start][0], end):
        if found.span.end == end and found.sort in _BODIES:
            return Profile(affiliation=found.span)
    return Profile()


def _titled(words: Words, name: Name) -> Profile:
    """``White House Press Secretary | NAME``, ``Rep. | NAME``."""
    assert name.title_span is not None
    if name.title_span.of(words.text).lower().rstrip(".") in small("courtesy"):
        return Profile()
    inside = words.within(name.title_span.start, name.title_span.end)
    head = role_head(words, inside)
    number = inside.start - 1
    if number >= 0 and words.lower[number] in ("former", "then", "acting"):
        told = role_phrase(words, name.title_span, head)
        role = told.role or name.title_span
        begin = words.tokens[number][0] if role.start == name.title_span.start else role.start
        return msgspec.structs.replace(told, role=Span(begin, role.end))
    return role_phrase(words, name.title_span, head)


def _after(words: Words, name: Name) -> Profile:
    """``NAME, a spokeswoman for the Port Authority,`` or ``NAME of ABC News``."""
    text = words.text
    place = name.span.end
    near = _OF.match(text, place)
    if near is not None:
        found = next(names_within(words, near.end(), min(len(text), near.end() + 80)), None)
        near_by = found is not None and found.span.start <= near.end() + 4 and found.sort in _BODIES
        if found is not None and near_by and found.text.casefold() not in folded("places"):
            return Profile(affiliation=found.span)
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
    head_end = link.start() if link else end
    numbers = words.within(place, head_end)
    head = role_head(words, numbers)
    if not head or len(numbers) > _BACK or names_start(words, numbers) or words.lower[numbers.start] in _JOINS:
        return Profile()
    told = role_phrase(words, Span(words.tokens[numbers.start][0], words.tokens[numbers.stop - 1][1]), head)
    if link is None or told.role is None:
        return told
    role, body = _linked(words, told.role, Span(link.start() + 1, max(end, link.start() + 2)))
    return Profile(role, told.affiliation or body, told.owner, told.spokesperson or _for(told, body), told.heads)


def names_start(words: Words, numbers: range) -> bool:
    """Whether a list or a clause goes on here, so that no appositive follows: ``Ames, Mayor Bo Hill and``."""
    last = words.texts[numbers.stop - 1]
    if last[0].isupper() and singular(last.lower()) not in roles():
        return True
    opens = ("the", "a", "an", *small("possessive"))  # the clause goes on: "Ames, benched the captain"
    return words.lower[numbers.start] in ("and", "but") or any(words.lower[n] in opens for n in numbers[1:])


def _linked(words: Words, role: Span, rest: Span) -> tuple[Span, Span | None]:
    """The role with what follows it, and the body that it is a role at: ``spokeswoman for | the Port Authority``."""
    text = words.text
    found = next(names_within(words, rest.start, rest.end), None)
    link = text[rest.start : rest.end].split(None, 1)[0]
    if link == "and":
        return role, None
    if found is None:
        tail = text[role.start : rest.end].rstrip()
        return (Span(role.start, role.start + len(tail)) if link in ("of", "for") else role), None
    body_end = found.span.end
    numbers = words.within(body_end, min(body_end + 16, len(text)))
    if (
        len(numbers)
        and text[body_end : words.tokens[numbers.start][0]] in (" ", "’s ", "'s ")
        and words.lower[numbers.start] in folded("organizations")
    ):
        body_end = words.tokens[numbers.start][1]
    begin = found.title_span.start if found.title_span and found.sort not in _BODIES else found.span.start
    return role, Span(begin, body_end)
