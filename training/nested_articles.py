"""Makes training data of contents: their sentences as separate texts with the attributions nested in them.

The second pass of the model (sayso.attributions.nested_statements.second_pass) reads such sentences. PolNeAR has no
nested attributions; the open corpus and sources-gold have.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.speakers.gold import Gold, load
from sayso.attributions.nested_statements.second_pass import content_sentences, tagged_part
from sayso.terms import Attribution, Span, Spans
from sayso.text.words import Words
from sayso.train.data.annotated import Annotated, Pieces, Relation, outermost
from training.corpus import part_of, read_items
from training.corpus_articles import moved
from training.nested import of_item

_KEPT_WITHOUT: Final = 0.35
"""The share of the sentences without a nested attribution that are kept: the second pass reads few of them."""
_LINES: Final = 12
"""The number of sentences in an article."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a content, and the attributions in it."""

    text: str
    relations: tuple[Relation, ...]


def sentences(gold: Gold) -> Iterator[Sentence]:
    """The sentences of all contents, without overlaps, as the second pass reads them."""
    words = Words(gold.article.text)
    attributions = (*gold.outer, *gold.nested)
    for sentence in content_sentences(words, attributions):
        subjects = [a.source[0].start for a in attributions if a.source and _is_within(a, sentence)]
        if span := tagged_part(words, sentence, min(subjects, default=sentence.start)):
            relations = outermost([_moved(a, span) for a in attributions if _is_within(a, span)])
            yield Sentence(span.of(words.text).replace("\n", " "), relations)


def _is_within(attribution: Attribution, span: Span) -> bool:
    """Whether source, cue and content are all within the span."""
    parts = (*attribution.source, *attribution.cue, *attribution.content)
    return bool(attribution.cue) and all(span.start <= part.start and part.end <= span.end for part in parts)


def _moved(attribution: Attribution, span: Span) -> Relation:
    """The attribution with offsets from the start of the span."""

    def pieces(spans: Spans) -> Pieces:
        return tuple((part.start - span.start, part.end - span.start) for part in spans)

    return Relation(pieces(attribution.source), pieces(attribution.cue), pieces(attribution.content))


def articles(texts: Sequence[Sentence], rng: random.Random, name: str) -> Iterator[Annotated]:
    """Articles of twelve sentences each, one a line, in random order."""
    order = [text for text in texts if text.relations or rng.random() < _KEPT_WITHOUT]
    rng.shuffle(order)
    for number in range(0, len(order), _LINES):
        text, relations = "", list[Relation]()
        for sentence in order[number : number + _LINES]:
            relations += (moved(relation, len(text)) for relation in sentence.relations)
            text += sentence.text + "\n"
        yield Annotated(f"{name}/{number}", text, (tuple(relations),))


def data(gold: Path, polnear: Path, seed: int, rounds: int) -> list[Annotated]:
    """Sentences of the corpus's train part and of sources-gold/train, in ``rounds`` random orders."""
    pages = [of_item(item) for item in read_items() if part_of(item.id) == "train"] + load(gold / "train", polnear)
    texts = [sentence for page in pages for sentence in sentences(page)]
    rng = random.Random(seed)
    return [article for number in range(rounds) for article in articles(texts, rng, f"nested-{number}")]
