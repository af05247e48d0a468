"""Trains the networks of reading: `python -m training.lines --pages DIR` writes src/sayso/reading/nets/weights/*.npz.

Figures are cross-validated over sites. The shipped networks are trained on all pages.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from benchmarks.reading.measure import corpus, page
from sayso.reading.html.body import (
    BODY,
    REACH,
    Outside,
    above_headline,
    apart,
    body_rows,
    decided,
    sure_of_page,
    trafilatura_shares,
)
from sayso.reading.nets.convnet import Sequence as LineKinds
from sayso.reading.nets.mlp import Net
from sayso.reading.text.features import features, windows
from sayso.reading.text.line_kinds import REACH as WITH
from sayso.reading.text.line_kinds import seen
from sayso.terms import BlockKind
from training.grafts import grafted
from training.line_net import UNKNOWN, Example
from training.line_net import fit as fit_lines
from training.lists import News, enriched, foreign, news
from training.page_lines import Source, Text, dressed, read_pages, read_polnear, read_templates, render

Floats = NDArray[np.float32]
WEIGHTS: Final = Path(__file__).parents[1] / "src/sayso/reading/nets/weights"
_FOLDS: Final = 6
_ROUNDS, _SEEDS, _GRAFTS = 8, 2, 250
_STYLES: Final = ("whole", "near")
_KINDS: Final = [kind.value for kind in BlockKind]


def fit(rows: Floats, answers: Sequence[str], classes: list[str], size: int, rounds: int, seeds: int) -> Net:
    """An ensemble of networks with different seeds, as one network with averaged scores."""
    scaler = StandardScaler().fit(rows)
    scaled = np.clip(scaler.transform(rows), -8, 8)
    models = [
        MLPClassifier((size,), alpha=3.0, max_iter=rounds, random_state=seed, batch_size=256).fit(scaled, answers)
        for seed in range(seeds)
    ]
    return merged(scaler, models, classes)


def merged(scaler: StandardScaler, models: list[MLPClassifier], classes: list[str]) -> Net:
    """The models as one wider network; a class that is not in the training data gets a score that never wins."""
    size = sum(model.coefs_[0].shape[1] for model in models)
    output, bias = np.zeros((size, len(classes))), np.full(len(classes), -30.0)
    start = 0
    names = [str(name) for name in models[0].classes_]
    columns = [classes.index(name) for name in names]
    bias[columns] = 0.0
    for model in models:
        width = model.coefs_[0].shape[1]
        weights, offsets = model.coefs_[1], model.intercepts_[1]
        if weights.shape[1] == 1:  # a binary model has one output, for the second class
            weights, offsets = np.hstack([0 * weights, weights]), np.array([0.0, offsets[0]])
        output[start : start + width, columns] = weights / len(models)
        bias[columns] += offsets / len(models)
        start += width
    hidden = np.hstack([model.coefs_[0] for model in models])
    hidden_bias = np.hstack([model.intercepts_[0] for model in models])
    mean, scale, hidden, hidden_bias, output, bias = (
        part.astype(np.float32) for part in (scaler.mean_, scaler.scale_, hidden, hidden_bias, output, bias)
    )
    return Net(mean, scale, hidden, hidden_bias, output, bias, tuple(classes))


def save(net: Net, name: str, folder: Path) -> None:
    """Write a network in half precision, which does not change its figures."""
    folder.mkdir(exist_ok=True)
    small = {key: getattr(net, key).astype(np.float16) for key in ("hidden", "hidden_bias", "out", "out_bias")}
    np.savez_compressed(folder / f"{name}.npz", mean=net.mean, scale=net.scale, classes=np.array(net.classes), **small)


def folds(groups: Sequence[str], count: int = _FOLDS) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Train and test indices; a group is never in both."""
    return list(GroupKFold(count).split(np.zeros(len(groups)), groups=np.array(groups)))


