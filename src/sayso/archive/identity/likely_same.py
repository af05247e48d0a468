"""Speakers of an archive that are likely the same under two names, for the user to decide: Pat Roe and Patrick Roe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import msgspec

from sayso.archive.queries.query_language import words
from sayso.archive.storage.database import Database, stored
from sayso.lexicons import lexicon, small

_FORMS: Final = (
    "com",
    "org",
    "net",
    "co uk",
    "inc",
    "ltd",
    "limited",
    "plc",
    "llc",
    "corp",
    "corporation",
    "co",
    "company",
)
_SURNAME: Final = "same surname"
_SHORT: Final = 3  # letters that a short first name has in common with the long one
_KEYS: Final = 400  # names that one query asks for
_MOST: Final = 5  # that are offered for one speaker


_Named = tuple[str, int, str | None, str]


class Likely(msgspec.Struct, frozen=True):
    """Another entity that is likely the same, and why."""

    id: str
    name: str
    why: str


def likely_same(database: Database, chosen: Sequence[int]) -> dict[int, tuple[Likely, ...]]:
    """For each of these entities those that are likely the same; what the user parted is not offered."""
    known = _names(database, "entity", list(chosen))
    surnames = {surname for _, _, surname, _ in known if surname}
    variants = {variant for key, _, surname, _ in known if not surname for variant in _variants(key)}
    others = _names(database, "surname", sorted(surnames)) + _names(database, "key", sorted(variants))
    parted = _parted(database)
    out: dict[int, dict[int, Likely]] = defaultdict(dict)
    for key, number, surname, _ in known:
        for other_key, other, other_surname, label in others:
            if other == number or surname != other_surname or frozenset((number, other)) in parted:
                continue
            why = why_same(key, other_key, surname)
            if why:
                out[number].setdefault(other, Likely(f"e{other}", label, why))
    return {number: _offered(list(found.values())) for number, found in out.items()}


def _offered(found: list[Likely]) -> tuple[Likely, ...]:
    """Those that are offered: of people who share but a surname only one who is alone in that."""
    bare = sum(one.why == _SURNAME for one in found) > 1
    return tuple(sorted((one for one in found if not (bare and one.why == _SURNAME)), key=lambda one: one.id))[:_MOST]


def _names(
    database: Database, column: str, asked: Sequence[int] | Sequence[str]
) -> list[tuple[str, int, str | None, str]]:
    """Key, entity, surname and label of the names with one of these values; descriptions are none."""
    out: list[_Named] = []
    for at in range(0, len(asked), _KEYS):
        group = list(asked[at : at + _KEYS])
        out += database.run(
            "SELECT n.key, n.entity, n.surname, e.label FROM entity_name n JOIN entity e ON e.id = n.entity "
            f"WHERE n.{column} IN ({', '.join('?' * len(group))}) AND n.key NOT LIKE '~ %' ORDER BY n.entity, n.key",
            group,
        )
    return out


def _parted(database: Database) -> set[frozenset[int]]:
    """The pairs that the user split."""
    rows = database.run("SELECT detail FROM decision WHERE what = 'split'")
    told = [stored(detail, dict[str, Any]) for (detail,) in rows]
    return {frozenset((int(one["from"]), int(one["new"]))) for one in told}


def _variants(key: str) -> Iterator[str]:
    """A body's name with and without the forms that a firm's name may end in."""
    base = _without_form(key)
    yield base
    for form in _FORMS:
        yield f"{base} {form}"


def _without_form(key: str) -> str:
    ends = (key.removesuffix(f" {form}") for form in _FORMS if key.endswith(f" {form}"))
    return next(ends, key)


def why_same(key: str, other: str, surname: str | None) -> str:
    """Why two keys are likely one's; empty where they are not."""
    if key == other:
        return ""  # two of one name: role and affiliation spoke against it
    if surname is None:
        return "same name but for its ending" if _without_form(key) == _without_form(other) else ""
    one, two = (_without_suffix(name) for name in (key, other))
    if len(one) < len(two):
        one, two = two, one
    if len(two) == 1:
        return _SURNAME
    if one[0] == two[0]:
        return "same first name and surname"
    return "short form of the first name" if _short_for(two[0], one[0]) else ""


def _without_suffix(key: str) -> list[str]:
    found = key.split()
    return found[:-1] if len(found) > 1 and found[-1] in small("name_suffix") else found


def _short_for(one: str, other: str) -> bool:
    """Whether a first name is short for the other: Pat and Patrick, Bill and William, P. and Patrick."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1 or (len(short) >= _SHORT and long.startswith(short)):
        return long.startswith(short)
    return bool(_long(short) & (_long(long) | {long}))


@cache
def _forms() -> dict[str, frozenset[str]]:
    return {row["term"]: frozenset(words(row["long"])) for row in lexicon("short_names")}


def _long(name: str) -> frozenset[str]:
    """The first names that this one is short for."""
    return _forms().get(name, frozenset())
