"""What the commands on an archive share: its option, the filters, and the forms of their answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import click
import msgspec

from sayso.cli.options import LEAST
from sayso.cli.terminal.safe import safe_json, safe_line
from sayso.terms import Act, Determinacy, Form, SpeakerKind

if TYPE_CHECKING:
    from sayso.archive import Archive, Filters

SHAPES: Final = ("table", "json", "jsonl", "csv", "parquet")
_Command = TypeVar("_Command", bound=Callable[..., Any])
_LONG: Final = 160
_WHOLE: Final = frozenset(("statement", "wording", "joined by"))  # columns that carry marks, which a cut could lose
Columns = Mapping[str, Callable[[Any], object]]
"""The columns of a table: a name, and what it takes of a row."""

EVERY: Final = "all"
_ARCHIVE: Final = click.option(
    "--archive",
    "target",
    metavar="FILE|URL",
    envvar="SAYSO_ARCHIVE",
    help="The archive: a file, or postgresql://… (extra postgres). Default: archive.db in the user's data directory.",
)
_FILTERS: Final = (
    click.option("--speaker", multiple=True, help="A speaker: a name, words of it, or an id such as e12."),
    click.option(
        "--kind", multiple=True, type=click.Choice([str(one) for one in SpeakerKind]), help="The kind of speaker."
    ),
    click.option("--act", multiple=True, type=click.Choice([str(one) for one in Act]), help="What the speaker does."),
    click.option(
        "--form", multiple=True, type=click.Choice([str(one) for one in Form]), help="The form of the statement."
    ),
    click.option("--outlet", multiple=True, help="The outlet of the page."),
    click.option("--since", metavar="DATE", help="Published on or after: 2026, 2026-05 or 2026-05-03."),
    click.option("--until", metavar="DATE", help="Published on or before."),
    click.option("--text", metavar="QUERY", help='Words, "phrases", AND, OR, NOT, (groups), prefix*.'),
    click.option(
        "--determinacy",
        multiple=True,
        type=click.Choice([*(str(one) for one in Determinacy), EVERY]),
        default=(str(Determinacy.ACTUAL),),
        show_default=True,
        help="Whether it was said: actual, negated (did not say), hypothetical (if she says).",
    ),
    *LEAST,
    click.option("--all-versions", is_flag=True, help="Ask the older versions of pages too."),
)
_ANSWERS: Final = (
    click.option(
        "--format",
        "shape",
        type=click.Choice(SHAPES),
        help="The form of the answer; table on a terminal and json elsewhere, unless it is said.",
    ),
    click.option(
        "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
    ),
)


def archived(command: _Command) -> _Command:
    """Add the option that names the archive."""
    return _ARCHIVE(command)


def filtered(command: _Command) -> _Command:
    """Add the filters."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def answering(command: _Command) -> _Command:
    """Add the options on the form of an answer."""
    for option in reversed(_ANSWERS):
        command = option(command)
    return command


def opened(target: str | None, *, write: bool = False, create: bool = False) -> Archive:
    """The archive that was named; only commands that change it open it for writing."""
    from sayso.archive import Archive

    return Archive(target, readonly=not write, create=create)


def filters_of(given: dict[str, Any]) -> Filters:
    """The filters, taken out of what the command line gave."""
    from sayso.archive import Filters

    names = ("speaker", "kind", "act", "form", "outlet", "since", "until", "text", "all_versions")
    wanted = given.pop("determinacy")
    return Filters(
        **{name: given.pop(name) for name in names},
        determinacy=() if EVERY in wanted else wanted,
        min_confidence=given.pop("min_confidence") or None,
        min_speaker_confidence=given.pop("min_speaker_confidence") or None,
    )


def answer(
    rows: Sequence[Any],
    columns: Columns,
    *,
    shape: str | None,
    output: Path | None,
    empty: str,
) -> int:
    """Write rows: as a table of the columns that are given, else with all their fields."""
    from sayso.cli.terminal.output import stream

    if shape == "parquet":
        from sayso.export.tables import parquet

        if output is None:
            raise click.UsageError("Parquet is no text: name a file with --output")
        parquet(rows, output)
        return 0
    with stream(output) as file:
        shape = shape or ("table" if file.isatty() else "json")
        if shape == "table":
            _table(rows, columns, file, empty)
        elif shape == "csv":
            _csv(rows, file)
        else:
            shown = safe_json if file.isatty() else str
            lines = [msgspec.json.encode(row).decode() for row in rows]
            if shape == "jsonl":
                file.writelines(shown(line) + "\n" for line in lines)
            else:
                whole = msgspec.json.format(f"[{','.join(lines)}]", indent=2)
                file.write(shown(whole) + "\n")
        file.flush()
    return 0


def _table(rows: Sequence[Any], columns: Columns, file: IO[str], empty: str) -> None:
    """Rows for the eye."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from sayso.cli.terminal.output import console

    if not rows:
        click.echo(empty, err=True)
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(take(row), whole=name in _WHOLE)) for name, take in columns.items()))
    out = console(file, 160)
    with out.capture() as captured:
        out.print(table)
    file.write("\n".join(line.rstrip() for line in captured.get().split("\n")))


def _cell(value: object, *, whole: bool = False) -> str:
    text = "" if value is None else safe_line(str(value))
    return text if whole or len(text) <= _LONG else f"{text[: _LONG // 2].rstrip()} […] {text[-_LONG // 2 :].lstrip()}"


def _csv(rows: Sequence[Any], file: IO[str]) -> None:
    """All fields as columns; what is nested stands as JSON in its cell."""
    from sayso.export.tables import csv_cells, flat

    buffer = io.StringIO(newline="")
    made = [flat(row) for row in rows]
    writer = csv.DictWriter(buffer, list(made[0]) if made else [])
    writer.writeheader()
    writer.writerows(map(csv_cells, made))
    file.write(buffer.getvalue())


def date_of(published: str | None) -> str:
    """The day of a date, for a table."""
    return (published or "")[:10]
