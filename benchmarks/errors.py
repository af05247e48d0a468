"""Samples errors on PolNeAR's dev split for manual reading: `python -m benchmarks.errors --polnear ../shared/polnear`.

An error is an attribution that is missed or spurious, has another extent of its content, another source, or other
borders. The same seed and model give the same sample. The output contains text of the corpus: do not redistribute it.
`docs/research/errors_read.tsv` has the class of 200 errors; with `--model` the command also counts how many of each
class remain with that model.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import score
from benchmarks.accuracy import outer, predictions

READ = Path(__file__).parents[1] / "docs" / "research" / "errors_read.tsv"
KINDS = ("missed", "spurious", "extent", "source", "border")
"""No prediction for the content; no gold for a prediction; contents differ; sources differ; borders differ."""


@dataclass(frozen=True)
class Error:
    """An error with the gold and the predicted attribution; one of them may be None."""

    article: str
    kind: str
    gold: score.ScoredAttribution | None
    predicted: score.ScoredAttribution | None

    @property
    def key(self) -> str:
        """A digest that identifies the error without text of the corpus."""
        spans = (self.gold.cue, self.gold.content) if self.gold else self.predicted and self.predicted.cue
        return hashlib.sha256(f"{self.article} {spans}".encode()).hexdigest()[:10]


def errors(
    name: str,
    article: score.ScoredArticle,
    predicted: Sequence[score.ScoredAttribution],
    gold: Sequence[score.ScoredAttribution],
) -> Iterator[Error]:
    """All errors of an article; a content with the wrong extent is one error, not two."""
    sides = (predicted, gold)
    tokens = [[[article.tokens(getattr(a, role)) for role in score.ROLES] for a in side] for side in sides]
    pairs = dict(score.match(tokens[0], tokens[1]))
    for i, j in pairs.items():
        if score.jaccard(tokens[0][i][0], tokens[1][j][0]) < score.ALIKE:
            yield Error(name, "source", gold[j], predicted[i])
        elif predicted[i].content != gold[j].content:
            yield Error(name, "border", gold[j], predicted[i])
    unmatched = [i for i in range(len(predicted)) if i not in pairs]
    for j in range(len(gold)):
        if j in pairs.values():
            continue
        nearest = max(unmatched, key=lambda i: score.jaccard(tokens[0][i][2], tokens[1][j][2]), default=None)
        if nearest is not None and tokens[0][nearest][2] & tokens[1][j][2]:
            unmatched.remove(nearest)
            yield Error(name, "extent", gold[j], predicted[nearest])
        else:
            yield Error(name, "missed", gold[j], None)
    for i in unmatched:
        yield Error(name, "spurious", None, predicted[i])


def all_errors(articles: Mapping[str, score.ScoredArticle], model: Path | None) -> list[Error]:
    """All errors against the first annotator, in order of article."""
    return [
        error
        for name, record in predictions(articles, model).items()
        for error in errors(
            name, articles[name], outer(articles[name], record, name), next(iter(articles[name].references.values()))
        )
    ]


def marked(text: str, attribution: score.ScoredAttribution | None, lines: tuple[int, int]) -> str:
    """The lines with the attribution's spans in brackets: s, q (cue), c."""
    if attribution is None:
        return "    (nothing)"
    spans = [
        (*span, letter)
        for letter, part in zip("sqc", (attribution.source, attribution.cue, attribution.content), strict=True)
        for span in part
    ]
    insertions = sorted(
        [(end, 0, "]") for _, end, _ in spans] + [(start, 1, f"[{letter} ") for start, _, letter in spans], reverse=True
    )
    begin, end = lines
    output = text[begin:end]
    for at, _, mark in insertions:
        if begin <= at <= end:
            output = output[: at - begin] + mark + output[at - begin :]
    return output


def shown(number: int, error: Error, text: str) -> str:
    """An error as text: its lines as annotated and as predicted."""
    spans = [
        span
        for attribution in (error.gold, error.predicted)
        if attribution
        for part in (attribution.source, attribution.cue, attribution.content)
        for span in part
    ]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    lines = (begin, len(text) if end < 0 else end)
    heading = f"== {number} {error.key} {error.kind} ({error.article})"
    gold, predicted = (marked(text, attribution, lines) for attribution in (error.gold, error.predicted))
    return f"{heading}\n  gold:      {gold}\n  predicted: {predicted}"


def read_by_hand(path: Path = READ) -> dict[str, str]:
    """The class of each manually read error, by key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {key: letter for key, _, letter in (line.split("\t") for line in lines if line and line[0] != "#")}


def main() -> None:
    """Print the counts of all errors, and the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", type=Path, help="folder of a model (default: the shipped one)")
    parser.add_argument("--draw", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2016)
    options = parser.parse_args()
    articles = score.load_gold(options.polnear / options.split)
    model_errors = all_errors(articles, options.model)
    print(f"{len(model_errors)} errors:", dict(Counter(error.kind for error in model_errors)))
    if options.model:
        keys = {error.key for error in model_errors}
        remaining = Counter(letter for key, letter in read_by_hand().items() if key in keys)
        print("errors of errors_read.tsv that remain:", dict(sorted(remaining.items())))
    sampled = random.Random(options.seed).sample(model_errors, min(options.draw, len(model_errors)))
    print(f"{len(sampled)} sampled:", dict(Counter(error.kind for error in sampled)))
    for number, error in enumerate(sampled, start=1):
        print(shown(number, error, articles[error.article].text))


if __name__ == "__main__":
    main()
