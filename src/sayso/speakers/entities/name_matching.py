"""Matching of name forms: short forms, initials, aliases, typos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.entities.entity import PERSONS, Entity
from sayso.speakers.mentions.names import Name, fold
from sayso.text.vocabulary import small


def is_alias_or_short_form(entity: Entity, name: Name) -> bool:
    """Whether a form is an alias or a short form, which does not replace the name of the entity."""
    if entity.kind not in PERSONS:
        return False
    is_alias = entity.key != name.key and name.key in entity.nicknames and not name.nickname
    same_length = len(name.words) == len(entity.words) > 1
    return is_alias or (same_length and short_of(name.words[0], entity.words[0]))  # Pat for Patrick


def add_form(entity: Entity, name: Name) -> None:
    """Add a form: it becomes the name of the entity if it is longer, fuller or more frequent."""
    is_person = entity.kind in PERSONS
    same_length = len(name.words) == len(entity.words)
    is_longer = len(name.words) > len(entity.words)
    is_full_form = is_person and same_length and len(name.words) > 1 and short_of(entity.words[0], name.words[0])
    if is_full_form or (is_longer and (is_person or entity.name.isupper() or len(entity.words) == 1)):
        _rename(entity, name)
    count = entity.forms[name.text] = entity.forms.get(name.text, 0) + 1
    current_count = entity.forms.get(entity.name, 0)
    is_spelling_variant = (
        count == current_count and name.text != entity.name and is_person and misspelt(name.words[0], entity.words[0])
    )
    if len(name.words) == len(entity.words) and (count > current_count or is_spelling_variant):
        _rename(entity, name)
    if entity.kind is None:
        entity.kind = name.sort
    if entity.sex == "-":
        entity.sex = name.sex


def _rename(entity: Entity, name: Name) -> None:
    entity.name, entity.words, entity.name_span = name.text, name.words, name.span


def initials(name: Name) -> str:
    """The initials of a name, without link words."""
    return "".join(word[0] for word in name.words if word.lower() not in small("name_link"))


_MIN_TYPO_LENGTH: Final = 5  # letters of a word that may contain a typo


def compatible(
    entity_words: tuple[str, ...], key: str, sex: str, name: Name, nicknames: Collection[str] = frozenset()
) -> bool:
    """Whether two forms can name the same person: the longer contains the words or initials of the shorter."""
    if "-" not in (sex, name.sex) and sex != name.sex:
        return False
    mine, theirs = tuple(map(fold, name.words)), tuple(map(fold, entity_words))
    short, long = sorted((mine, theirs), key=len)
    if len(short) == 1:
        return short[0] in (long[0], key if long is theirs else name.key) or short[0] in nicknames
    if _suffix(mine) != _suffix(theirs) and mine[0] == theirs[0]:
        return False  # Ola Tell and Ola Tell Jr. are different persons
    if short == long[-len(short) :] or short == (long[0], *long[-1:]):
        return True
    first = (
        _same_first_name(short[0], long[0])
        or short[0] in nicknames
        or (name.nickname and fold(name.nickname) == theirs[0])
    )
    return short[-1] == long[-1] and bool(first)


def _suffix(words: tuple[str, ...]) -> str:
    """The generational suffix of a name: ``jr``, ``iii``; empty if there is none."""
    last = words[-1].strip(".")
    return last if last in small("name_suffix") else ""


def _same_first_name(first: str, second: str) -> bool:
    """Whether two first names can be the same: equal, an initial, a short form, or a typo."""
    first, second = first.strip("."), second.strip(".")
    if (
        first == second
        or short_of(first, second)
        or short_of(second, first)
        or (min(len(first), len(second)) == 1 and first[0] == second[0])
    ):
        return True
    return misspelt(first, second) or (first.startswith(second[:3]) and min(len(first), len(second)) <= 4)


def short_of(short: str, long: str) -> bool:
    """Whether a first name is a short form of another: ``Peggy`` of Margaret."""
    return long.lower() in _long_names().get(short.lower(), ())


@cache
def _long_names() -> dict[str, tuple[str, ...]]:
    return {row["term"]: tuple(row["long"].split()) for row in lexicon("short_names")}


def misspelt(first: str, second: str) -> bool:
    """Whether two words differ by a typical typo: Hilary and Hillary, Labbot and Labott."""
    if min(len(first), len(second)) < _MIN_TYPO_LENGTH or first[:3] != second[:3] or abs(len(first) - len(second)) > 1:
        return False
    return (Counter(first) - Counter(second)).total() + (Counter(second) - Counter(first)).total() <= 2 and first[
        -1
    ] == second[-1]


def is_typo(first: str, second: str) -> bool:
    """Whether two surnames differ by one inserted, deleted or replaced letter, or by a doubled letter."""
    if (
        min(len(first), len(second)) < _MIN_TYPO_LENGTH
        or first[0] != second[0]
        or first[-1] != second[-1]
        or first == second
    ):
        return False
    short, long = sorted((first, second), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1 or misspelt(first, second)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
