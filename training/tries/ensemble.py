"""Several trained models as one: the mean of their scores, which no single file can hold at the same speed.

python -m training.tries.ensemble --polnear ../shared/polnear --out FOLDER CHECKPOINT CHECKPOINT ...
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sayso.tagging import model as tagging
from sayso.tagging.model import Floats, Model, Pointer
from sayso.train.confidence import collect
from sayso.train.data.polnear import read_folder
from sayso.train.export import average, write_model
from sayso.train.loop import minilm_folder
from training.tries.figures import figures


class Sessions:
    """The runtimes of several models as one: mean tag scores, hidden states side by side."""

    def __init__(self, models: Sequence[Model]) -> None:
        self.models = models

    def run(self, _outputs: object, feed: dict[str, Any]) -> tuple[Floats, Floats]:
        """One window."""
        found = [
            one.session.run(None, {name: value for name, value in feed.items() if name in one.inputs})
            for one in self.models
        ]
        return np.mean([scores for scores, _ in found], 0), np.concatenate([hidden for _, hidden in found], -1)


def _side_by_side(pointers: Sequence[Pointer]) -> Pointer:
    """One pointer over hidden states side by side whose score is the mean of the pointers' scores."""

    def block(parts: Sequence[Floats]) -> Floats:
        rows, columns = parts[0].shape
        out = np.zeros((rows * len(parts), columns * len(parts)), dtype=np.float32)
        for at, part in enumerate(parts):
            out[at * rows : (at + 1) * rows, at * columns : (at + 1) * columns] = part
        return out

    # Scores are divided by the root of the key's width, which has grown: n times over, and so n by its root.
    share = np.float32(1 / np.sqrt(len(pointers)))
    return Pointer(
        block([one.query for one in pointers]) * share,
        np.concatenate([one.query_bias for one in pointers]) * share,
        block([one.key for one in pointers]),
        np.concatenate([one.key_bias for one in pointers]),
        np.mean([one.distance for one in pointers], 0),
    )


def together(models: Sequence[Model]) -> Model:
    """The product of experts: tag paths and pointers by the mean of all models' scores."""
    first = models[0]
    return Model(
        name=f"{len(models)} models",
        tokenizer=first.tokenizer,
        session=Sessions(models),
        inputs=first.inputs,
        transitions=np.mean([one.transitions for one in models], 0),
        source=_side_by_side([one.source for one in models]),
        cue=_side_by_side([one.cue for one in models]),
        heads=first.heads,
    )


def main() -> None:
    """Export each checkpoint, score it, and score them together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the exported models")
    parser.add_argument("--fp32", action="store_true")
    options = parser.parse_args()
    texts = read_folder(options.polnear / "dev")
    folders = []
    for number, path in enumerate(options.checkpoints):
        folder = (options.out / str(number)).resolve()
        write_model(average([path]), folder, "try", minilm_folder(None), options.fp32)
        folders.append(folder)
        print(json.dumps({"model": str(path), **figures(collect(texts, folder))}), flush=True)
    models = [tagging.load(folder) for folder in folders]
    place = folders[0]
    tagging._LOADED[place] = together(models)
    print(json.dumps({"model": "together", **figures(collect(texts, place))}), flush=True)


if __name__ == "__main__":
    main()
