"""Fits the weights of the antecedent scorer, a conditional logit, on our corpus, sources-gold/train and GUM.

python -m training.antecedents --gold ../shared/sources-gold/train --polnear ../shared/polnear --gum ../shared/gum

An example is a mention with its candidates and "none of them". --folds also prints accuracy and expected calibration
error (ECE) by cross-validation over documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import plain
from sayso.analysis import Analysis
from sayso.speakers.antecedents.chooser import Chooser, Settings
from sayso.speakers.antecedents.features import FEATURES
from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.antecedents.scorer import COLUMNS
from sayso.speakers.antecedents.titles import modifiers
from sayso.speakers.coreference.resolver import resolve
from sayso.speakers.coreference.state import State, begin
from sayso.speakers.entities.registry import Entities, Entity
from sayso.speakers.mentions.source_mention import Type, mention
from sayso.terms import Article, Attribution, Block, BlockKind, Span
from sayso.text.vocabulary import pronouns
from training.corpus import ITEMS, Item, Marked, read_items
from training.gum import Clustered, read
from training.swap import swapped

GENRES: Final = ("news", "interview", "bio", "speech", "court", "letter", "essay")
Judge = Callable[[Query, Entity], bool | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A mention: the features of its candidates (last row: "none of them"), and which candidates are right."""

    column: str
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    origin: str
    document: str


WEIGHTS: Final = {"gold": 1.0, "source": 0.1, "other": 0.0, "gum": 0.03}
"""Weight of an example by origin: annotated articles, sources of our corpus, its other mentions, GUM."""


class Teacher:
    """A scorer that chooses the gold candidate and records each choice as an example."""

    def __init__(self, judge: Judge, document: str, origin: str = "") -> None:
        self.judge, self.document, self.origin = judge, document, origin
        self.examples: list[Example] = []

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """Nearly 1 for the right candidates, or for "none of them"; equal values if the gold data has no answer."""
        answers = [self.judge(query, candidate.entity) for candidate in candidates]
        count = len(candidates) + 1
        if any(answer is None for answer in answers):
            return [1 / count] * count
        right = np.array([*(bool(answer) for answer in answers), not any(answers)])
        table = np.zeros((count, len(FEATURES) + 1))
        table[:-1, :-1] = rows
        table[-1, -1] = 1.0
        origin = self.origin or ("source" if query.id else "other")
        self.examples.append(Example(query.column, table, right, origin, self.document))
        return [float(value) for value in (right + 1e-3) / (right + 1e-3).sum()]


def examples_of_gold(gold: Gold) -> list[Example]:
    """Examples from the sources of an annotated article."""

    def judge(query: Query, entity: Entity) -> bool | None:
        answer = gold.answers.get(query.id, {}).get("speaker")
        speaker = gold.speakers.get(answer or "")
        if speaker is None:
            return None
        names = {plain(name) for name in (speaker.get("name", ""), *speaker.get("mentions", ()))} - {""}
        alike = len(entity.words) > 1 and plain(entity.words[-1]) in names and entity.key in " ".join(names)
        return plain(entity.name) in names or alike

    teacher = Teacher(judge, gold.doc, "gold")
    every = tuple(gold.outer + gold.nested)
    words = Analysis(gold.article).words
    resolve(begin(gold.article, words, Entities(words), every, Settings(Chooser(teacher))))
    return teacher.examples


