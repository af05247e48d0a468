"""Writes records to standard output or a file as page, table, json or jsonl."""

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
from sayso.terms import Determinacy, Page, Record

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.record.roster import Roster

_MIN_BAR_NAMES = 4


@contextmanager
def stream(output: Path | None) -> Iterator[IO[str]]:
    """The output stream: a file in UTF-8, or standard output in its encoding with ``?`` for other characters."""
    if output is not None:
        with output.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace", newline="")
    yield sys.stdout


def console(file: IO[str], width: int) -> Console:
    """A Rich console on a stream: no colors with NO_COLOR or without a terminal, where it has ``width`` columns."""
    from rich.console import Console

    class PipeConsole(Console):
        """A console that raises BrokenPipeError, where Rich exits."""

        def on_broken_pipe(self) -> None:
            """Raise the error again; main() handles it."""
            raise BrokenPipeError

    return PipeConsole(file=file, width=None if file.isatty() else width, highlight=False, markup=False, emoji=False)


def _as_utf8(file: IO[str]) -> None:
    """Set the encoding of JSON output to UTF-8 in any locale, since ``?`` for a character would change the record."""
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
    several: bool = False,
) -> int:
    """Read each page and write its record; errors go to stderr. Returns the exit code, 1 if a page could not be read.

    ``total`` is the number of files and URLs, None if unknown; with ``several``, JSON is an array even for one page.
    """
    with stream(output) as file:
        shape = shape or ("page" if file.isatty() else "json")
        if shape in ("json", "jsonl"):
            _as_utf8(file)
        failures: list[str] = []
        records = _records(_with_progress(pages, total, file), options, failures)
        if shape == "json":
            _write_json(records, file, failures, several=several or (total or 1) > 1)
        elif shape == "jsonl":
            _write_lines(records, file)
        else:
            write_screens(records, file, shape, furniture=furniture)
        file.flush()
    return 1 if failures else 0


def _records(pages: Iterable[Item], options: Options, failures: list[str]) -> Iterator[tuple[str, Record]]:
    """The records of the readable pages; the other pages are reported on stderr and added to ``failures``."""
    for name, page in pages:
        record = record_of(page, options) if isinstance(page, Page) else page
        page_name = page.name if isinstance(page, Page) else name
        if isinstance(record, Record):
            yield page_name, record
        else:
            failures.append(name)
            complain(record, page_name)


def _write_json(records: Iterable[tuple[str, Record]], file: IO[str], failures: list[str], *, several: bool) -> None:
    """Write a single record as an object; several pages, readable or not, as an array."""
    escape = safe_json if file.isatty() else str
    first: str | None = None
    count = 0
    for count, (_, record) in enumerate(records, 1):
        text = escape(record.to_json(2))
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
    """Write one record per line, and flush after each."""
    escape = safe_json if file.isatty() else str
    for _, record in records:
        file.write(escape(record.to_json()) + "\n")
        file.flush()


def write_screens(records: Iterable[tuple[str, Record]], file: IO[str], shape: str, *, furniture: bool = False) -> None:
    """Write each record as a page view or a table, under the name of its page."""
    from sayso.cli.terminal.record_view import page_view
    from sayso.cli.terminal.table import table_view

    terminal = console(file, 100 if shape == "page" else 140)
    for number, (name, record) in enumerate(records):
        with terminal.capture() as captured:
            if number:
                terminal.print()
            terminal.rule(safe_line(name), align="left", style="dim")
            for part in page_view(record, furniture=furniture) if shape == "page" else table_view(record):
                terminal.print(part)
        # Rich pads lines with spaces, which do not belong in a file.
        file.write("\n".join(line.rstrip() for line in captured.get().split("\n")))
        file.flush()


def _with_progress(pages: Iterable[Item], total: int | None, file: IO[str]) -> Iterator[Item]:
    """The pages, with a progress bar for several names if stderr is a terminal and the output is not."""
    if total is None or total < _MIN_BAR_NAMES or file.isatty() or not sys.stderr.isatty():
        yield from pages
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        previous: str | None = None
        for name, page in pages:
            if previous is not None and name != previous:
                bar.advance(task)
            previous = name
            yield name, page


def totals(
    pages: Iterable[Item], options: Options, roster: Roster | None, file: IO[str], *, shape: str | None, count: int
) -> int:
    """Read each page, and write the totals of all records. Returns the exit code, 1 if a page could not be read."""
    import msgspec

    from sayso.record.sourcing import ACTUAL
    from sayso.record.sourcing_totals import Totals

    failures: list[str] = []
    sums = Totals(roster, frozenset(map(Determinacy, options.determinacy)) or ACTUAL)
    for _, record in _records(_with_progress(pages, count, file), options, failures):
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
