"""Page arguments of a command: files with one or many pages, standard input, URLs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sayso.cli.terminal.safe import warn
from sayso.errors import InputError, SaysoError
from sayso.limits import Options
from sayso.terms import Page, Record

Item = tuple[str, Page | Exception]
STDIN: Final = "-"
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


def items(names: Sequence[str], options: Options) -> Iterator[Item]:
    """Each page of each name in order, with its name; an error takes the place of a page that cannot be read."""
    for name in names:
        try:
            for page in _pages(name, options):
                yield name, page
        except (SaysoError, OSError) as error:
            yield name, error


def expanded(names: Sequence[str]) -> list[str]:
    """The names, with each folder replaced by the files in it and its subfolders, sorted, without hidden ones.

    A folder without files stays, so that it is reported as one.
    """
    result: list[str] = []
    for name in names:
        files = [] if name == STDIN or not is_folder(name) else _files_in(Path(name))
        result += files or [name]
    return result


def is_folder(name: str) -> bool:
    """Whether a name is a folder."""
    return not is_url(name) and Path(name).is_dir()


def _files_in(folder: Path) -> list[str]:
    """The files in a folder and its subfolders, sorted, without hidden ones."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in paths if not any(part[:1] == "." for part in path.relative_to(folder).parts)]


def is_url(name: str) -> bool:
    """Whether a name is a URL."""
    return _SCHEME.match(name) is not None


def _pages(name: str, options: Options) -> Iterator[Page | SaysoError]:
    """The pages of one name."""
    from sayso.reading.inputs import files as inputs

    if is_url(name):
        from sayso.reading.inputs.fetch import fetch

        yield fetch(name, options)
    elif name == STDIN:
        yield from inputs.stream_pages(sys.stdin.buffer, "standard input", options)
    elif is_folder(name):
        raise InputError("this folder has no files", "Check its name", name)
    else:
        yield from inputs.pages(Path(name), options)


def record_of(page: Page, options: Options) -> Record | Exception:
    """The record of a page, or its error. No error on one page stops the next pages.

    Warnings about the page are printed to standard error.
    """
    from sayso.pipeline import attribute

    try:
        record = attribute(page, options=options)
        warn(record.article.warnings, page.name)
        return record
    except SaysoError as error:
        return error
    except Exception as error:  # a bug in sayso: reported as such
        return error