def examples_of_item(item: Item) -> list[Example]:
    """Examples from the sources of a corpus item, then from its other pronouns and descriptions."""
    spans = sorted(
        ((start, end, key) for key, entity in item.entities.items() for start, end in entity.mentions),
        key=lambda mark: mark[1] - mark[0],
    )
    starts = {start: key for start, _, key in reversed(spans)}
    keys_of = _keys(spans)

    def judge(query: Query, entity: Entity) -> bool | None:
        key = starts.get(query.place)
        return None if key is None else key in keys_of(entity)

    teacher = Teacher(judge, item.id)
    article = Article(item.text, (Block(BlockKind.BODY, Span(0, len(item.text))),), publisher=item.outlet)
    words = Analysis(article).words
    attributions = tuple(given_by(marked) for marked in item.attributions)
    state = begin(article, words, Entities(words), attributions, Settings(Chooser(teacher)))
    resolve(state)
    sources = {start for marked in item.attributions for start, _ in marked.source}
    _others(state, [span for span in spans if span[0] not in sources])
    return teacher.examples


def given_by(marked: Marked) -> Attribution:
    """An attribution of the corpus as input of the resolver."""
    source, cue, content = (tuple(Span(*pair) for pair in part) for part in (marked.source, marked.cue, marked.content))
    return Attribution(f"a{marked.number}", source, cue, content, inside=f"a{marked.inside}" if marked.inside else None)


def _keys(spans: Sequence[tuple[int, int, str]]) -> Callable[[Entity], set[str]]:
    """A function from an entity to the keys of the smallest marks around its positions."""

    def keys(entity: Entity) -> set[str]:
        places = [*entity.places, *(span.start for span in entity.sources)]
        marks = (next((key for start, end, key in spans if start <= place < end), None) for place in places)
        return {key for key in marks if key is not None}

    return keys


def _others(state: State, spans: Sequence[tuple[int, int, str]]) -> None:
    """Choose antecedents for mentions that are not sources: pronouns and definite descriptions."""
    for start, end, _ in sorted(spans):
        known = pronouns().get(state.words.text[start:end].lower())
        said = state.history.before(start, False)
        if known is not None and known[0] == "third":
            state.settings.chooser.choose(state, Query(start, known[1], known[2], said))
            continue
        described = mention(state.words, (Span(start, end),))
        if (
            described.type is not Type.DESCRIPTION
            or not described.definite
            or described.owner
            or described.kind is None
        ):
            continue
        column = "folk" if described.plural else "role" if described.kind == "unnamed" else "body"
        words = modifiers(described, state.words.text)
        state.settings.chooser.choose(state, Query(start, column, said=said, mention=described, words=words))


def examples_of_gum(document: Clustered) -> list[Example]:
    """Examples from the third-person pronouns of a GUM document."""
    spans = sorted(document.mentions, key=lambda span: span[1] - span[0])
    whole = {(start, end): name for start, end, name in document.mentions}
    keys_of = _keys(spans)
    names = {start: name for (start, end), name in whole.items() if document.text[start:end].lower() in pronouns()}

    def judge(query: Query, entity: Entity) -> bool | None:
        return names[query.place] in keys_of(entity)

    teacher = Teacher(judge, document.name, "gum")
    article = Article(document.text, (Block(BlockKind.BODY, Span(0, len(document.text))),))
    words = Analysis(article).words
    state = begin(article, words, Entities(words), (), Settings(Chooser(teacher)))
    for start in sorted(names):
        end = next(
            end for other_start, end in whole if other_start == start and document.text[start:end].lower() in pronouns()
        )
        kind = pronouns()[document.text[start:end].lower()]
        if kind[0] == "third":
            state.settings.chooser.choose(state, Query(start, kind[1], kind[2]))
    return [example for example in teacher.examples if not example.right[-1]]


