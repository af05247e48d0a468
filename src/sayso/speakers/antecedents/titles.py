"""Agreement of a description and a candidate: by noun, office, and place or body."""

from __future__ import annotations

from typing import Final

from sayso.speakers.entities.beside_names import origin_after, origin_words
from sayso.speakers.entities.registry import Entity
from sayso.speakers.mentions.name_titles import SEATED
from sayso.speakers.mentions.source_mention import Mention
from sayso.text.vocabulary import alike, folded, likeness, titles

_NONE: Final = (0.0,) * 7
_MIN_COMPOUND_HEAD: Final = 6  # letters of a noun that can end a compound


def heads_of(mention: Mention) -> frozenset[str]:
    """The nouns that a description shares with its antecedents."""
    last = mention.head.split()[-1] if mention.head else ""
    return frozenset({mention.head, last, likeness().get(mention.head, mention.head)} - {""})


def shares_noun(entity: Entity, heads: frozenset[str]) -> bool:
    """Whether the page uses one of these nouns, or a noun for the same office, for an entity."""
    if entity.heads & heads or any(likeness().get(head) in heads for head in entity.heads):
        return True
    if any(held.endswith(head) for held in entity.heads for head in heads if len(head) >= _MIN_COMPOUND_HEAD):
        return True  # the goalkeeper, the keeper
    return bool({alike(head) for head in entity.heads} & {alike(head) for head in heads})


def modifiers(mention: Mention, text: str) -> frozenset[str]:
    """The modifiers in a description: its words without noun and article."""
    if mention.core is None:
        return frozenset()
    words = mention.core.of(text).lower().replace("’s", "").replace("'s", "").split()
    return frozenset(
        word
        for word in words
        if word not in mention.head.split()
        and (word == "former" or word not in folded("function_words"))
        and not word.endswith(SEATED)
    )


def origins(mention: Mention, text: str) -> frozenset[str]:
    """The place or body in a description: ``the | Ohio | governor``, ``the governor of | Ohio``."""
    if mention.core is None:
        return frozenset()
    inner = mention.core.of(text).partition(" ")[2]
    return origin_words(inner) | origin_after(text, mention.core.end)


def known_origins_of(entity: Entity) -> frozenset[str]:
    """The places and bodies that an entity belongs to."""
    return frozenset(entity.origins) if entity.words else origin_words(entity.name.partition(" ")[2])


def agreement(mention: Mention | None, words: frozenset[str], entity: Entity) -> tuple[float, ...]:
    """The agreement features of a description and a candidate: noun, other nouns, modifiers."""
    if mention is None:
        return _NONE
    heads = heads_of(mention)
    by_noun = shares_noun(entity, heads)
    shared = words & (entity.profile_words | set(entity.name.lower().split()))
    other = words - entity.profile_words
    return (
        float(bool(entity.heads & heads)),
        float(by_noun and not entity.heads & heads),
        float(bool(entity.heads) and not by_noun),
        float(by_noun and bool(shared)),
        float(by_noun and bool(other) and not shared and bool(entity.profile_words)),
        float(by_noun and mention.head in titles()),
        float(not entity.words and mention.head in entity.heads and not other),
    )
