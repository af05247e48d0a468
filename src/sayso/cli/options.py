"""The options that several commands share, and how they become :class:`sayso.Options`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from sayso.errors import InputError
from sayso.limits import LIMITS, Options, parse_limits

FORMATS: Final = ("page", "table", "json", "jsonl")
PAGE_FORMATS: Final = ("html", "text", "markdown", "eml")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _limits(_ctx: click.Context, _param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, int]:
    """The limits of all ``--limit`` options."""
    try:
        return parse_limits(list(pairs))
    except InputError as error:
        raise click.BadParameter(f"{error.what}. {error.hint}") from error


_PAGES: Final = (
    click.option(
        "--as",
        "format_",
        type=click.Choice(PAGE_FORMATS),
        help="What the pages are; told by their content otherwise.",
    ),
    click.option("--publisher", metavar="NAME", help="The outlet that published the pages, where they do not say so."),
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
        metavar="FOLDER",
        help="Another model than the one that ships.",
    ),
)
_FETCHING: Final = (
    click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too."),
    click.option("--ignore-robots", is_flag=True, help="Fetch what robots.txt asks not to fetch."),
)
_READING: Final = (*_PAGES, *_FETCHING)
_PROBABILITY: Final = click.FloatRange(0, 1)
LEAST: Final = (
    click.option(
        "--min-confidence",
        type=_PROBABILITY,
        metavar="P",
        help="Leave out statements whose source and content are less probably right than P, 0 to 1.",
    ),
    click.option(
        "--min-speaker-confidence",
        type=_PROBABILITY,
        metavar="P",
        help="Leave out statements whose speaker is less probably right than P, or not known to be.",
    ),
)
"""The bounds on how sure a statement is."""
_WRITING: Final = (
    click.option(
        "--format",
        "shape",
        type=click.Choice(FORMATS),
        help="How records are written; page on a terminal and json elsewhere, unless it is said.",
    ),
    click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to a file and not to standard output.",
    ),
    click.option("--furniture", is_flag=True, help="In the page view, show the page's furniture in full."),
)


def reading(command: _Command) -> _Command:
    """Add the options on how pages are read."""
    return _with(command, _READING)


def reading_files(command: _Command) -> _Command:
    """Add the options on how pages are read where none is fetched."""
    return _with(command, _PAGES)


def bounded(command: _Command) -> _Command:
    """Add the bounds on how sure a statement is."""
    return _with(command, LEAST)


def writing(command: _Command) -> _Command:
    """Add the options on how records are written."""
    return _with(command, _WRITING)


def _with(command: _Command, added: tuple[Callable[[_Command], _Command], ...]) -> _Command:
    for option in reversed(added):
        command = option(command)
    return command


def options_of(given: dict[str, Any]) -> Options:
    """The options of a page, taken out of what the command line gave; what belongs to others stays."""
    return Options(
        format=given.pop("format_"),
        publisher=given.pop("publisher"),
        limits=given.pop("limits"),
        allow_private=given.pop("allow_private", False),
        ignore_robots=given.pop("ignore_robots", False),
        model=given.pop("model"),
        min_confidence=given.pop("min_confidence", None) or 0.0,
        min_speaker_confidence=given.pop("min_speaker_confidence", None) or 0.0,
    )
