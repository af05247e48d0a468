"""Suggests entities to merge: those with similar names, such as Pat Roe and Patrick Roe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import msgspec

from sayso.archive.storage.database import Database, decode_column
from sayso.lexicons import lexicon, small
from sayso.text.searchable import words

_LEGAL_FORMS: Final = (
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
"""Endings of the names of companies and of domain names."""
_SURNAME: Final = "same surname"
_MIN_PREFIX: Final = 3  # letters of a short first name that is a prefix of the long one
_MAX_KEYS: Final = 400  # in one query
_MAX_SUGGESTIONS: Final = 5  # for one entity

_NameRow = tuple[str, int, str | None, str]
"""The key of a name, its entity, its surname, and the label of the entity."""


class Likely(msgspec.Struct, frozen=True):
    """Another entity that is likely the same, and the reason."""

    id: str
    name: str
    why: str


def likely_same(database: Database, entities: Sequence[int]) -> dict[int, tuple[Likely, ...]]:
    """Return for each entity the others that are likely the same, except those that the user split from it."""
    names = _names(database, "entity", list(entities))
    surnames = {surname for _, _, surname, _ in names if surname}
    variants = {variant for key, _, surname, _ in names if not surname for variant in _variants(key)}
    others = _names(database, "surname", sorted(surnames)) + _names(database, "key", sorted(variants))
    split = _split_pairs(database)
    matches: dict[int, dict[int, Likely]] = defaultdict(dict)
    for key, number, surname, _ in names:
        for other_key, other, other_surname, label in others:
            if other == number or surname != other_surname or frozenset((number, other)) in split:
                continue
            if reason := why_same(key, other_key, surname):
                matches[number].setdefault(other, Likely(f"e{other}", label, reason))
    return {number: _suggestions(list(likely.values())) for number, likely in matches.items()}


def _suggestions(matches: list[Likely]) -> tuple[Likely, ...]:
    """Return the matches to suggest. Matches by surname alone are dropped if there are several."""
    ambiguous = sum(match.why == _SURNAME for match in matches) > 1
    suggested = [match for match in matches if not (ambiguous and match.why == _SURNAME)]
    return tuple(sorted(suggested, key=lambda match: match.id))[:_MAX_SUGGESTIONS]


def _names(database: Database, column: str, values: Sequence[int] | Sequence[str]) -> list[_NameRow]:
    """Return the names that have one of the values in a column, without descriptions."""
    names: list[_NameRow] = []
    for at in range(0, len(values), _MAX_KEYS):
        group = list(values[at : at + _MAX_KEYS])
        names += database.run(
            "SELECT n.key, n.entity, n.surname, e.label FROM entity_name n JOIN entity e ON e.id = n.entity "
            f"WHERE n.{column} IN ({', '.join('?' * len(group))}) AND n.key NOT LIKE '~ %' ORDER BY n.entity, n.key",
            group,
        )
    return names


def _split_pairs(database: Database) -> set[frozenset[int]]:
    """Return the pairs of entities that the user split."""
    rows = database.run("SELECT detail FROM decision WHERE what = 'split'")
    details = [decode_column(detail, dict[str, Any]) for (detail,) in rows]
    return {frozenset((int(detail["from"]), int(detail["new"]))) for detail in details}


def _variants(key: str) -> Iterator[str]:
    """Yield the name of an organization without a legal form and with each legal form."""
    base = _without_form(key)
    yield base
    for form in _LEGAL_FORMS:
        yield f"{base} {form}"


def _without_form(key: str) -> str:
    bases = (key.removesuffix(f" {form}") for form in _LEGAL_FORMS if key.endswith(f" {form}"))
    return next(bases, key)


def why_same(key: str, other: str, surname: str | None) -> str:
    """Return why two name keys likely belong to the same entity, or an empty string."""
    if key == other:
        return ""  # the resolver has kept these entities apart by role and affiliation
    if surname is None:
        return "same name but for its ending" if _without_form(key) == _without_form(other) else ""
    short, long = sorted((_without_suffix(other), _without_suffix(key)), key=len)
    if len(short) == 1:
        return _SURNAME
    if short[0] == long[0]:
        return "same first name and surname"
    return "short form of the first name" if _is_short_form(short[0], long[0]) else ""


def _without_suffix(key: str) -> list[str]:
    parts = key.split()
    return parts[:-1] if len(parts) > 1 and parts[-1] in small("name_suffix") else parts


def _is_short_form(name: str, other: str) -> bool:
    """Return whether one first name is short for the other: Pat and Patrick, Bill and William, P. and Patrick."""
    short, long = sorted((name, other), key=len)
    if len(short) == 1 or (len(short) >= _MIN_PREFIX and long.startswith(short)):
        return long.startswith(short)
    return bool(_long_forms(short) & (_long_forms(long) | {long}))


@cache
def _short_names() -> dict[str, frozenset[str]]:
    return {row["term"]: frozenset(words(row["long"])) for row in lexicon("short_names")}


def _long_forms(name: str) -> frozenset[str]:
    """Return the first names that a name is short for."""
    return _short_names().get(name, frozenset())
