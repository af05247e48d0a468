"""Train the nets of reading: `python -m training.lines --pages DIR` writes src/sayso/reading/nets/weights/*.npz.

Figures are by cross-validation over sites: no site stands on both sides. What ships is trained on all pages.
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
    """One net: several seeds side by side, whose scores are averaged."""
    scaler = StandardScaler().fit(rows)
    z = np.clip(scaler.transform(rows), -8, 8)
    models = [
        MLPClassifier((size,), alpha=3.0, max_iter=rounds, random_state=seed, batch_size=256).fit(z, answers)
        for seed in range(seeds)
    ]
    return merged(scaler, models, classes)


def merged(scaler: StandardScaler, models: list[MLPClassifier], classes: list[str]) -> Net:
    """The models as one wider net; a class that training never saw gets a score that never wins."""
    size = sum(model.coefs_[0].shape[1] for model in models)
    out, bias = np.zeros((size, len(classes))), np.full(len(classes), -30.0)
    at = 0
    known = [str(one) for one in models[0].classes_]
    columns = [classes.index(one) for one in known]
    bias[columns] = 0.0
    for model in models:
        width = model.coefs_[0].shape[1]
        weights, offsets = model.coefs_[1], model.intercepts_[1]
        if weights.shape[1] == 1:  # a binary model has one output, that of the second class
            weights, offsets = np.hstack([0 * weights, weights]), np.array([0.0, offsets[0]])
        out[at : at + width, columns] = weights / len(models)
        bias[columns] += offsets / len(models)
        at += width
    hidden = np.hstack([model.coefs_[0] for model in models])
    hidden_bias = np.hstack([model.intercepts_[0] for model in models])
    mean, scale, hidden, hidden_bias, out, bias = (
        part.astype(np.float32) for part in (scaler.mean_, scaler.scale_, hidden, hidden_bias, out, bias)
    )
    return Net(mean, scale, hidden, hidden_bias, out, bias, tuple(classes))


def save(net: Net, name: str, folder: Path) -> None:
    """Write a net in half precision, which loses nothing that matters."""
    folder.mkdir(exist_ok=True)
    small = {key: getattr(net, key).astype(np.float16) for key in ("hidden", "hidden_bias", "out", "out_bias")}
    np.savez_compressed(folder / f"{name}.npz", mean=net.mean, scale=net.scale, classes=np.array(net.classes), **small)


def folds(groups: Sequence[str], count: int = _FOLDS) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Train and test indices; no group on both sides."""
    return list(GroupKFold(count).split(np.zeros(len(groups)), groups=np.array(groups)))


