"""Records to standard output or a file, in the form that was asked for: page, table, json or jsonl."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sayso.cli.pages.page_arguments import Item, record_of
from sayso.cli.terminal.safe import complain, safe_json, safe_line
from sayso.limits import Options
from sayso.terms import Page, Record

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.record.roster import Roster

_BAR_FROM = 4


@contextmanager
def stream(output: Path | None) -> Iterator[IO[str]]:
    """Where results go: UTF-8 in a file; on standard output whatever it can carry, the rest as question marks."""
    if output is not None:
        with output.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace", newline="")
    yield sys.stdout


def console(file: IO[str], width: int) -> Console:
    """A console on a stream: no colour where NO_COLOR is set or nobody looks; ``width`` where none is known."""
    from rich.console import Console

    class Quiet(Console):
        """A console that leaves a closed pipe to the caller."""

        def on_broken_pipe(self) -> None:
            """Let the error pass: main() ends quietly."""
            raise BrokenPipeError

    return Quiet(file=file, width=None if file.isatty() else width, highlight=False, markup=False, emoji=False)


def _as_utf8(file: IO[str]) -> None:
    """JSON is UTF-8 wherever it goes: a question mark in place of a character would be another record."""
    if isinstance(file, io.TextIOWrapper):
        file.reconfigure(encoding="utf-8")


def write(
    pages: Iterable[Item],
    options: Options,
    *,
    shape: str | None,
    output: Path | None,
    furniture: bool,
    total: int | None,
) -> int:
    """Read every page and write its record; errors go to stderr. The exit code: 1 where a page could not be read.

    ``total`` is how many names were given, None where that is not known.
    """
    with stream(output) as file:
        shape = shape or ("page" if file.isatty() else "json")
        if shape in ("json", "jsonl"):
            _as_utf8(file)
        failures: list[str] = []
        records = _records(_counted(pages, total, file), options, failures)
        if shape == "json":
            _write_json(records, file, failures, several=(total or 1) > 1)
        elif shape == "jsonl":
            _write_lines(records, file)
        else:
            _write_screens(records, file, shape, furniture=furniture)
        file.flush()
    return 1 if failures else 0


def _records(pages: Iterable[Item], options: Options, failures: list[str]) -> Iterator[tuple[str, Record]]:
    """The records of the pages that can be read; the others are told on stderr and noted in ``failures``."""
    for name, page in pages:
        found = record_of(page, options) if isinstance(page, Page) else page
        if isinstance(found, Record):
            yield (page.name if isinstance(page, Page) else name), found
        else:
            failures.append(name)
            complain(found, page.name if isinstance(page, Page) else name)


def _write_json(records: Iterable[tuple[str, Record]], file: IO[str], failures: list[str], *, several: bool) -> None:
    """One record as it is; several, or some of several that could be read, as an array."""
    shown = safe_json if file.isatty() else str
    first: str | None = None
    count = 0
    for count, (_, record) in enumerate(records, 1):
        text = shown(record.to_json(2))
        if count == 1 and not several:
            first = text
            continue
        if first is not None:
            file.write(f"[\n{first}")
            first = None
            several = True
        file.write(("[\n" if count == 1 else ",\n") + text)
    if first is not None:
        file.write(f"[\n{first}\n]\n" if failures else f"{first}\n")
    elif count:
        file.write("\n]\n")
    elif several:
        file.write("[]\n")


def _write_lines(records: Iterable[tuple[str, Record]], file: IO[str]) -> None:
    """One record a line, each out as soon as it is there."""
    shown = safe_json if file.isatty() else str
    for _, record in records:
        file.write(shown(record.to_json()) + "\n")
        file.flush()


def _write_screens(records: Iterable[tuple[str, Record]], file: IO[str], shape: str, *, furniture: bool) -> None:
    """Each record for the eye, under the name of its page."""
    from sayso.cli.terminal.record_view import page_view
    from sayso.cli.terminal.table import table_view

    out = console(file, 100 if shape == "page" else 140)
    for number, (name, record) in enumerate(records):
        with out.capture() as captured:
            if number:
                out.print()
            out.rule(safe_line(name), align="left", style="dim")
            for part in page_view(record, furniture=furniture) if shape == "page" else table_view(record):
                out.print(part)
        # Rich fills lines with spaces, which a terminal does not show and a file should not have.
        file.write("\n".join(line.rstrip() for line in captured.get().split("\n")))
        file.flush()


def _counted(pages: Iterable[Item], total: int | None, file: IO[str]) -> Iterator[Item]:
    """The pages, with a bar on stderr where somebody waits: many names, a terminal, and results that go elsewhere."""
    if total is None or total < _BAR_FROM or file.isatty() or not sys.stderr.isatty():
        yield from pages
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        done: str | None = None
        for name, page in pages:
            if done is not None and name != done:
                bar.advance(task)
            done = name
            yield name, page


def totals(
    pages: Iterable[Item], options: Options, roster: Roster | None, file: IO[str], *, shape: str | None, count: int
) -> int:
    """Read every page, and write what all records add up to. The exit code: 1 where a page could not be read."""
    import msgspec

    from sayso.record.sourcing_totals import Totals

    failures: list[str] = []
    sums = Totals(roster)
    for _, record in _records(_counted(pages, count, file), options, failures):
        sums.add(record)
    if (shape or ("table" if file.isatty() else "json")) == "json":
        _as_utf8(file)
        text = msgspec.json.format(msgspec.json.encode(sums.summary()), indent=2).decode()
        file.write((safe_json(text) if file.isatty() else text) + "\n")
    else:
        from sayso.cli.terminal.summary import totals_view

        console(file, 100).print(totals_view(sums.summary()))
    file.flush()
    return 1 if failures else 0
