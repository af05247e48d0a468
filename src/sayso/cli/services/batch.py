"""``sayso batch``: reads large collections of pages into tables, and joins their shared quotations."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from sayso.cli.commands import Group, PageName
from sayso.cli.options import options_of, reading_files, selecting
from sayso.cli.terminal.safe import many, safe_line

if TYPE_CHECKING:
    from sayso.batch.outputs.writer import KeptShard
    from sayso.batch.settings import BatchSettings, Counts, Summary

_RUN: Final = "run"
_ENGINE: Final = click.option(
    "--engine", type=click.Choice(("local", "ray")), default="local", help="Run on this machine, or on Ray Data."
)
_ADDRESS: Final = click.option(
    "--address", metavar="HOST:PORT", show_default="a Ray instance on this machine", help="Ray cluster."
)
_AS_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")


class BatchGroup(Group):
    """A group with a default command: ``sayso batch IN...`` is ``sayso batch run IN...``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert the default command if the first argument is not a command."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


@click.group("batch", cls=BatchGroup, short_help="Read large collections of pages into tables, and join quotations.")
def command() -> None:
    """Read large collections of pages into tables. `sayso batch IN... --out DIR` is short for `sayso batch run`."""


@command.command(_RUN, short_help="Read pages into tables.")
@click.argument("names", nargs=-1, required=True, type=PageName(), metavar="IN...")
@click.option("--out", required=True, metavar="DIR", help="Output folder or URL.")
@click.option(
    "--to",
    type=(click.Choice(("archive",)), str),
    metavar="archive URL",
    help="Add the records to an archive (file or URL); DIR gets only the markers and the summary.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Column for a field (text, html, id, url, published, publisher, headline) if its name differs.",
)
@_ENGINE
@_ADDRESS
@click.option("--processes", type=click.IntRange(1), metavar="N", show_default="one per core", help="Worker processes.")
@click.option("--shard-pages", type=click.IntRange(1), default=256, show_default=True, help="Maximum pages per shard.")
@click.option(
    "--shard-chars",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    help="Approximate characters per shard.",
)
@click.option("--page-seconds", type=click.FloatRange(0.1), default=60, show_default=True, help="Time limit per page.")
@click.option("--page-megabytes", type=click.IntRange(1), default=1024, show_default=True, help="Memory per page.")
@click.option("--worker-cpus", type=click.FloatRange(0.1), default=1, show_default=True, help="Ray: CPUs per worker.")
@click.option("--worker-megabytes", type=click.IntRange(0), default=0, help="Ray: memory per worker.")
@click.option("--dry-run", is_flag=True, help="Only count the pages and estimate the run time.")
@_AS_JSON
@selecting
@reading_files
def run(names: tuple[str, ...], out: str, dry_run: bool, as_json: bool, **params: Any) -> int:  # noqa: ANN401
    """Read all pages of IN and write tables of articles, attributions, speakers, relays and errors to DIR.

    IN is a file, a folder, a glob, a URL such as s3://bucket/folder, or - for a list of names on standard input. A
    file contains one page, or many as JSON Lines, CSV, Parquet or WARC, optionally compressed (.gz, .zst).

    To resume a stopped run, repeat the command. Each page that cannot be read becomes a row of the errors table, and
    the exit code is then 1.
    """
    from sayso.batch import run as run_batch
    from sayso.batch.settings import parse_columns

    inputs = [line for name in names for line in (_listed() if name == "-" else [name])]
    settings = _settings(params | {"columns": parse_columns(params["columns"])})
    if dry_run:
        return _dry_run(inputs, settings, as_json=as_json)
    with _interruptible(), _progress() as watcher:
        summary = run_batch(inputs, out, settings, watcher=watcher)
    click.echo(_json(summary) if as_json else _text(summary))
    return 1 if summary.counts.failed else 0