def fit(examples: Sequence[Example], decay: float, rounds: int = 400) -> NDArray[np.float64]:
    """Weights that maximize the probability of the right candidates, by full-batch Adam."""
    if not examples:
        return np.zeros(len(FEATURES) + 1)
    rows = np.concatenate([example.rows for example in examples])
    right = np.concatenate([example.right for example in examples])
    sizes = np.array([len(example.right) for example in examples])
    group = np.repeat(np.arange(len(sizes)), sizes)
    weight = np.array([WEIGHTS[example.origin] for example in examples])[group]
    weights = np.zeros(rows.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, rounds + 1):
        scores = rows @ weights
        top = np.maximum.reduceat(scores, np.r_[0, np.cumsum(sizes)[:-1]])
        exponentials = np.exp(scores - top[group])
        chance = exponentials / np.bincount(group, exponentials)[group]
        right_exponentials = exponentials * right
        target = right_exponentials / np.bincount(group, right_exponentials)[group]
        gradient = rows.T @ ((chance - target) * weight) + decay * weights
        gradient /= len(sizes)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def judged(weights: NDArray[np.float64], examples: Sequence[Example]) -> Iterator[tuple[float, bool]]:
    """The probability of the best candidate of each example, and whether it is right."""
    for example in examples:
        scores = example.rows @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = int(np.argmax(chances))
        yield float(chances[best]), bool(example.right[best])


def ece(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error of probabilities."""
    chances, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])
    bin_of = np.minimum((chances * bins).astype(int), bins - 1)
    errors = [abs(chances[bin_of == n].mean() - right[bin_of == n].mean()) * (bin_of == n).mean() for n in set(bin_of)]
    return float(sum(errors))


def by_folds(examples: Sequence[Example], decay: float, folds: int = 5) -> list[tuple[float, bool]]:
    """Predictions for each document from weights fitted on other documents."""
    names = sorted({example.document.removesuffix("-swapped") for example in examples})
    fold_of = {name: number % folds for number, name in enumerate(names)}
    predictions: list[tuple[float, bool]] = []
    for fold in range(folds):
        seen = [example for example in examples if fold_of[example.document.removesuffix("-swapped")] != fold]
        unseen = [
            example
            for example in examples
            if fold_of[example.document.removesuffix("-swapped")] == fold and example.origin in ("gold", "source")
        ]
        predictions += judged(fit(seen, decay), unseen)
    return predictions


def gather(gold: Path, polnear: Path, gum: Path | None, items: Sequence[Item]) -> list[Example]:
    """All examples, including those of items with the sexes swapped."""
    examples = [example for article in load(gold, polnear) for example in examples_of_gold(article)]
    for item in items:
        examples += examples_of_item(item)
        examples += examples_of_item(swapped(item))
    paths = sorted((gum / "conllu").glob("*.conllu")) if gum is not None else []
    for path in paths:
        if any(f"_{genre}_" in path.stem for genre in GENRES):
            examples += examples_of_gum(read(path))
    return examples


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--gum", type=Path)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--no-corpus", action="store_true", help="leave out our corpus (ablation)")
    parser.add_argument("--decay", type=float, default=3.0)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("src/sayso/lexicons/antecedent_weights.tsv"))
    options = parser.parse_args()
    items = [] if options.no_corpus else read_items(options.items)
    examples = gather(options.gold, options.polnear, options.gum, items)
    columns: dict[str, NDArray[np.float64]] = {}
    for column in COLUMNS:
        chosen = [example for example in examples if example.column == column]
        columns[column] = fit(chosen, options.decay)
        on_training = list(judged(columns[column], chosen))
        print(
            f"{column:6}{len(chosen):6} examples, accuracy {np.mean([right for _, right in on_training]):.3f}", end=""
        )
        predictions = by_folds(chosen, options.decay) if options.folds else []
        print(
            f", cross-validated {np.mean([right for _, right in predictions]):.3f}, ECE {ece(predictions):.3f}"
            if predictions
            else ""
        )
    lines = [
        "# Fitted by python -m training.antecedents on our corpus (also with sexes swapped), sources-gold/train and "
        "GUM; one column per kind of mention.",
        "\t".join(("term", *COLUMNS)),
    ]
    terms = sorted(enumerate((*FEATURES, "none")), key=lambda pair: pair[1])
    lines += ["\t".join((name, *(f"{columns[n][i]:.4f}" for n in COLUMNS))) for i, name in terms]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
