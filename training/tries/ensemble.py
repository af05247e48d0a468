"""Scores an ensemble of trained models: the mean of their scores.

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
    """The runtimes of several models: mean tag scores, concatenated hidden states."""

    def __init__(self, models: Sequence[Model]) -> None:
        self.models = models

    def run(self, _outputs: object, feed: dict[str, Any]) -> tuple[Floats, Floats]:
        """One window."""
        outputs = [
            model.session.run(None, {name: value for name, value in feed.items() if name in model.inputs})
            for model in self.models
        ]
        return np.mean([scores for scores, _ in outputs], 0), np.concatenate([hidden for _, hidden in outputs], -1)


def _side_by_side(pointers: Sequence[Pointer]) -> Pointer:
    """A pointer over concatenated hidden states whose score is the mean of the pointers' scores."""

    def block(parts: Sequence[Floats]) -> Floats:
        rows, columns = parts[0].shape
        combined = np.zeros((rows * len(parts), columns * len(parts)), dtype=np.float32)
        for number, part in enumerate(parts):
            combined[number * rows : (number + 1) * rows, number * columns : (number + 1) * columns] = part
        return combined

    # Scores are divided by the root of the key's width, which is now n times as large; so n is divided by its root.
    share = np.float32(1 / np.sqrt(len(pointers)))
    return Pointer(
        block([pointer.query for pointer in pointers]) * share,
        np.concatenate([pointer.query_bias for pointer in pointers]) * share,
        block([pointer.key for pointer in pointers]),
        np.concatenate([pointer.key_bias for pointer in pointers]),
        np.mean([pointer.distance for pointer in pointers], 0),
    )


def together(models: Sequence[Model]) -> Model:
    """The product of experts: tag paths and pointers from the mean scores of all models."""
    first = models[0]
    return Model(
        name=f"{len(models)} models",
        tokenizer=first.tokenizer,
        session=Sessions(models),
        inputs=first.inputs,
        transitions=np.mean([model.transitions for model in models], 0),
        source=_side_by_side([model.source for model in models]),
        cue=_side_by_side([model.cue for model in models]),
        heads=first.heads,
    )


def main() -> None:
    """Export and score each checkpoint, and score the ensemble."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for the exported models")
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