@command.command("quotes", short_help="Join exact and altered copies of quotations.")
@click.argument("out", metavar="DIR")
@_ENGINE
@_ADDRESS
@_AS_JSON
def quotes(out: str, engine: str, address: str | None, as_json: bool) -> int:
    """Join exact and altered copies of quotations in the batch output DIR, and write DIR/quotes/quotes.parquet."""
    from sayso.batch import join

    with _interruptible():
        summary = join(out, engine=engine, address=address)
    if as_json:
        click.echo(_json(summary))
    else:
        click.echo(
            f"{summary.quotations:,} quotations occur in {summary.places:,} places ({summary.exact:,} exact copies, "
            f"{summary.altered:,} altered) among {summary.statements:,} statements"
        )
    return 0


def _listed() -> Iterator[str]:
    """The names on standard input, one per line."""
    yield from (line for line in sys.stdin.read().splitlines() if line.strip())


def _settings(params: dict[str, Any]) -> BatchSettings:
    """The settings of a run from the parameters of the command."""
    from sayso.batch.settings import BatchSettings

    options = options_of(params)
    target = params.pop("to")
    params["processes"] = params["processes"] or 0
    return BatchSettings(options=options, archive=target[1] if target else None, **params)


def _dry_run(names: list[str], settings: BatchSettings, *, as_json: bool) -> int:
    """Print the number of pages and the estimated time of a run."""
    from sayso.batch.inputs.estimate import estimate

    plan = estimate(names, settings)
    if as_json:
        click.echo(_json(plan))
    else:
        click.echo(
            f"{plan.pages:,} pages in {plan.files:,} files ({plan.bytes / 1e6:,.1f} MB), {plan.unreadable:,} "
            f"unreadable. About {_time(plan.seconds)} with {plan.processes} processes "
            f"({plan.pages_per_second:,.1f} pages per second in a sample of {plan.sampled})."
        )
    return 0


def _text(summary: Summary) -> str:
    """The summary of a run as text."""
    counts = summary.counts
    lines = [
        f"{counts.pages:,} pages, {counts.words:,} words, {counts.attributions:,} attributions, "
        f"{counts.speakers:,} speakers, {counts.relays:,} relays, {counts.failed:,} errors in {safe_line(summary.out)}",
        f"this run: {summary.pages_read:,} pages in {_time(summary.seconds)}, {summary.pages_per_second:,.1f} pages/s, "
        f"{summary.words_per_second:,.0f} words/s with {summary.processes} processes"
        if summary.pages_read or not counts.pages
        else "nothing to read: an earlier run of this command finished",
    ]
    if summary.remade:
        lines.insert(1, f"{many(summary.remade, 'damaged part')} of the output rebuilt")
    return "\n".join([*lines, *(f"{name}: {number:,}" for name, number in counts.errors.items())])


def _json(value: Any) -> str:  # noqa: ANN401 (any struct)
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _time(seconds: float) -> str:
    """A duration as readable text."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"


@contextmanager
def _interruptible() -> Iterator[None]:
    """Exit cleanly on SIGINT and SIGTERM with a note on how to resume."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("sayso: stopped. Repeat the command to resume.", err=True)
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGTERM, previous)


class _Bar:
    """A progress bar on a terminal: pages, words per second, errors, remaining time."""

    def __init__(self, progress: Any) -> None:  # noqa: ANN401 (rich is imported late)
        self.progress = progress
        self.pages = self.words = self.errors = 0
        self.start = time.monotonic()
        self.task = progress.add_task("reading", total=None, status="")

    def begin(self, total: int, done: Counts) -> None:
        """Set the length of the bar."""
        self.pages, self.errors = done.pages, done.failed
        self.progress.update(self.task, total=max(1, total))

    def kept(self, shard: KeptShard) -> None:
        """Advance the bar by a finished shard."""
        self.pages += shard.pages
        self.words += shard.words
        self.errors += shard.errors
        speed = self.words / max(0.001, time.monotonic() - self.start)
        status = f"{self.pages:,} pages, {speed:,.0f} words/s, {self.errors:,} errors"
        self.progress.update(self.task, advance=shard.size, status=status)


@contextmanager
def _progress() -> Iterator[_Bar | None]:
    """A progress bar if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[status]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress)
