"""An item of the corpus with its sexes swapped: he for she, her for his, other first names."""

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
    """The item with the other sex for everyone, its spans moved along."""
    first = _first_names(item)
    changes: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(item.text):
        word = match.group()
        new = first.get(word) or _other(word, item.text[match.end() : match.end() + 2])
        if new != word:
            changes.append((*match.span(), new))
    text, at = "", 0
    for start, end, new in changes:
        text, at = text + item.text[at:start] + new, end
    text += item.text[at:]
    ends = [end for _, end, _ in changes]
    grown = [0]
    for start, end, new in changes:
        grown.append(grown[-1] + len(new) - (end - start))

    def moved(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple(
            (start + grown[bisect_right(ends, start)], end + grown[bisect_right(ends, end)]) for start, end in pairs
        )

    def entity(one: Entity) -> Entity:
        name = _WORD.sub(lambda match: first.get(match.group(), match.group()), one.name)
        return replace(one, name=name, mentions=moved(one.mentions))

    marked = tuple(
        replace(one, source=moved(one.source), cue=moved(one.cue), content=moved(one.content))
        for one in item.attributions
    )
    entities = {key: entity(one) for key, one in item.entities.items()}
    return replace(item, id=f"{item.id}-swapped", text=text, entities=entities, attributions=marked)


def _first_names(item: Item) -> dict[str, str]:
    """For each first name of a person whose sex the census tells, one of the other sex that the item lacks."""
    odds = {row["term"]: float(row["odds"]) for row in lexicon("first_names")}
    out: dict[str, str] = {}
    for one in item.entities.values():
        name = one.name.split()[0]
        if one.kind != "person" or " " not in one.name or abs(odds.get(name.casefold(), 0.0)) < 1 or name in out:
            continue
        pool = _FEMALE if odds[name.casefold()] > 0 else _MALE
        free = [new for new in pool if new not in item.text and new not in out.values()]
        if free:
            out[name] = free[len(item.text) % len(free)]
    return out


def _other(word: str, after: str) -> str:
    """The word of the other sex, as it is written; "her" is "his" before a word, else "him"."""
    low = word.lower()
    new = ("his" if re.match(r" [a-z]", after) else "him") if low == "her" else _PRONOUNS.get(low, low)
    if new == low:
        return word
    return new.upper() if word.isupper() and len(word) > 1 else new.capitalize() if word[0].isupper() else new