def body(sources: list[Source], report: dict[str, object], folder: Path) -> None:
    """Train the two networks for the body of HTML, without and with the result of trafilatura as a feature."""
    without_trafilatura, with_trafilatura, outside = [], [], []
    for source in sources:
        rows, words = body_rows(source.markup, source.stated)
        outside.append(Outside(above_headline(source.markup, words, source.stated), apart(rows)))
        without_trafilatura.append(windows(rows, REACH))
        with_trafilatura.append(windows(np.hstack([rows, trafilatura_shares(words, source.root)[:, None]]), REACH))

    def train(rows: list[Floats], chosen: Iterable[int], seeds: int) -> Net:
        indices = list(chosen)
        labels = [str(int(is_body)) for i in indices for is_body in sources[i].body]
        return fit(np.vstack([rows[i] for i in indices]), labels, ["0", "1"], 48, 15, seeds)

    scores: dict[str, list[tuple[float, float]]] = {"first": [], "second": [], "second, with fallback": [], "both": []}
    confident = []
    for training, test in folds([source.site for source in sources]):
        first, second = train(without_trafilatura, training, 2), train(with_trafilatura, training, 4)
        for i in test:
            chars = np.array([len(line.text) for line in sources[i].markup.lines])
            answers = {"first": first(without_trafilatura[i])[:, 1], "second": second(with_trafilatura[i])[:, 1]}
            confident.append(sure_of_page(answers["first"], chars))
            with_fallback = decided(
                answers["second"], with_trafilatura[i][:, with_trafilatura[i].shape[1] // 3 * 2 - 1], chars, outside[i]
            )  # the last column of the line itself
            bodies = {
                "first": outside[i].cut(answers["first"] > BODY, chars),
                "second": answers["second"] > BODY,
                "second, with fallback": with_fallback,
            }
            bodies["both"] = bodies["first" if confident[-1] else "second, with fallback"]
            for name, is_body in bodies.items():
                scores[name].append(page(sources[i].truth, _joined(sources[i], is_body)))
    report["body"] = {
        name: dict(zip(("precision", "recall", "f1"), corpus(rows), strict=True)) for name, rows in scores.items()
    }
    report["body_sure_pages"] = float(np.mean(confident))
    save(train(without_trafilatura, range(len(sources)), 2), "body1", folder)
    save(train(with_trafilatura, range(len(sources)), 4), "body2", folder)


def _joined(source: Source, is_body: NDArray[np.bool_]) -> str:
    """The lines classified as body, joined."""
    return "\n".join(line.text for line, taken in zip(source.markup.lines, is_body, strict=True) if taken)


def texts(sources: list[Source], known: News, seed: int = 0) -> list[Text]:
    """The plain texts of the training data: whole pages, articles with nearby furniture, both with invented lists,
    articles with invented furniture, and one version of each page in an artificial language.
    """
    chance = random.Random(seed)
    templates = read_templates()
    rendered = []
    for source in sources:
        rendered.append(render(source, chance, "whole"))
        rendered.append(render(source, chance, "near"))
        excerpts = [render(source, chance, "excerpt") for _ in range(2)]
        rendered += [text for text in excerpts if text.lines]
        rendered += [dressed(render(source, chance, "near"), chance, templates) for _ in range(3)]
        rendered.append(enriched(render(source, chance, chance.choice(_STYLES)), chance, known))
        rendered.append(foreign(render(source, chance, chance.choice(_STYLES)), chance))
    return rendered


def kinds(pages: list[Text], report: dict[str, object], folder: Path) -> None:
    """Train the network for the lines of plain text, and the one for furniture that HTML markup does not classify."""
    examples = [example(text) for text in pages]
    arrays: dict[str, Any] = line_net(pages, examples, range(len(pages))).arrays()
    np.savez_compressed(folder / "lines.npz", **arrays)
    scores: dict[int, Floats] = {}
    for training, test in folds([text.site for text in pages]):
        net = line_net(pages, examples, training.tolist())
        scores.update({i: net(examples[i][0]) for i in test.tolist()})
        print(f"{len(scores)} of {len(pages)} texts", file=sys.stderr)
    report["lines"] = {
        style: measured([(text, scores[i]) for i, text in enumerate(pages) if text.style == style])
        for style in ("whole", "near", "excerpt")
    }
    labeled = [answers != UNKNOWN for _, answers in examples]
    near = [windows(features(text.lines, text.gaps), WITH)[mask] for text, mask in zip(pages, labeled, strict=True)]
    labels = [_KINDS[k] for (_, answers), mask in zip(examples, labeled, strict=True) for k in answers[mask]]
    save(fit(np.vstack(near), labels, _KINDS, 64, 12, 2), "furniture", folder)


def example(page: Text) -> Example:
    """The features and the labels of a page."""
    wanted = [UNKNOWN if kind is None else _KINDS.index(kind) for kind in page.kinds]
    return seen(page.lines, features(page.lines, page.gaps)), np.array(wanted, np.int64)


def line_net(pages: list[Text], examples: list[Example], chosen: Sequence[int]) -> LineKinds:
    """Train the network on the chosen pages and on grafts of them."""
    grafts = grafted([pages[i] for i in chosen if pages[i].style == "whole"], _GRAFTS, random.Random(0))
    return fit_lines([examples[i] for i in chosen] + [example(graft) for graft in grafts], _KINDS, _ROUNDS, _SEEDS)


def measured(answers: list[tuple[Text, Floats]]) -> dict[str, object]:
    """Accuracy over the labeled lines of real pages: all kinds, body or not, by kind; and the main mistakes."""
    pairs = [
        (kind.value, _KINDS[int(row.argmax())])
        for text, scores in answers
        for kind, row in zip(text.kinds, scores, strict=True)
        if kind is not None
    ]
    counts = Counter(gold for gold, _ in pairs)
    hits = Counter(gold for gold, predicted in pairs if gold == predicted)
    return {
        "lines": len(pairs),
        "accuracy": sum(hits.values()) / len(pairs),
        "body_or_not": sum((gold == "body") == (predicted == "body") for gold, predicted in pairs) / len(pairs),
        "recall": {kind: [round(hits[kind] / count, 3), count] for kind, count in counts.most_common()},
        "mistakes": [
            f"{gold} as {predicted}: {n}"
            for (gold, predicted), n in Counter(p for p in pairs if p[0] != p[1]).most_common(12)
        ],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the weights, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/pages"))
    parser.add_argument("--polnear", type=Path, default=Path("../shared/polnear/train"))
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights")
    parser.add_argument("--report", type=Path, help="JSON file for the figures")
    parser.add_argument("--only", choices=["body", "lines"])
    options = parser.parse_args(arguments)
    sources = read_pages(options.pages)
    report: dict[str, object] = {"pages": len(sources), "labels": Counter(str(k) for s in sources for k in s.kinds)}
    articles = read_polnear(options.polnear, 840) if options.polnear.is_dir() else []
    pages = texts(sources, news(articles)) + articles[::4]
    steps: dict[str, Callable[[], None]] = {
        "body": lambda: body(sources, report, options.out),
        "lines": lambda: kinds(pages, report, options.out),
    }
    for name, step in steps.items():
        if options.only in (None, name):
            step()
    print(json.dumps(report, indent=1))
    if options.report:
        options.report.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
