"""Shared parts of the archive commands: the archive option, the filters, and the output formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import click
import msgspec

from sayso.cli.commands import PageName
from sayso.cli.options import COLUMNS, ENTITY, EVERY, SELECTING, selection_of
from sayso.cli.terminal.safe import safe_json, safe_line
from sayso.terms import Determinacy

if TYPE_CHECKING:
    from sayso.archive import Archive, Filters

SHAPES: Final = ("table", "json", "jsonl", "csv", "xlsx", "parquet")
ROW_SHAPES: Final = frozenset(("jsonl", "csv", "xlsx", "parquet"))
"""The formats with one row for each item of a nested answer."""
_Command = TypeVar("_Command", bound=Callable[..., Any])
_MAX_CELL_CHARS: Final = 160
_UNCUT: Final = frozenset(("statement", "wording", "joined by"))  # columns with markup, which a cut could break
Columns = Mapping[str, Callable[[Any], object]]
"""The columns of a table: names, and functions from a row to its value."""

_ARCHIVE: Final = click.option(
    "--archive",
    "target",
    type=PageName(),
    metavar="FILE|URL",
    envvar="SAYSO_ARCHIVE",
    show_default="archive.db in the user data directory",
    help="Archive file, or postgresql://… (extra postgres).",
)
_FILTERS: Final = (
    ENTITY,
    *SELECTING,
    click.option("--outlet", multiple=True, help="Outlet of the page."),
    click.option("--since", metavar="DATE", help="Published on or after: 2026, 2026-05 or 2026-05-03."),
    click.option("--until", metavar="DATE", help="Published on or before."),
    click.option("--text", metavar="QUERY", help='Words, "phrases", AND, OR, NOT, (groups), prefix*.'),
    click.option(
        "--determinacy",
        multiple=True,
        type=click.Choice([*(str(value) for value in Determinacy), EVERY]),
        default=(str(Determinacy.ACTUAL),),
        show_default=True,
        help="actual (said), negated (did not say), hypothetical (if she says).",
    ),
    click.option("--all-versions", is_flag=True, help="Include older versions of pages."),
)
_ANSWERS: Final = (
    click.option(
        "--format",
        "shape",
        type=click.Choice(SHAPES),
        show_default="table on a terminal, else json",
        help="Output format.",
    ),
    click.option(
        "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE."
    ),
    COLUMNS,
)


def archived(command: _Command) -> _Command:
    """Add the option ``--archive``."""
    return _ARCHIVE(command)


def filtered(command: _Command) -> _Command:
    """Add the filter options."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def answering(command: _Command) -> _Command:
    """Add the output options."""
    for option in reversed(_ANSWERS):
        command = option(command)
    return command


def opened(target: str | None, *, write: bool = False, create: bool = False) -> Archive:
    """Open the archive, read-only by default."""
    from sayso.archive import Archive

    return Archive(target, readonly=not write, create=create)


def filters_of(params: dict[str, Any]) -> Filters:
    """Remove the filters from the parameters of a command, and return them."""
    from sayso.archive import Filters

    names = ("outlet", "since", "until", "text", "all_versions")
    determinacy = params.pop("determinacy")
    return Filters(
        **selection_of(params),
        **{name: params.pop(name) for name in names},
        determinacy=() if EVERY in determinacy else determinacy,
    )


def answer(
    rows: Sequence[Any],
    columns: Columns,
    *,
    shape: str | None,
    output: Path | None,
    column_set: str,
    empty: str,
) -> int:
    """Write rows: a table has the given columns, the other formats have all fields, or those of ``column_set``."""
    from sayso.cli.terminal.output import stream
    from sayso.export.spreadsheets import write_csv_rows, write_xlsx_rows

    if shape in ("xlsx", "parquet"):
        from sayso.export.tables import parquet

        if output is None:
            raise click.UsageError(f"{shape} needs --output")
        if shape == "xlsx":
            write_xlsx_rows(rows, output, column_set)
        else:
            parquet(rows, output)
        return 0
    with stream(output) as file:
        shape = shape or ("table" if file.isatty() else "json")
        if shape == "table":
            _table(rows, columns, file, empty)
        elif shape == "csv":
            write_csv_rows(rows, file, column_set)
        else:
            escape = safe_json if file.isatty() else str
            lines = [msgspec.json.encode(row).decode() for row in rows]
            if shape == "jsonl":
                file.writelines(escape(line) + "\n" for line in lines)
            else:
                file.write(escape(msgspec.json.format(f"[{','.join(lines)}]", indent=2)) + "\n")
        file.flush()
    return 0


def _table(rows: Sequence[Any], columns: Columns, file: IO[str], empty: str) -> None:
    """Write rows as a text table."""
    from rich.text import Text

    from sayso.cli.terminal.output import console
    from sayso.cli.terminal.rows import Heading, Rows

    if not rows:
        click.echo(empty, err=True)
        return

    def cell(name: str, value: object) -> Text:
        return value if isinstance(value, Text) else Text(_cell(value, uncut=name in _UNCUT))

    texts = [[cell(name, value(row)) for name, value in columns.items()] for row in rows]
    terminal = console(file, 160)
    with terminal.capture() as captured:
        terminal.print(Rows([Heading(name) for name in columns], texts))
    file.write("\n".join(line.rstrip() for line in captured.get().split("\n")))


def _cell(value: object, *, uncut: bool = False) -> str:
    """The text of a cell on one line; the middle of a long text is left out."""
    text = "" if value is None else safe_line(str(value))
    half = _MAX_CELL_CHARS // 2
    return text if uncut or len(text) <= _MAX_CELL_CHARS else f"{text[:half].rstrip()} […] {text[-half:].lstrip()}"


def date_of(published: str | None) -> str:
    """The day of a timestamp, for a table."""
    return (published or "")[:10]
