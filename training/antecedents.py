"""Weights of the scorer of antecedents: a conditional logit, fitted on our corpus, sources-gold/train and GUM.

python -m training.antecedents --gold ../shared/sources-gold/train --polnear ../shared/polnear --gum ../shared/gum

Each example is one mention with its candidates and "none of them". With --folds it is also fitted on parts, and the
figures of what each part did not see are printed: the share right, and how far its probabilities are off (ECE).
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
    """One mention: the features of its candidates (the last row is "none of them"), and which are right."""

    column: str
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    origin: str
    document: str


WORTH: Final = {"gold": 1.0, "source": 0.1, "other": 0.0, "gum": 0.03}
"""What an example counts, by its origin: annotated articles, sources of our corpus, its other mentions, GUM."""


class Teacher:
    """A scorer that is told the right candidate, and keeps what it was given to choose from."""

    def __init__(self, judge: Judge, document: str, origin: str = "") -> None:
        self.judge, self.document, self.origin = judge, document, origin
        self.examples: list[Example] = []

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """Nearly all on the right candidates, or on none of them; evenly where the gold does not tell."""
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
        return [float(one) for one in (right + 1e-3) / (right + 1e-3).sum()]


def examples_of_gold(gold: Gold) -> list[Example]:
    """The examples of one annotated article: its sources."""

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
    """The examples of one item of the corpus: its sources, then its other pronouns and descriptions."""
    spans = sorted(
        ((start, end, key) for key, one in item.entities.items() for start, end in one.mentions),
        key=lambda one: one[1] - one[0],
    )
    begins = {start: key for start, _, key in reversed(spans)}
    keys = _keys(spans)

    def judge(query: Query, entity: Entity) -> bool | None:
        key = begins.get(query.place)
        return None if key is None else key in keys(entity)

    teacher = Teacher(judge, item.id)
    article = Article(item.text, (Block(BlockKind.BODY, Span(0, len(item.text))),), publisher=item.outlet)
    words = Analysis(article).words
    given = tuple(given_by(one) for one in item.attributions)
    state = begin(article, words, Entities(words), given, Settings(Chooser(teacher)))
    resolve(state)
    told = {start for one in item.attributions for start, _ in one.source}
    _others(state, [span for span in spans if span[0] not in told])
    return teacher.examples


def given_by(one: Marked) -> Attribution:
    """An attribution of the corpus as the resolver takes it."""
    source, cue, content = (tuple(Span(*pair) for pair in part) for part in (one.source, one.cue, one.content))
    return Attribution(f"a{one.number}", source, cue, content, inside=f"a{one.inside}" if one.inside else None)


def _keys(spans: Sequence[tuple[int, int, str]]) -> Callable[[Entity], set[str]]:
    """A function from an entity to the marks around its places, the smallest mark around each."""

    def keys(entity: Entity) -> set[str]:
        places = [*entity.places, *(span.start for span in entity.sources)]
        found = (next((key for start, end, key in spans if start <= place < end), None) for place in places)
        return {key for key in found if key is not None}

    return keys


def _others(state: State, spans: Sequence[tuple[int, int, str]]) -> None:
    """Ask for the antecedent of each mention that is no source: pronouns, and definite descriptions."""
    for start, end, _ in sorted(spans):
        known = pronouns().get(state.words.text[start:end].lower())
        said = state.history.before(start, False)
        if known is not None and known[0] == "third":
            state.settings.chooser.choose(state, Query(start, known[1], known[2], said))
            continue
        found = mention(state.words, (Span(start, end),))
        if found.type is not Type.DESCRIPTION or not found.definite or found.owner or found.kind is None:
            continue
        column = "folk" if found.plural else "role" if found.kind == "unnamed" else "body"
        words = modifiers(found, state.words.text)
        state.settings.chooser.choose(state, Query(start, column, said=said, mention=found, words=words))


def examples_of_gum(document: Clustered) -> list[Example]:
    """The examples of one document of GUM: each third-person pronoun that is a mention of its own."""
    spans = sorted(document.mentions, key=lambda one: one[1] - one[0])
    whole = {(start, end): name for start, end, name in document.mentions}
    keys = _keys(spans)
    names = {start: name for (start, end), name in whole.items() if document.text[start:end].lower() in pronouns()}

    def judge(query: Query, entity: Entity) -> bool | None:
        return names[query.place] in keys(entity)

    teacher = Teacher(judge, document.name, "gum")
    article = Article(document.text, (Block(BlockKind.BODY, Span(0, len(document.text))),))
    words = Analysis(article).words
    state = begin(article, words, Entities(words), (), Settings(Chooser(teacher)))
    for start in sorted(names):
        end = next(end for begin_, end in whole if begin_ == start and document.text[start:end].lower() in pronouns())
        kind = pronouns()[document.text[start:end].lower()]
        if kind[0] == "third":
            state.settings.chooser.choose(state, Query(start, kind[1], kind[2]))
    return [one for one in teacher.examples if not one.right[-1]]


def fit(examples: Sequence[Example], decay: float, rounds: int = 400) -> NDArray[np.float64]:
    """Weights that make the right candidates likely, by full gradient steps (Adam)."""
    if not examples:
        return np.zeros(len(FEATURES) + 1)
    rows = np.concatenate([one.rows for one in examples])
    right = np.concatenate([one.right for one in examples])
    sizes = np.array([len(one.right) for one in examples])
    group = np.repeat(np.arange(len(sizes)), sizes)
    worth = np.array([WORTH[one.origin] for one in examples])[group]
    weights = np.zeros(rows.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, rounds + 1):
        scores = rows @ weights
        top = np.maximum.reduceat(scores, np.r_[0, np.cumsum(sizes)[:-1]])
        raised = np.exp(scores - top[group])
        chance = raised / np.bincount(group, raised)[group]
        among = raised * right
        aim = among / np.bincount(group, among)[group]
        slope = rows.T @ ((chance - aim) * worth) + decay * weights
        slope /= len(sizes)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def judged(weights: NDArray[np.float64], examples: Sequence[Example]) -> Iterator[tuple[float, bool]]:
    """The probability of the best candidate of each example, and whether it is right."""
    for one in examples:
        scores = one.rows @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = int(np.argmax(chances))
        yield float(chances[best]), bool(one.right[best])


def ece(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error of probabilities."""
    chances, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])
    held = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [abs(chances[held == n].mean() - right[held == n].mean()) * (held == n).mean() for n in set(held)]
    return float(sum(gaps))


