"""Makes training data of the open corpus: items and passages, joined to articles of several paragraphs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sayso.train.data.annotated import Annotated, Relation, outermost
from sayso.train.data.sources import Data
from training.corpus import Item, part_of, read_items
from training.own import read_own

_MAX_JOINED: Final = 8
"""Maximum number of passages that are joined to an article."""


def outer_attributions(item: Item) -> tuple[Relation, ...]:
    """The attributions of an item that are not nested in others."""
    return outermost([Relation(one.source, one.cue, one.content) for one in item.attributions])


def annotated(item: Item) -> Annotated:
    """An item as training data."""
    return Annotated(item.id, item.text, (outer_attributions(item),))


def joined(texts: Sequence[Annotated], rng: random.Random) -> Iterator[Annotated]:
    """Articles of one to eight passages each in random order, so that windows hold text around a passage."""
    order = list(texts)
    rng.shuffle(order)
    while order:
        parts, order = order[: (size := rng.randint(1, _MAX_JOINED))], order[size:]
        text, relations = "", list[Relation]()
        for part in parts:
            text += "\n\n" if text else ""
            relations += (moved(relation, len(text)) for relation in part.annotators[0])
            text += part.text.rstrip("\n")
        yield Annotated("+".join(part.name for part in parts), text + "\n", (tuple(relations),))


def moved(relation: Relation, offset: int) -> Relation:
    """The relation, ``offset`` characters further on."""
    roles = (relation.source, relation.cue, relation.content)
    return Relation(*(tuple((start + offset, end + offset) for start, end in pieces) for pieces in roles))


def data(seed: int, rounds: int) -> Data:
    """The train part, joined in ``rounds`` random orders, and the dev part for the confidence."""
    items = read_items()
    own = read_own()
    train = [annotated(item) for item in items if part_of(item.id) == "train"]
    train += [text for number, text in enumerate(own) if number % 10]
    held = [annotated(item) for item in items if part_of(item.id) == "dev"] + own[::10]
    rng = random.Random(seed)
    articles = [
        replace(article, name=f"{article.name}/{number}") for number in range(rounds) for article in joined(train, rng)
    ]
    return Data(tuple(articles), tuple(held))
