"""Swaps the sexes in a corpus item: pronouns, gendered nouns and first names."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import Final

from sayso.lexicons import lexicon
from training.corpus import Entity, Item, Pair

_PRONOUNS: Final = {
    "he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself", "hers": "his",
    "mr": "ms", "mrs": "mr", "ms": "mr", "miss": "mr", "sir": "dame", "dame": "sir", "man": "woman", "woman": "man",
    "father": "mother", "mother": "father", "son": "daughter", "daughter": "son", "brother": "sister",
    "sister": "brother", "husband": "wife", "wife": "husband", "uncle": "aunt", "aunt": "uncle",
    "nephew": "niece", "niece": "nephew", "widow": "widower", "widower": "widow", "king": "queen", "queen": "king",
    "actor": "actress", "actress": "actor", "spokesman": "spokeswoman", "spokeswoman": "spokesman",
    "chairman": "chairwoman", "chairwoman": "chairman", "grandson": "granddaughter", "granddaughter": "grandson",
    "grandmother": "grandfather", "grandfather": "grandmother", "lord": "lady", "lady": "lord",
}  # fmt: skip
_MALE: Final = ("Paul", "Mark", "Kevin", "Brian", "George", "Edward", "Keith", "Roger", "Howard", "Carl", "Ralph")
_FEMALE: Final = ("Nancy", "Carol", "Ruth", "Helen", "Laura", "Alice", "Janet", "Doris", "Diane", "Joyce", "Anne")
_WORD: Final = re.compile(r"[A-Za-z]+")


def swapped(item: Item) -> Item:
    """The item with the sexes swapped and the spans adjusted."""
    new_names = _first_names(item)
    changes: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(item.text):
        word = match.group()
        new = new_names.get(word) or _other(word, item.text[match.end() : match.end() + 2])
        if new != word:
            changes.append((*match.span(), new))
    text, at = "", 0
    for start, end, new in changes:
        text, at = text + item.text[at:start] + new, end
    text += item.text[at:]
    ends = [end for _, end, _ in changes]
    shifts = [0]
    for start, end, new in changes:
        shifts.append(shifts[-1] + len(new) - (end - start))

    def moved(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple(
            (start + shifts[bisect_right(ends, start)], end + shifts[bisect_right(ends, end)]) for start, end in pairs
        )

    def renamed(entity: Entity) -> Entity:
        name = _WORD.sub(lambda match: new_names.get(match.group(), match.group()), entity.name)
        return replace(entity, name=name, mentions=moved(entity.mentions))

    attributions = tuple(
        replace(marked, source=moved(marked.source), cue=moved(marked.cue), content=moved(marked.content))
        for marked in item.attributions
    )
    entities = {key: renamed(entity) for key, entity in item.entities.items()}
    return replace(item, id=f"{item.id}-swapped", text=text, entities=entities, attributions=attributions)


def _first_names(item: Item) -> dict[str, str]:
    """For each first name with a sex in the census, a name of the other sex that is not in the item."""
    odds = {row["term"]: float(row["odds"]) for row in lexicon("first_names")}
    new_names: dict[str, str] = {}
    for entity in item.entities.values():
        name = entity.name.split()[0]
        if (
            entity.kind != "person"
            or " " not in entity.name
            or abs(odds.get(name.casefold(), 0.0)) < 1
            or name in new_names
        ):
            continue
        pool = _FEMALE if odds[name.casefold()] > 0 else _MALE
        unused = [new for new in pool if new not in item.text and new not in new_names.values()]
        if unused:
            new_names[name] = unused[len(item.text) % len(unused)]
    return new_names


def _other(word: str, after: str) -> str:
    """The word for the other sex, with the same capitals; "her" is "his" before a word, else "him"."""
    low = word.lower()
    new = ("his" if re.match(r" [a-z]", after) else "him") if low == "her" else _PRONOUNS.get(low, low)
    if new == low:
        return word
    return new.upper() if word.isupper() and len(word) > 1 else new.capitalize() if word[0].isupper() else new
