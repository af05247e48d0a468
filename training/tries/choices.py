"""What one choice at reading is worth: dev `full` of trained models as they ship, and with one choice changed.

python -m training.tries.choices --polnear ../shared/polnear --out FOLDER CHECKPOINT CHECKPOINT ...
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np

from sayso.linking import links
from sayso.linking.links import drafts
from sayso.pipeline import read
from sayso.tagging import tag, tagger, windows
from sayso.tagging.model import Ints
from sayso.terms import Form
from sayso.train.annotated import Annotated
from sayso.train.confidence import FOLDS, Items, best_least, collect, f1, held_out
from sayso.train.export import average, write_model
from sayso.train.loop import minilm_folder
from sayso.train.polnear import read_folder

Change = tuple[Any, str, Any]
"""A module, a name in it, and what stands there instead."""
Row = dict[str, Any]


_targets = links._targets


def _less_without_source(window: tagger.Window, stops: Ints) -> tuple[Ints, Ints]:
    """What the cues and contents of a window point to, the score of "no source" lowered by one."""
    scores = window.to_source.copy()
    scores[:, 0] -= 1
    return _targets(dataclasses.replace(window, to_source=scores), stops)


def _of_any_sentence(window: tagger.Window, stops: Ints) -> tuple[Ints, Ints]:
    """What the cues and contents of a window point to, wherever sentences end."""
    return _targets(window, stops[:0])


CHOICES: Final[dict[str, tuple[Change, ...]]] = {
    "as it ships": (),
    **{f"windows of {size} tokens": ((tagger, "WINDOW", size),) for size in (10, 24, 32, 50, 64, 100)},
    "sources may run over the end of a sentence": ((tagger, "apart", lambda tags, _stops: tags),),
    "a line that ends in a colon read apart from the next": ((windows, "_COLON", -1),),
    "paragraphs of nothing but a quotation stand alone": ((links, "continued", lambda _a, found, _q: found),),
    "no interview turns told by names in capitals": ((links, "_with_turns", lambda _a, found, _q: found),),
    "datelines taken as sources": (
        (links, "without_dateline", lambda _text, spans: spans),
        (links, "_not_by_places", lambda _article, found: found),
    ),
    "relative pronouns left in sources": ((links, "without_relative", lambda _text, spans: spans),),
    "sources of other sentences as good as those of the cue's": ((links, "_targets", _of_any_sentence),),
    "no source made unlikelier, by 1 in the pointer": ((links, "_targets", _less_without_source),),
}


@contextmanager
def changed(changes: tuple[Change, ...]) -> Iterator[None]:
    """The program with another choice, inside the block."""
    with ExitStack() as stack:
        for module, name, other in changes:
            stack.enter_context(patch.object(module, name, other))
        yield


def by_form(p: np.ndarray, items: Items) -> np.ndarray:
    """Which drafts are kept with a least confidence for each form, each chosen in turn, twice over."""
    leasts = np.full(len(Form), best_least(p, items.right, items.gold))
    for _ in range(2):
        for form in range(len(Form)):
            grid = np.arange(0.0, 0.5, 0.02)
            ways = [np.where(np.arange(len(Form)) == form, least, leasts) for least in grid]
            leasts = max(ways, key=lambda way: f1(items.right, p >= way[items.forms], items.gold))
    kept: np.ndarray = p >= leasts[items.forms]
    return kept


def figures(items: Items) -> dict[str, float]:
    """`full` x 100 without a threshold, with the best one, with one by form, and with one chosen on the other folds."""
    p = held_out(items)
    least = best_least(p, items.right, items.gold)
    blind = np.zeros(len(p), dtype=bool)
    for fold in range(FOLDS):
        test = items.articles % FOLDS == fold
        gold = items.gold * (1 - 1 / FOLDS)
        blind[test] = p[test] >= best_least(p[~test], items.right[~test], round(gold))
    kept = {"all": p >= 0, "kept": p >= least, "by form": by_form(p, items), "chosen blind": blind}
    out = {name: round(100 * f1(items.right, one, items.gold), 2) for name, one in kept.items()}
    return {**out, "least": round(least, 2)}


def speed(texts: Sequence[Annotated], folder: Path) -> float:
    """Words of which the spans are found in a second of one core: the better of two passes, after one that warms up."""
    pages = [read(one.text) for one in texts]
    words = sum(len(one.text.split()) for one in texts)
    taken = []
    for _ in range(3):
        begin = time.process_time()
        for page in pages:
            drafts(page, tag(page, folder=folder))
        taken.append(time.process_time() - begin)
    return words / min(taken[1:])


def rows(texts: Sequence[Annotated], folder: Path, choices: Mapping[str, tuple[Change, ...]]) -> Iterator[Row]:
    """The figures of each choice with one model."""
    for name, changes in choices.items():
        with changed(changes):
            yield {"choice": name, **figures(collect(texts, folder)), "words/s": round(speed(texts, folder), -1)}


def main() -> None:
    """Export each checkpoint as int8 and as fp32, and print each choice's figures with the former."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the exported models, and rows.jsonl")
    options = parser.parse_args()
    texts = list(read_folder(options.polnear / "dev"))
    for path in options.checkpoints:
        for precision, choices in (("int8", CHOICES), ("fp32", {"fp32 in place of int8": ()})):
            folder = options.out / f"{path.parent.name}-{path.stem}-{precision}"
            write_model(average([path]), folder, "try", minilm_folder(None), fp32=precision == "fp32")
            with (options.out / "rows.jsonl").open("a") as out:
                for row in rows(texts, folder, choices):
                    for file in (out, sys.stdout):
                        print(json.dumps({"model": str(path), **row}), file=file, flush=True)


if __name__ == "__main__":
    main()
