"""Options shared by several commands, and their conversion to :class:`sayso.Options`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from sayso.errors import InputError
from sayso.limits import LIMITS, Options, parse_limits
from sayso.selection_terms import SELECTION_FIELDS
from sayso.terms import Act, Determinacy, Form, SpeakerKind

FORMATS: Final = ("page", "table", "json", "jsonl")
PAGE_FORMATS: Final = ("html", "text", "markdown", "eml")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _limits(_ctx: click.Context, _param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, int]:
    """Parse the values of ``--limit``."""
    try:
        return parse_limits(list(pairs))
    except InputError as error:
        raise click.BadParameter(f"{error.what}. {error.hint}") from error


_PAGES: Final = (
    click.option(
        "--as",
        "format_",
        type=click.Choice(PAGE_FORMATS),
        show_default="detected from the content",
        help="Format of the pages.",
    ),
    click.option("--publisher", metavar="NAME", help="Publisher of the pages that do not name one."),
    click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=NUMBER",
        callback=_limits,
        help="Set a limit: " + ", ".join(f"{limit.name} ({limit.default})" for limit in LIMITS) + ".",
    ),
    click.option(
        "--model",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="MODEL",
        show_default="the bundled model",
        help="Name of an installed model, or model folder.",
    ),
)
_FETCHING: Final = (
    click.option("--allow-private", is_flag=True, help="Allow fetching from private and loopback addresses."),
    click.option("--ignore-robots", is_flag=True, help="Ignore robots.txt."),
)
_READING: Final = (*_PAGES, *_FETCHING)
_PROBABILITY: Final = click.FloatRange(0, 1)
_SPEAKER_HELP: Final = "Only statements of this speaker: a name, or part of a name"
SELECTING: Final = (
    click.option(
        "--min-confidence",
        type=_PROBABILITY,
        metavar="P",
        help="Omit statements whose source and content have a probability below P (0 to 1).",
    ),
    click.option(
        "--min-speaker-confidence",
        type=_PROBABILITY,
        metavar="P",
        help="Omit statements whose speaker has a probability below P, or none.",
    ),
    click.option("--act", multiple=True, type=click.Choice(list(map(str, Act))), help="Only statements of this act."),
    click.option(
        "--kind", multiple=True, type=click.Choice(list(map(str, SpeakerKind))), help="Only this kind of speaker."
    ),
    click.option(
        "--form", multiple=True, type=click.Choice(list(map(str, Form))), help="Only statements of this form."
    ),
)
"""The filters of statements, except those by speaker and nesting. An option given several times means any of them."""
SPEAKER: Final = click.option("--speaker", multiple=True, metavar="NAME", help=f"{_SPEAKER_HELP}.")
ENTITY: Final = click.option(
    "--speaker", multiple=True, metavar="NAME|ID", help=f"{_SPEAKER_HELP}, or an id of the archive such as e12."
)
NESTED: Final = click.option(
    "--no-nested",
    "nested",
    is_flag=True,
    callback=lambda _ctx, _param, omit: not omit,
    help="Omit statements inside others.",
)
EVERY: Final = "all"
_DETERMINACY: Final = click.option(
    "--determinacy",
    multiple=True,
    type=click.Choice([*map(str, Determinacy), EVERY]),
    show_default=EVERY,
    callback=lambda _ctx, _param, values: () if EVERY in values else values,
    help="Only what was said (actual), was not said (negated), or may be said (hypothetical).",
)
COLUMNS: Final = click.option(
    "--columns",
    "column_set",
    type=click.Choice(("short", "full")),
    default="full",
    show_default=True,
    help="Columns of csv and xlsx.",
)
_WRITING: Final = (
    click.option(
        "--format",
        "shape",
        type=click.Choice(FORMATS),
        show_default="page on a terminal, else json",
        help="Output format.",
    ),
    click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to FILE instead of standard output.",
    ),
    click.option(
        "--furniture",
        is_flag=True,
        help="With --format page, show navigation, advertisements and other page furniture in full.",
    ),
)


def reading(command: _Command) -> _Command:
    """Add the options for reading pages."""
    return _with(command, _READING)


def reading_files(command: _Command) -> _Command:
    """Add the options for reading pages, without those for fetching."""
    return _with(command, _PAGES)


def selecting(command: _Command) -> _Command:
    """Add the filters of statements."""
    return _with(command, (*SELECTING, SPEAKER, NESTED, _DETERMINACY))


def writing(command: _Command) -> _Command:
    """Add the options for writing records."""
    return _with(command, _WRITING)


def _with(command: _Command, options: tuple[Callable[[_Command], _Command], ...]) -> _Command:
    """Add options to a command in the order of its help."""
    for option in reversed(options):
        command = option(command)
    return command


def options_of(params: dict[str, Any]) -> Options:
    """Remove the page options from the parameters of a command, and return them."""
    return Options(
        format=params.pop("format_"),
        publisher=params.pop("publisher"),
        limits=params.pop("limits"),
        allow_private=params.pop("allow_private", False),
        ignore_robots=params.pop("ignore_robots", False),
        model=params.pop("model"),
        determinacy=params.pop("determinacy", ()),
        **selection_of(params),
    )


def selection_of(params: dict[str, Any]) -> dict[str, Any]:
    """Remove the filters of statements, except determinacy, from the parameters of a command; return those given."""
    given = {name: params.pop(name, None) for name in SELECTION_FIELDS if name != "determinacy"}
    return {name: value for name, value in given.items() if value is not None}
