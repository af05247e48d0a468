"""Draws errors on PolNeAR's dev split, to be read by hand: `python -m benchmarks.errors --polnear ../shared/polnear`.

An error is what keeps an attribution from being right in full with the exact content: it is missed, spurious, has its
content joined or cut so that it no longer counts as the same, has another source, or has other borders. The same seed
and the same model draw the same errors. What is printed holds the corpus's text: it is for reading, never for handing
on. `docs/research/errors_read.tsv` holds the class that a reader gave each of 200; with `--model` the command also says
how many of each class still stand with that model.
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
"""No prediction touches the content; no gold does; one does, but is not alike; alike, but not by source; not exact."""


@dataclass(frozen=True)
class Error:
    """One error: what the annotator has there, and what the model has, either of which may be nothing."""

    article: str
    kind: str
    gold: score.ScoredAttribution | None
    found: score.ScoredAttribution | None

    @property
    def key(self) -> str:
        """A short name of the place: a digest, so that it hands on nothing of the corpus."""
        at = (self.gold.cue, self.gold.content) if self.gold else self.found and self.found.cue
        return hashlib.sha256(f"{self.article} {at}".encode()).hexdigest()[:10]


def errors(
    name: str,
    article: score.ScoredArticle,
    found: Sequence[score.ScoredAttribution],
    gold: Sequence[score.ScoredAttribution],
) -> Iterator[Error]:
    """All errors of one article; a content that is found in the wrong extent is one error, not two."""
    sides = (found, gold)
    tokens = [[[article.tokens(getattr(a, role)) for role in score.ROLES] for a in side] for side in sides]
    pairs = dict(score.match(tokens[0], tokens[1]))
    for i, j in pairs.items():
        if score.jaccard(tokens[0][i][0], tokens[1][j][0]) < score.ALIKE:
            yield Error(name, "source", gold[j], found[i])
        elif found[i].content != gold[j].content:
            yield Error(name, "border", gold[j], found[i])
    spare = [i for i in range(len(found)) if i not in pairs]
    for j in range(len(gold)):
        if j in pairs.values():
            continue
        near = max(spare, key=lambda i: score.jaccard(tokens[0][i][2], tokens[1][j][2]), default=None)
        if near is not None and tokens[0][near][2] & tokens[1][j][2]:
            spare.remove(near)
            yield Error(name, "extent", gold[j], found[near])
        else:
            yield Error(name, "missed", gold[j], None)
    for i in spare:
        yield Error(name, "spurious", None, found[i])


def all_errors(articles: Mapping[str, score.ScoredArticle], model: Path | None) -> list[Error]:
    """Every error on the first annotator's reading, in order of article."""
    return [
        error
        for name, record in predictions(articles, model).items()
        for error in errors(
            name, articles[name], outer(articles[name], record, name), next(iter(articles[name].references.values()))
        )
    ]


def marked(text: str, one: score.ScoredAttribution | None, lines: tuple[int, int]) -> str:
    """The lines with the attribution's spans in brackets: s, q (cue), c."""
    if one is None:
        return "    (nothing)"
    spans = [
        (*span, letter) for letter, part in zip("sqc", (one.source, one.cue, one.content), strict=True) for span in part
    ]
    inserts = sorted(
        [(end, 0, "]") for _, end, _ in spans] + [(start, 1, f"[{letter} ") for start, _, letter in spans], reverse=True
    )
    begin, end = lines
    out = text[begin:end]
    for at, _, mark in inserts:
        if begin <= at <= end:
            out = out[: at - begin] + mark + out[at - begin :]
    return out


def shown(number: int, error: Error, text: str) -> str:
    """One error as text for a reader: the line or lines it stands on, as annotated and as found."""
    spans = [
        span for one in (error.gold, error.found) if one for part in (one.source, one.cue, one.content) for span in part
    ]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    lines = (begin, len(text) if end < 0 else end)
    head = f"== {number} {error.key} {error.kind} ({error.article})"
    return f"{head}\n  gold:  {marked(text, error.gold, lines)}\n  found: {marked(text, error.found, lines)}"


def read_by_hand(path: Path = READ) -> dict[str, str]:
    """The class of each error that was read, by its key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {key: letter for key, _, letter in (line.split("\t") for line in lines if line and line[0] != "#")}


def main() -> None:
    """Print the counts of all errors and those that are drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", type=Path, help="folder of another model than the one that ships")
    parser.add_argument("--draw", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2016)
    options = parser.parse_args()
    articles = score.load_gold(options.polnear / options.split)
    found = all_errors(articles, options.model)
    print(f"{len(found)} errors:", dict(Counter(error.kind for error in found)))
    if options.model:
        keys = {one.key for one in found}
        standing = Counter(letter for key, letter in read_by_hand().items() if key in keys)
        print("of those that were read still stand:", dict(sorted(standing.items())))
    drawn = random.Random(options.seed).sample(found, min(options.draw, len(found)))
    print(f"{len(drawn)} drawn:", dict(Counter(error.kind for error in drawn)))
    for number, error in enumerate(drawn, start=1):
        print(shown(number, error, articles[error.article].text))


if __name__ == "__main__":
    main()
