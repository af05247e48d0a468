"""``sayso batch``: many pages to tables, and what stands on several of them."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from sayso.cli.options import bounded, options_of, reading_files
from sayso.cli.terminal.safe import many, safe_line

if TYPE_CHECKING:
    from sayso.batch.outputs.writer import KeptShard
    from sayso.batch.settings import BatchSettings, Counts, Summary

_RUN: Final = "run"


class BatchGroup(click.Group):
    """A group whose first command may go unnamed: ``sayso batch IN...`` is ``sayso batch run IN...``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in where the first word is none."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


@click.group(
    "batch", cls=BatchGroup, short_help="Read very many pages into tables, and join what several of them quote."
)
def command() -> None:
    """Read very many pages into tables: `sayso batch IN... --out DIR`, which is `sayso batch run`."""


@command.command(_RUN)
@click.argument("names", nargs=-1, required=True, metavar="IN...")
@click.option("--out", required=True, metavar="DIR", help="The folder or address that is written to.")
@click.option(
    "--to",
    type=(click.Choice(("archive",)), str),
    metavar="archive URL",
    help="Add the records to an archive, a file or a URL, and only the marks and the summary to DIR.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column is text, html, id, url, published, publisher or headline, where it has another name.",
)
@click.option("--engine", type=click.Choice(("local", "ray")), default="local", help="This machine, or Ray Data.")
@click.option("--address", metavar="HOST:PORT", help="The Ray cluster; without it Ray runs on this machine.")
@click.option("--processes", type=click.IntRange(1), metavar="N", help="How many processes read; one a core.")
@click.option("--shard-pages", type=click.IntRange(1), default=256, show_default=True, help="Pages of a shard at most.")
@click.option(
    "--shard-chars", type=click.IntRange(1), default=1_000_000, show_default=True, help="Characters of a shard, about."
)
@click.option("--page-seconds", type=click.FloatRange(0.1), default=60, show_default=True, help="Time for one page.")
@click.option("--page-megabytes", type=click.IntRange(1), default=1024, show_default=True, help="Memory for one page.")
@click.option("--worker-cpus", type=click.FloatRange(0.1), default=1, show_default=True, help="Ray: CPUs of a worker.")
@click.option("--worker-megabytes", type=click.IntRange(0), default=0, help="Ray: memory that a worker is given.")
@click.option("--dry-run", is_flag=True, help="Only say how many pages there are, and how long it will take.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@bounded
@reading_files
def run(names: tuple[str, ...], out: str, dry_run: bool, as_json: bool, **given: Any) -> int:  # noqa: ANN401
    r"""Read all pages of IN and write tables of articles, attributions, speakers, relays and errors to DIR.

    IN is a file, a folder, a glob, an address such as s3://bucket/folder, or - for a list of names on standard input.
    A file is a page, or many as JSON lines, CSV, Parquet or WARC, packed or not (.gz, .zst).

    The same command goes on where it was stopped. A page that cannot be read is a row of errors, and the exit code is
    then 1.
    """
    from sayso.batch import run as run_batch
    from sayso.batch.settings import parse_columns

    wanted = [line for name in names for line in (_listed() if name == "-" else [name])]
    settings = _settings(given | {"columns": parse_columns(given["columns"])})
    if dry_run:
        return _told_before(wanted, settings, as_json=as_json)
    with _ending(), _watching() as watcher:
        summary = run_batch(wanted, out, settings, watcher=watcher)
    click.echo(_json(summary) if as_json else _told(summary))
    return 1 if summary.counts.failed else 0


@command.command("quotes")
@click.argument("out", metavar="DIR")
@click.option("--engine", type=click.Choice(("local", "ray")), default="local", help="This machine, or Ray Data.")
@click.option("--address", metavar="HOST:PORT", help="The Ray cluster; without it Ray runs on this machine.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def quotes(out: str, engine: str, address: str | None, as_json: bool) -> int:
    """Join the same or altered quotations over the output of a batch in DIR, and write DIR/quotes/quotes.parquet."""
    from sayso.batch import join

    with _ending():
        found = join(out, engine=engine, address=address)
    if as_json:
        click.echo(_json(found))
    else:
        click.echo(
            f"{found.quotations:,} quotations stand in {found.places:,} places ({found.exact:,} exact copies, "
            f"{found.altered:,} altered) among {found.statements:,} statements"
        )
    return 0


def _listed() -> Iterator[str]:
    """The names on standard input, one a line."""
    yield from (line for line in sys.stdin.read().splitlines() if line.strip())


def _settings(given: dict[str, Any]) -> BatchSettings:
    from sayso.batch.settings import BatchSettings

    options = options_of(given)
    target = given.pop("to")
    given["processes"] = given["processes"] or 0
    return BatchSettings(options=options, archive=target[1] if target else None, **given)


def _told_before(names: list[str], settings: BatchSettings, *, as_json: bool) -> int:
    """Print what a run would find."""
    from sayso.batch.inputs.estimate import estimate

    found = estimate(names, settings)
    if as_json:
        click.echo(_json(found))
    else:
        click.echo(
            f"{found.pages:,} pages in {found.files:,} files ({found.bytes / 1e6:,.1f} MB), {found.unreadable:,} that "
            f"cannot be read. About {_time(found.seconds)} with {found.processes} processes "
            f"({found.pages_per_second:,.1f} pages a second, from a sample of {found.sampled})."
        )
    return 0


def _told(summary: Summary) -> str:
    counts = summary.counts
    lines = [
        f"{counts.pages:,} pages, {counts.words:,} words, {counts.attributions:,} attributions, "
        f"{counts.speakers:,} speakers, {counts.relays:,} relays, {counts.failed:,} errors in {safe_line(summary.out)}",
        f"read now: {summary.pages_read:,} pages in {_time(summary.seconds)}, {summary.pages_per_second:,.1f} pages, "
        f"{summary.words_per_second:,.0f} words a second with {summary.processes} processes"
        if summary.pages_read or not counts.pages
        else "nothing was left to read: this command had finished before",
    ]
    if summary.remade:
        lines.insert(1, f"{many(summary.remade, 'part')} of the output had been damaged, and made again")
    return "\n".join([*lines, *(f"{name}: {number:,}" for name, number in counts.errors.items())])


def _json(value: Any) -> str:  # noqa: ANN401 (any struct)
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _time(seconds: float) -> str:
    """A time for people."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"


@contextmanager
def _ending() -> Iterator[None]:
    """End cleanly on Ctrl-C and when the system asks to end, and say how to go on."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    old = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("sayso: stopped. The same command goes on where it stopped.", err=True)
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGTERM, old)


class _Bar:
    """A bar on a terminal: pages, words a second, errors, time left."""

    def __init__(self, progress: Any) -> None:  # noqa: ANN401 (rich is imported late)
        self.progress = progress
        self.pages = self.words = self.errors = 0
        self.begun = time.monotonic()
        self.task = progress.add_task("reading", total=None, told="")

    def begin(self, total: int, done: Counts) -> None:
        """Set the length of the bar."""
        self.pages, self.errors = done.pages, done.failed
        self.progress.update(self.task, total=max(1, total))

    def kept(self, shard: KeptShard) -> None:
        """Advance."""
        self.pages, self.words, self.errors = (
            self.pages + shard.pages, self.words + shard.words, self.errors + shard.errors
        )  # fmt: skip
        speed = self.words / max(0.001, time.monotonic() - self.begun)
        told = f"{self.pages:,} pages, {speed:,.0f} words/s, {self.errors:,} errors"
        self.progress.update(self.task, advance=shard.size, told=told)


@contextmanager
def _watching() -> Iterator[_Bar | None]:
    """A bar where somebody looks at standard error."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress)
