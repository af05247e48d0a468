"""``sayso train``: a model of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sayso.errors import extra_missing

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("train", short_help="Train a model on texts of your own.")
@click.option(
    "--data",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER|FILE",
    help="What to learn from; several may be given.",
)
@click.option("--mix", default="none", metavar="POLNEAR|none", help="Mix in PolNeAR, whose data folder this is.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the model goes.")
@click.option("--name", help="What records call the model; the name of its folder otherwise.")
@click.option("--epochs", type=click.IntRange(1), help="How often all is read: 8, more where it is little.")
@click.option(
    "--times",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How often an epoch reads yours beside PolNeAR.",
)
@click.option("--seed", type=int, default=13, show_default=True, help="The same seed and data make the same model.")
@click.option("--threads", type=click.IntRange(1), default=2, show_default=True, help="Processor threads.")
@click.option("--fp32", is_flag=True, help="Do not quantise: four times the size, slower, hardly better.")
@click.option("--minilm", type=_FOLDER, help="Other weights to start from: a folder like that of the package.")
def command(paths: tuple[Path, ...], mix: str, out: Path, name: str | None, **given: Any) -> int:  # noqa: ANN401
    """Train a model on texts of your own, alone or with PolNeAR, and write a folder that --model takes.

    \b
    --data is one of
      brat        NAME.txt beside NAME.ann, as sayso export --to brat and sayso corrections export write them, or
                  PolNeAR's layout (text/, attributions/)
      JSON        records (sayso read --format json or jsonl), corrections (sayso corrections export)
      passages    .txt with marks: ⟦s1 Ona Reed⟧ ⟦q1 said⟧ ⟦c1 the mill would close⟧.
      a folder    with train/ and dev/, each of them one of these

    Every sixth text is held out, to fit the confidence on, unless there is a dev/. The same command goes on after a
    stop. Needs the extra train.
    """  # noqa: D301 (the mark that keeps click from filling the lines)
    from sayso.train.data.sources import read_data

    polnear = None if mix == "none" else Path(mix)
    data = read_data(paths)
    try:
        from sayso.train.loop import TrainingSettings
        from sayso.train.run import TrainingPlan, make
    except ImportError as error:
        raise extra_missing("sayso train", "train", str(error.name)) from error
    settings = TrainingSettings(epochs=given["epochs"], seed=given["seed"], threads=given["threads"])
    plan = TrainingPlan(
        data, paths, out, name or out.name, settings, polnear, given["times"], given["fp32"], given["minilm"]
    )
    with _bar() as bar:
        task = bar.add_task("learning", total=None)

        def tick(done: int, total: int, loss: float) -> None:
            bar.update(task, completed=done, total=total, description=f"learning, loss {loss:.3f}")

        made = make(plan, tick, lambda words: click.echo(words, err=True))
    if made.full is not None:
        click.echo(f"on {made.held} texts held out: full {100 * made.full:.1f}", err=True)
    click.echo(f"{out}")
    return 0


def _bar() -> Any:  # noqa: ANN401 (rich is imported here alone)
    """A bar on standard error, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty())
