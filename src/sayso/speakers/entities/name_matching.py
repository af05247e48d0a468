"""Whether two forms of a name can be one person, and what one more form adds: short for long, initials, slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.entity import PERSONS, Entity
from sayso.speakers.mentions.names import Name, fold
from sayso.text.vocabulary import small


def another_of(entity: Entity, name: Name) -> bool:
    """Whether a form is another name of the same person, or a short form, so that the first one stays."""
    if entity.kind not in PERSONS:
        return False
    other = entity.key != name.key and name.key in entity.nicknames and not name.nickname
    same_length = len(name.words) == len(entity.words) > 1
    return other or (same_length and short_of(name.words[0], entity.words[0]))  # Pat for Patrick


def take_on(entity: Entity, name: Name) -> None:
    """Take on a form: it names the entity where it is longer, in full, or more frequent than the one before."""
    persons = entity.kind in PERSONS
    same_length = len(name.words) == len(entity.words)
    longer = len(name.words) > len(entity.words)
    full = persons and same_length and len(name.words) > 1 and short_of(entity.words[0], name.words[0])
    if full or (longer and (persons or entity.name.isupper() or len(entity.words) == 1)):
        _call(entity, name)
    count = entity.forms[name.text] = entity.forms.get(name.text, 0) + 1
    counted = entity.forms.get(entity.name, 0)
    slip = count == counted and name.text != entity.name and persons and misspelt(name.words[0], entity.words[0])
    if len(name.words) == len(entity.words) and (count > counted or slip):
        _call(entity, name)
    if entity.kind is None:
        entity.kind = name.sort
    if entity.sex == "-":
        entity.sex = name.sex


def _call(entity: Entity, name: Name) -> None:
    entity.name, entity.words, entity.name_span = name.text, name.words, name.span


_SLIP: Final = 5  # letters from which on a word may be misspelt


def compatible(
    entity_words: tuple[str, ...], key: str, sex: str, name: Name, nicknames: Collection[str] = frozenset()
) -> bool:
    """Whether two forms can name one person: the words of the shorter stand in the longer, initials count."""
    if "-" not in (sex, name.sex) and sex != name.sex:
        return False
    mine, theirs = tuple(map(fold, name.words)), tuple(map(fold, entity_words))
    short, long = sorted((mine, theirs), key=len)
    if len(short) == 1:
        return short[0] in (long[0], key if long is theirs else name.key) or short[0] in nicknames
    if _suffix(mine) != _suffix(theirs) and mine[0] == theirs[0]:
        return False  # Tell and Tell Jr., each with first name, are father and son
    if short == long[-len(short) :] or short == (long[0], *long[-1:]):
        return True
    first = _alike(short[0], long[0]) or short[0] in nicknames or (name.nickname and fold(name.nickname) == theirs[0])
    return short[-1] == long[-1] and bool(first)


def _suffix(words: tuple[str, ...]) -> str:
    """What tells a son from his father: ``jr``, ``iii``; empty for none."""
    last = words[-1].strip(".")
    return last if last in small("name_suffix") else ""


def _alike(one: str, other: str) -> bool:
    """Whether two first names can be one: equal, an initial, or a short form that begins alike."""
    one, other = one.strip("."), other.strip(".")
    if (
        one == other
        or short_of(one, other)
        or short_of(other, one)
        or (min(len(one), len(other)) == 1 and one[0] == other[0])
    ):
        return True
    return misspelt(one, other) or (one.startswith(other[:3]) and min(len(one), len(other)) <= 4)


def short_of(short: str, long: str) -> bool:
    """Whether a first name is a short form of another: ``Peggy`` of Margaret."""
    return long.lower() in _long_names().get(short.lower(), ())


@cache
def _long_names() -> dict[str, tuple[str, ...]]:
    return {row["term"]: tuple(row["long"].split()) for row in lexicon("short_names")}


def misspelt(one: str, other: str) -> bool:
    """Whether two words differ as a slip of the pen does: Hilary and Hillary, Labbot and Labott."""
    if min(len(one), len(other)) < _SLIP or one[:3] != other[:3] or abs(len(one) - len(other)) > 1:
        return False
    return (Counter(one) - Counter(other)).total() + (Counter(other) - Counter(one)).total() <= 2 and one[-1] == other[
        -1
    ]


def slipped(one: str, other: str) -> bool:
    """Whether two last names differ by one letter put in, left out or changed, or by one doubled for another."""
    if min(len(one), len(other)) < _SLIP or one[0] != other[0] or one[-1] != other[-1] or one == other:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1 or misspelt(one, other)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