def by_folds(examples: Sequence[Example], decay: float, folds: int = 5) -> list[tuple[float, bool]]:
    """What weights that did not see a document say of it."""
    names = sorted({one.document.removesuffix("-swapped") for one in examples})
    held = {name: number % folds for number, name in enumerate(names)}
    out: list[tuple[float, bool]] = []
    for fold in range(folds):
        mine = [one for one in examples if held[one.document.removesuffix("-swapped")] != fold]
        rest = [
            one
            for one in examples
            if held[one.document.removesuffix("-swapped")] == fold and one.origin in ("gold", "source")
        ]
        out += judged(fit(mine, decay), rest)
    return out


def gather(gold: Path, polnear: Path, gum: Path | None, items: Sequence[Item]) -> list[Example]:
    """All examples, those of swapped items too."""
    found = [one for article in load(gold, polnear) for one in examples_of_gold(article)]
    for item in items:
        found += examples_of_item(item)
        found += examples_of_item(swapped(item))
    paths = sorted((gum / "conllu").glob("*.conllu")) if gum is not None else []
    for path in paths:
        if any(f"_{genre}_" in path.stem for genre in GENRES):
            found += examples_of_gum(read(path))
    return found


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--gum", type=Path)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--no-corpus", action="store_true", help="without our corpus, for the ablation")
    parser.add_argument("--decay", type=float, default=3.0)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("src/sayso/lexicons/antecedent_weights.tsv"))
    options = parser.parse_args()
    items = [] if options.no_corpus else read_items(options.items)
    examples = gather(options.gold, options.polnear, options.gum, items)
    columns: dict[str, NDArray[np.float64]] = {}
    for column in COLUMNS:
        mine = [one for one in examples if one.column == column]
        columns[column] = fit(mine, options.decay)
        seen = list(judged(columns[column], mine))
        print(f"{column:6}{len(mine):6} examples, right {np.mean([right for _, right in seen]):.3f}", end="")
        held = by_folds(mine, options.decay) if options.folds else []
        print(f", by folds {np.mean([right for _, right in held]):.3f}, ECE {ece(held):.3f}" if held else "")
    lines = [
        "# Fitted by python -m training.antecedents on our corpus (also with sexes swapped), sources-gold/train and "
        "GUM, a column a kind of mention.",
        "\t".join(("term", *COLUMNS)),
    ]
    terms = sorted(enumerate((*FEATURES, "none")), key=lambda pair: pair[1])
    lines += ["\t".join((name, *(f"{columns[n][i]:.4f}" for n in COLUMNS))) for i, name in terms]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
