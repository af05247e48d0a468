"""How a description and one whom the page names agree: by the noun, the office, the state or body that is named."""

from __future__ import annotations

from typing import Final

from sayso.speakers.entities.beside_names import origin_after, origin_words
from sayso.speakers.entities.registry import Entity
from sayso.speakers.mentions.source_mention import Mention
from sayso.text.vocabulary import alike, folded, likeness, titles

_NONE: Final = (0.0,) * 7


def heads_of(said: Mention) -> frozenset[str]:
    """The nouns under which a description takes somebody up."""
    last = said.head.split()[-1] if said.head else ""
    return frozenset({said.head, last, likeness().get(said.head, said.head)} - {""})


def goes_by(entity: Entity, heads: frozenset[str]) -> bool:
    """Whether the page calls an entity by one of these nouns, or by one for the same office."""
    if entity.heads & heads or any(likeness().get(head) in heads for head in entity.heads):
        return True
    return bool({alike(head) for head in entity.heads} & {alike(head) for head in heads})


def modifiers(said: Mention, text: str) -> frozenset[str]:
    """The words of a description beside its noun and its article."""
    if said.core is None:
        return frozenset()
    found = said.core.of(text).lower().replace("’s", "").replace("'s", "").split()
    return frozenset(found) - (folded("function_words") - {"former"}) - frozenset(said.head.split())


def origins(said: Mention, text: str) -> frozenset[str]:
    """The state, town or body that a description names: ``the | Ohio | governor``, ``the governor of | Ohio``."""
    if said.core is None:
        return frozenset()
    inner = said.core.of(text).partition(" ")[2]
    return origin_words(inner) | origin_after(text, said.core.end)


def origins_told(entity: Entity) -> frozenset[str]:
    """The states, towns and bodies that the page tells an entity to be of."""
    return frozenset(entity.origins) if entity.words else origin_words(entity.name.partition(" ")[2])


def agreement(said: Mention | None, words: frozenset[str], entity: Entity) -> tuple[float, ...]:
    """The features of a description and a candidate: noun, other nouns, words told of both."""
    if said is None:
        return _NONE
    heads = heads_of(said)
    by_noun = goes_by(entity, heads)
    shared = words & (entity.told | set(entity.name.lower().split()))
    other = words - entity.told
    return (
        float(bool(entity.heads & heads)),
        float(by_noun and not entity.heads & heads),
        float(bool(entity.heads) and not by_noun),
        float(by_noun and bool(shared)),
        float(by_noun and bool(other) and not shared and bool(entity.told)),
        float(by_noun and said.head in titles()),
        float(not entity.words and said.head in entity.heads and not other),
    )
