"""Weights of the antecedents of pronouns: a conditional logit, fitted on sources-gold/train and GUM.

python -m training.antecedents --gold ../shared/sources-gold/train --polnear ../shared/polnear --gum ../shared/gum
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import plain
from sayso.speakers.coreference.pronouns import FEATURES, WINDOW, Antecedents
from sayso.speakers.coreference.resolver import Resolver
from sayso.speakers.coreference.scorer import weigh
from sayso.speakers.entities.registry import Entities, Entity
from sayso.text.vocabulary import pronouns
from sayso.text.words import Words
from training.gum import Clustered, read

Example = tuple[NDArray[np.float64], NDArray[np.bool_]]


class Teacher(Resolver):
    """A resolver that is told the right antecedent, and keeps what it was given to choose from."""

    def __init__(self, gold: Gold) -> None:
        words = Words(gold.article.text)
        super().__init__(gold.article, words, Entities(words), weigh)
        self.gold = gold
        self.right: dict[str, set[int]] = {}
        self.examples: list[tuple[str, Example]] = []
        self.teach()

    def teach(self) -> None:
        """Resolve the whole article."""
        self.resolve(sorted(self.gold.outer + self.gold.nested, key=lambda a: (a.source or a.cue or a.content)[0]))

    def third(self, start: int, number: str, sex: str) -> tuple[Entity | None, list[Entity]]:
        answer = self.gold.answers.get(self.current, {}).get("speaker")
        found = self.antecedents.candidates(start, number, sex, self.said, self.apart)
        speaker = self.gold.speakers.get(answer or "", {})
        names = {plain(name) for name in (speaker.get("name", ""), *speaker.get("mentions", ()))} - {""}
        right = np.array([self._is(entity, answer, names) for entity, _ in found])
        if len(found) > 1 and right.any() and not right.all():
            self.examples.append((number, (np.array([features for _, features in found]), right)))
        if right.any():
            best = found[int(np.argmax(right))][0]
            return best, []
        return super().third(start, number, sex)

    def _is(self, entity: Entity, answer: str | None, names: set[str]) -> bool:
        return plain(entity.name) in names or (
            len(entity.words) > 1 and plain(entity.words[-1]) in names and entity.key in " ".join(names)
        )


def from_gum(document: Clustered) -> Iterator[tuple[str, Example]]:
    """Examples of one document of GUM: each third-person pronoun that is a mention of its own."""
    words = Words(document.text)
    entities = Entities(words)
    antecedents = Antecedents(words, entities)
    whole = {(start, end): name for start, end, name in document.mentions}
    smallest: dict[int, str | None] = {}
    spans = sorted(document.mentions, key=lambda m: m[1] - m[0])
    for number, place in enumerate(entities.at):
        smallest[number] = next((n for s, e, n in spans if s <= place.span.start and place.span.end <= e), None)
    clusters: dict[int, set[str]] = {}
    for number, place in enumerate(entities.at):
        if smallest[number]:
            clusters.setdefault(place.entity.number, set()).add(smallest[number] or "")
    for start, end in words.tokens:
        kind = pronouns().get(document.text[start:end].lower())
        name = whole.get((start, end))
        if kind is None or kind[0] != "third" or name is None:
            continue
        found = antecedents.candidates(start, kind[1], kind[2], [])[:WINDOW]
        right = np.array([name in clusters.get(entity.number, ()) for entity, _ in found])
        if len(found) > 1 and right.any() and not right.all():
            yield kind[1], (np.array([features for _, features in found]), right)


def fit(examples: list[tuple[Example, float]], decay: float, rounds: int = 400) -> NDArray[np.float64]:
    """Weights that make the right candidates likely, by full gradient steps (Adam)."""
    rows = np.concatenate([example[0] for example, _ in examples])
    right = np.concatenate([example[1] for example, _ in examples])
    sizes = np.array([len(example[1]) for example, _ in examples])
    group = np.repeat(np.arange(len(sizes)), sizes)
    worth = np.array([weight for _, weight in examples])[group]
    weights = np.zeros(rows.shape[1])
    first = np.zeros_like(weights)
    second = np.zeros_like(weights)
    for step in range(1, rounds + 1):
        scores = rows @ weights
        top = np.maximum.reduceat(scores, np.r_[0, np.cumsum(sizes)[:-1]])
        raised = np.exp(scores - top[group])
        chance = raised / np.bincount(group, raised)[group]
        among = raised * right
        aim = among / np.bincount(group, among)[group]
        slope = rows.T @ ((chance - aim) * worth) / worth.sum() * len(sizes) + decay * weights
        slope /= len(sizes)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def hits(weights: NDArray[np.float64], examples: list[Example]) -> float:
    """Share of pronouns whose best candidate is right."""
    return float(np.mean([right[int(np.argmax(rows @ weights))] for rows, right in examples])) if examples else 0.0


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--gum", type=Path)
    parser.add_argument("--gum-weight", type=float, default=0.1)
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/lexicons/antecedent_weights.tsv"))
    options = parser.parse_args()
    own = [example for gold in load(options.gold, options.polnear) for example in Teacher(gold).examples]
    gum = []
    if options.gum:
        for path in sorted((options.gum / "conllu").glob("*.conllu")):
            if any(
                f"_{genre}_" in path.stem
                for genre in ("news", "interview", "bio", "speech", "court", "letter", "essay")
            ):
                gum += list(from_gum(read(path)))
    columns: dict[str, NDArray[np.float64]] = {}
    for number in ("one", "many", "thing"):
        mine = [(example, 1.0) for n, example in own if n == number]
        theirs = [(example, options.gum_weight) for n, example in gum if n == number]
        columns[number] = fit(mine + theirs, options.decay)
        print(
            number,
            len(mine),
            len(theirs),
            round(hits(columns[number], [e for e, _ in mine]), 3),
            round(hits(columns[number], [e for e, _ in theirs]), 3),
        )
    lines = [
        "# Fitted by python -m training.antecedents on sources-gold/train and GUM, by pronoun number.",
        "term\tone\tmany\tthing",
    ]
    lines += [
        "\t".join((name, *(f"{columns[n][i]:.4f}" for n in columns)))
        for i, name in sorted(enumerate(FEATURES), key=lambda pair: pair[1])
    ]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
