"""Measures accuracy on a part of the open corpus, by file, and the agreement of two annotations of it.

python -m benchmarks.corpus --part test --model open
python -m benchmarks.corpus --agreement corpus/second
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks import score
from benchmarks.accuracy import outer, predictions
from training.corpus import Item, Marked, part_of, read_items
from training.corpus_articles import outer_attributions

NAMES = ("full", "full_cue", "content.exact", "full.direct", "full.mixed", "full.indirect")


def scored(items: Iterable[Item]) -> dict[str, score.ScoredArticle]:
    """The items with their outer attributions as the reference."""
    articles = {}
    for item in items:
        article = score.ScoredArticle(item.text)
        article.references["corpus"] = [
            article.attribution({role: getattr(one, role) for role in score.ROLES}, item.id)
            for one in outer_attributions(item)
        ]
        articles[item.id] = article
    return articles


def table(articles: Mapping[str, score.ScoredArticle], predicted: Mapping[str, list[score.ScoredAttribution]]) -> str:
    """F1 of all items, and `full` of each file."""
    figures = {name: count.figures() for name, count in score.evaluate(articles, predicted).items()}
    full = figures["full"]
    lines = [f"{len(articles)} items, {full['gold']:.0f} attributions, {full['predicted']:.0f} found"]
    lines += [f"{name:<16}{100 * figures[name]['f1']:6.1f}" for name in NAMES]
    empty = [name for name, article in articles.items() if not article.references["corpus"]]
    false = sum(bool(predicted[name]) for name in empty)
    lines.append(f"{len(empty)} items without attributions, {false} of them with something found")
    for file in sorted({name.rpartition("-")[0] for name in articles}):
        part = {name: article for name, article in articles.items() if name.rpartition("-")[0] == file}
        counts = score.evaluate(part, predicted)["full"].figures()
        lines.append(f"{file:<22}{counts['gold']:5.0f}{100 * counts['f1']:7.1f}")
    return "\n".join(lines)


def agreement(first: Mapping[str, Item], second: Mapping[str, Item]) -> str:
    """Agreement of the attributions of two annotations: spans as F1, and act, determinacy and speaker of equal ones."""
    articles = scored(first.values())
    others = {name: article.references["corpus"] for name, article in scored(second.values()).items()}
    lines = [table(articles, others)]
    pairs: list[tuple[Marked, Marked, Item, Item]] = []
    for name, item in first.items():
        other = {one.content: one for one in second[name].attributions}
        pairs += ((one, other[one.content], item, second[name]) for one in item.attributions if one.content in other)
    same = {
        "act": [one.act == two.act for one, two, _, _ in pairs],
        "determinacy": [one.determinacy == two.determinacy for one, two, _, _ in pairs],
        "nested in another": [(one.inside is None) == (two.inside is None) for one, two, _, _ in pairs],
        "kind of speaker": [_kind(one, a) == _kind(two, b) for one, two, a, b in pairs],
        "name of speaker": [_name(one, a) == _name(two, b) for one, two, a, b in pairs],
    }
    lines.append(f"{len(pairs)} attributions of the same content")
    lines += [f"{name:<20}{sum(values) / len(values):6.3f}" for name, values in same.items()]
    return "\n".join(lines)


def _kind(one: Marked, item: Item) -> str | None:
    return item.entities[one.speaker].kind if one.speaker else None


def _name(one: Marked, item: Item) -> str | None:
    return item.entities[one.speaker].name.casefold().removeprefix("the ") if one.speaker else None


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--part", choices=("train", "dev", "test"), default="test")
    parser.add_argument("--model", type=Path, help="name or folder of a model (default: the bundled one)")
    parser.add_argument("--agreement", type=Path, metavar="FOLDER", help="compare with a second annotation")
    args = parser.parse_args()
    items = {item.id: item for item in read_items()}
    if args.agreement:
        second = {item.id: item for item in read_items(args.agreement)}
        different = [name for name, item in second.items() if item.text != items[name].text]
        if different:
            print(f"the texts differ: {', '.join(different)}", file=sys.stderr)
            return 1
        print(agreement({name: items[name] for name in second}, second))
        return 0
    articles = scored(item for item in items.values() if part_of(item.id) == args.part)
    records = predictions(articles, args.model)
    print(next(iter(records.values())).sayso.model)
    print(table(articles, {name: outer(articles[name], record, name) for name, record in records.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
