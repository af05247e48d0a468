"""Names that the page treats as a body's though they could be a person's: ``Pell said its plant``, ``Pell, which``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from sayso.lexicons import lexicon
from sayso.speakers.entities.appositions import body_told
from sayso.speakers.mentions.names import Name
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import saying, small
from sayso.text.words import Words

_PERSONS: Final = (None, SpeakerKind.PERSON)
_FAR: Final = 90
_WHICH: Final = re.compile(r"(?:,| –| —|—) which\b")
_VERB: Final = re.compile(r"[’']?s? ?(?:(?:has|had|have|also|later|then) )?(?P<verb>[a-z]+)\b")
_SAYS: Final = re.compile(r" (?:said|says|reported|reports|announced|declined|denied)\b")
_WHEN: Final = r"(?:(?: on| late| early| last| earlier this)? \w+,?| in (?:a|its) \w+,?){0,2}"
_ITS: Final = re.compile(rf"{_WHEN}(?: that)? (?P<it>its?)(?:['’]s| itself)? (?P<next>[a-z]+)(?: (?P<after>[a-z]+))?")
_PREPOSITION: Final = re.compile(r"\b(?:by|of|from|with|to|for|about|on|at|in) (?:the )?$")
_TAKEN_UP: Final = re.compile(r"[.!?][”\"’']? The (?P<noun>[a-z]+)\b")


def told_as_body(words: Words, name: Name) -> Name:
    """The name as a body's, where the words after it take it up as a thing: "it would appeal", "its hotels"."""
    if name.title or name.nickname or name.sort not in _PERSONS:
        return name
    called = len(name.words) == 1 and body_told(words, name) != ""
    if not (called or _the(words, name) or _which(words, name) or _acts(words, name) or _does(words, name)):
        return name
    return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION, told=True)


def _which(words: Words, name: Name) -> bool:
    """Whether "which", not "who", follows a name that no preposition leads to."""
    start = name.span.start
    if _WHICH.match(words.text, name.span.end) is None:
        return False
    return _PREPOSITION.search(words.text, max(0, start - _FAR), start) is None


def _acts(words: Words, name: Name) -> bool:
    """Whether it says something of "its" things, or that "it" does what only a body does; else a company follows."""
    verb = _VERB.match(words.text, name.span.end)
    if verb is None or not saying(verb["verb"]):
        return False
    found = _ITS.match(words.text, verb.end(), verb.end() + _FAR)
    if found is None:
        return len(name.words) == 1 and _taken_up(words, name)
    if found["it"] == "its":
        return True
    if found["next"] in small("be"):
        return (found["after"] or "").endswith("ing") and found["after"] in small("body_does")  # not "it was close"
    return bool({found["next"], found["after"]} & small("body_does"))


def _the(words: Words, name: Name) -> bool:
    """Whether "the" stands before a lone name, as before no person's: ``The | Lancet said``."""
    lone = len(name.words) == 1 and name.text[1:].islower()
    start = name.span.start
    return (
        lone
        and words.text[max(0, start - 4) : start].lower() == "the "
        and _SAYS.match(words.text, name.span.end) is not None
    )


def _does(words: Words, name: Name) -> bool:
    """Whether what follows a lone name is said of bodies alone: ``voted to leave``, ``shares``, ``posted a loss``."""
    return len(name.words) == 1 and _body_phrases().match(words.text, name.span.end) is not None


@cache
def _body_phrases() -> re.Pattern[str]:
    return re.compile(rf"(?:['’]s?)? (?:{'|'.join(row['term'] for row in lexicon('body_phrases'))})\b")


def _taken_up(words: Words, name: Name) -> bool:
    """Whether the next sentence goes on with "The company", of which the page has told nothing before."""
    start, end = words.bounds(words.sentence(name.span.start))
    found = _TAKEN_UP.search(words.text, max(start, end - 4), end + _FAR)
    if found is None or name.span.start - start > 1 or found["noun"] not in small("company"):
        return False
    return found["noun"] not in words.text[:end].lower()