def body(sources: list[Source], report: dict[str, object], out: Path) -> None:
    """The two nets that find the body of HTML: without and with what trafilatura takes."""
    plain, full, outside = [], [], []
    for one in sources:
        rows, words = body_rows(one.markup, one.stated)
        outside.append(Outside(above_headline(one.markup, words, one.stated), apart(rows)))
        plain.append(windows(rows, REACH))
        full.append(windows(np.hstack([rows, trafilatura_shares(words, one.root)[:, None]]), REACH))

    def train(rows: list[Floats], chosen: Iterable[int], seeds: int) -> Net:
        some = list(chosen)
        flat = [str(int(is_body)) for i in some for is_body in sources[i].body]
        return fit(np.vstack([rows[i] for i in some]), flat, ["0", "1"], 48, 15, seeds)

    scores: dict[str, list[tuple[float, float]]] = {"first": [], "second": [], "second, with fallback": [], "both": []}
    sure = []
    for learn, test in folds([one.site for one in sources]):
        first, second = train(plain, learn, 2), train(full, learn, 4)
        for i in test:
            chars = np.array([len(line.text) for line in sources[i].markup.lines])
            answers = {"first": first(plain[i])[:, 1], "second": second(full[i])[:, 1]}
            sure.append(sure_of_page(answers["first"], chars))
            taken = decided(
                answers["second"], full[i][:, full[i].shape[1] // 3 * 2 - 1], chars, outside[i]
            )  # the line's own last column
            bodies = {
                "first": outside[i].cut(answers["first"] > BODY, chars),
                "second": answers["second"] > BODY,
                "second, with fallback": taken,
            }
            bodies["both"] = bodies["first" if sure[-1] else "second, with fallback"]
            for name, is_body in bodies.items():
                scores[name].append(page(sources[i].truth, _joined(sources[i], is_body)))
    report["body"] = {
        name: dict(zip(("precision", "recall", "f1"), corpus(rows), strict=True)) for name, rows in scores.items()
    }
    report["body_sure_pages"] = float(np.mean(sure))
    save(train(plain, range(len(sources)), 2), "body1", out)
    save(train(full, range(len(sources)), 4), "body2", out)


def _joined(source: Source, is_body: NDArray[np.bool_]) -> str:
    """The lines that were taken for body."""
    return "\n".join(line.text for line, one in zip(source.markup.lines, is_body, strict=True) if one)


def texts(sources: list[Source], known: News, seed: int = 0) -> list[Text]:
    """The plain texts to learn from: each page whole, its near part, both with invented lists, and its article with
    invented furniture; one of each page in a tongue that nobody knows.
    """
    chance = random.Random(seed)
    templates = read_templates()
    out = []
    for one in sources:
        out.append(render(one, chance, "whole"))
        out.append(render(one, chance, "near"))
        excerpts = [render(one, chance, "excerpt") for _ in range(2)]
        out += [text for text in excerpts if text.lines]
        out += [dressed(render(one, chance, "near"), chance, templates) for _ in range(3)]
        out.append(enriched(render(one, chance, chance.choice(_STYLES)), chance, known))
        out.append(foreign(render(one, chance, chance.choice(_STYLES)), chance))
    return out


def kinds(pages: list[Text], report: dict[str, object], out: Path) -> None:
    """The network that tells the kinds of a plain text's lines, and the net of furniture that markup leaves open."""
    examples = [example(one) for one in pages]
    arrays: dict[str, Any] = line_net(pages, examples, range(len(pages))).arrays()
    np.savez_compressed(out / "lines.npz", **arrays)
    found: dict[int, Floats] = {}
    for learn, test in folds([one.site for one in pages]):
        net = line_net(pages, examples, learn.tolist())
        found.update({i: net(examples[i][0]) for i in test.tolist()})
        print(f"{len(found)} of {len(pages)} texts", file=sys.stderr)
    report["lines"] = {
        style: measured([(one, found[i]) for i, one in enumerate(pages) if one.style == style])
        for style in ("whole", "near", "excerpt")
    }
    known = [answers != UNKNOWN for _, answers in examples]
    near = [windows(features(one.lines, one.gaps), WITH)[mask] for one, mask in zip(pages, known, strict=True)]
    flat = [_KINDS[k] for (_, answers), mask in zip(examples, known, strict=True) for k in answers[mask]]
    save(fit(np.vstack(near), flat, _KINDS, 64, 12, 2), "furniture", out)


def example(page: Text) -> Example:
    """What the network sees of a page, and what it should say of it."""
    wanted = [UNKNOWN if kind is None else _KINDS.index(kind) for kind in page.kinds]
    return seen(page.lines, features(page.lines, page.gaps)), np.array(wanted, np.int64)


def line_net(pages: list[Text], examples: list[Example], chosen: Sequence[int]) -> LineKinds:
    """The network from some of the pages, and from grafts of these alone."""
    grafts = grafted([pages[i] for i in chosen if pages[i].style == "whole"], _GRAFTS, random.Random(0))
    return fit_lines([examples[i] for i in chosen] + [example(one) for one in grafts], _KINDS, _ROUNDS, _SEEDS)


def measured(answers: list[tuple[Text, Floats]]) -> dict[str, object]:
    """Accuracy over the known lines of real pages: all kinds, body or not, by kind; and the commonest mistakes."""
    pairs = [
        (kind.value, _KINDS[int(row.argmax())])
        for one, found in answers
        for kind, row in zip(one.kinds, found, strict=True)
        if kind is not None
    ]
    wanted = Counter(want for want, _ in pairs)
    hit = Counter(want for want, got in pairs if want == got)
    return {
        "lines": len(pairs),
        "accuracy": sum(hit.values()) / len(pairs),
        "body_or_not": sum((want == "body") == (got == "body") for want, got in pairs) / len(pairs),
        "recall": {kind: [round(hit[kind] / count, 3), count] for kind, count in wanted.most_common()},
        "mistakes": [
            f"{want} as {got}: {n}" for (want, got), n in Counter(p for p in pairs if p[0] != p[1]).most_common(12)
        ],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the weights, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/pages"))
    parser.add_argument("--polnear", type=Path, default=Path("../shared/polnear/train"))
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the folder of the weights")
    parser.add_argument("--report", type=Path, help="write the figures as JSON here too")
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
