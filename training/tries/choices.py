"""Measures decoding choices: dev `full` of trained models as shipped, and with one choice changed.

python -m training.tries.choices --polnear ../shared/polnear --out FOLDER CHECKPOINT CHECKPOINT ...
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from benchmarks.sizes import pace
from sayso.linking import links
from sayso.pipeline import read
from sayso.tagging import tagger, windows
from sayso.tagging.model import Ints
from sayso.train.confidence import collect
from sayso.train.data.annotated import Annotated
from sayso.train.data.polnear import read_folder
from sayso.train.export import average, write_model
from sayso.train.loop import minilm_folder
from training.tries.figures import figures

Change = tuple[Any, str, Any]
"""A module, a name in it, and the replacement."""
Row = dict[str, Any]
ROUNDS: Final = 3
_targets = links._targets


def _less_without_source(window: tagger.Window, stops: Ints) -> tuple[Ints, Ints]:
    """The pointer targets of a window, with the score of "no source" lowered by one."""
    scores = window.to_source.copy()
    scores[:, 0] -= 1
    return _targets(dataclasses.replace(window, to_source=scores), stops)


def _of_any_sentence(window: tagger.Window, stops: Ints) -> tuple[Ints, Ints]:
    """The pointer targets of a window, across sentence ends."""
    return _targets(window, stops[:0])


CHOICES: Final[dict[str, tuple[Change, ...]]] = {
    "as shipped": (),
    **{f"windows of {size} tokens": ((tagger, "WINDOW", size),) for size in (10, 24, 32, 50, 64, 100)},
    "sources may cross the end of a sentence": ((tagger, "apart", lambda tags, _stops: tags),),
    "a line that ends in a colon is read separately from the next": ((windows, "_COLON", -1),),
    "paragraphs that are only a quotation stay separate": ((links, "continued", lambda _a, drafts, _q: drafts),),
    "interview turns not recognized by names in capitals": ((links, "_with_turns", lambda _a, drafts, _q: drafts),),
    "datelines accepted as sources": (
        (links, "without_dateline", lambda _text, spans: spans),
        (links, "_not_by_places", lambda _article, drafts: drafts),
    ),
    "relative pronouns left in sources": ((links, "without_relative", lambda _text, spans: spans),),
    "sources in other sentences not penalized": ((links, "_targets", _of_any_sentence),),
    '"no source" less likely, by 1 in the pointer': ((links, "_targets", _less_without_source),),
}


@contextmanager
def changed(changes: tuple[Change, ...]) -> Iterator[None]:
    """Apply changes inside the block."""
    with ExitStack() as stack:
        for module, name, replacement in changes:
            stack.enter_context(patch.object(module, name, replacement))
        yield


def rows(texts: Sequence[Annotated], folder: Path, choices: Mapping[str, tuple[Change, ...]]) -> Iterator[Row]:
    """The figures of each choice with a model, and its words per second (best of several rounds)."""
    pages = [read(annotated.text) for annotated in texts]
    for name, changes in choices.items():
        with changed(changes):
            speed = max(pace(pages, folder) for _ in range(ROUNDS))
            yield {"choice": name, **figures(collect(texts, folder)), "words/s": round(speed, -1)}


def main() -> None:
    """Export each checkpoint as int8 and fp32, and print the figures of each choice with the int8 model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for the exported models and rows.jsonl")
    options = parser.parse_args()
    texts = list(read_folder(options.polnear / "dev"))
    for path in options.checkpoints:
        for precision, choices in (("int8", CHOICES), ("fp32", {"fp32 in place of int8": ()})):
            folder = options.out / f"{path.parent.name}-{path.stem}-{precision}"
            write_model(average([path]), folder, "try", minilm_folder(None), fp32=precision == "fp32")
            with (options.out / "rows.jsonl").open("a") as log:
                for row in rows(texts, folder, choices):
                    for file in (log, sys.stdout):
                        print(json.dumps({"model": str(path), **row}), file=file, flush=True)


if __name__ == "__main__":
    main()
