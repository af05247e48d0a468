"""``sayso compare``: compares several articles on one event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

import click
import msgspec

from sayso.archive.queries.comparison import ComparedPage, Comparison
from sayso.cli.archive.archive_options import ROW_SHAPES, answer, answering, archived, date_of, opened
from sayso.cli.commands import Command, PageName
from sayso.cli.options import options_of, reading
from sayso.cli.terminal.safe import complain, many, safe_json, safe_line
from sayso.errors import QueryError, SaysoError
from sayso.limits import Options
from sayso.terms import Page

_PAGE_ID: Final = re.compile(r"p[0-9]{1,15}")


class ComparisonRow(msgspec.Struct, frozen=True):
    """A row of a comparison. ``what`` is speaker, words (the same on several pages) or page.

    ``only`` says whether the speaker is on this page alone; ``differ`` whether the wordings differ.
    """

    what: str
    page: str
    outlet: str | None
    published: str | None
    headline: str | None
    name: str | None = None
    kind: str | None = None
    statements: int = 0
    only: bool = False
    differ: bool = False
    content: str | None = None
    wording: str | None = None
    named: float | None = None
    unnamed: float | None = None
    relayed: float | None = None
    anonymous_relays: int | None = None
    rests_on: str | None = None
    origin: str | None = None


@click.command("compare", cls=Command, short_help="Compare several articles on one event.")
@click.argument("files", nargs=-1, required=True, type=PageName(), metavar="FILE|URL|ID...")
@archived
@answering
@reading
def command(
    files: tuple[str, ...],
    target: str | None,
    shape: str | None,
    output: Path | None,
    column_set: str,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Compare several articles on one event: who is quoted where, who only in one, whose words differ, and what each
    article rests on.

    FILEs and URLs are read and not stored. IDs such as p3 are pages of the archive.
    """
    from sayso.archive import Archive
    from sayso.cli.terminal.output import stream

    options = options_of(params)
    failed = False
    if all(map(_PAGE_ID.fullmatch, files)):
        with opened(target) as archive:
            comparison = archive.compare(files)
    else:
        with Archive(":memory:") as archive:
            pages, failed = _read(archive, files, options)
            comparison = archive.compare(pages)
    if shape in ROW_SHAPES:
        answer([*_rows(comparison)], {}, shape=shape, output=output, column_set=column_set, empty="")
        return int(failed)
    with stream(output) as file:
        if (shape or ("table" if file.isatty() else "json")) == "json":
            text = msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode()
            file.write((safe_json(text) if file.isatty() else text) + "\n")
        else:
            _show(comparison, file)
    return int(failed)


def _read(archive: Any, files: tuple[str, ...], options: Options) -> tuple[list[str], bool]:  # noqa: ANN401 (lazy)
    """Read the pages into an archive in memory. Returns their numbers, and whether a page could not be read."""
    from sayso.cli.pages.page_arguments import items, record_of

    pages, failed = dict[str, str](), False
    for name, page in items(files, options):
        record = record_of(page, options) if isinstance(page, Page) else page
        if isinstance(record, Exception):
            failed = True
            complain(record, name)
            continue
        added = archive.add(record)
        if f"p{added.page}" in pages:
            raise QueryError(
                f"{name} and {pages[f'p{added.page}']} are the same page", "Compare versions: sayso add, sayso diff"
            )
        pages[f"p{added.page}"] = name
    if len(pages) < 2:
        raise SaysoError(f"{many(len(pages), 'page')} to compare", "Name at least two articles")
    return list(pages), failed


def _title(number: int, page: ComparedPage) -> str:
    place = page.outlet or page.url or "a page"
    return f"{number}. {date_of(page.published) or 'no date'}  {safe_line(place)}: {safe_line(page.headline or '')}"


def _show(comparison: Comparison, file: IO[str]) -> None:
    """Write the comparison as text."""
    for number, page in enumerate(comparison.pages, 1):
        file.write(f"{_title(number, page)}\n")
        rests = [f"{page.unnamed.share:.0%} unnamed", f"{page.relayed.share:.0%} relayed"]
        if page.anonymous_relays:
            rests.append(f"{page.anonymous_relays} from anonymous sources of another outlet")
        if page.rests_on:
            rests.append(f"nearly all from {safe_line(page.rests_on)}")
        if page.origin:
            rests.append(f"text of {safe_line(page.origin)}")
        file.write(f"   {many(page.statements, 'statement')}: {', '.join(rests)}\n")
    file.write("\nSpeakers, with their statements in each article\n")
    for speaker in comparison.speakers:
        counts = "  ".join(f"{len(statements) or '·':>3}" for statements in speaker.statements)
        only = "" if speaker.only is None else f"  only in {speaker.only + 1}"
        file.write(f"{counts}  {safe_line(speaker.name or 'Anonymous sources')} ({speaker.kind}){only}\n")
    file.write("\nThe same words\n" if comparison.words else "\nNo words are in more than one article.\n")
    for group in comparison.words:
        labels = ["different words" if group.differ else "the same words"]
        labels += ["another speaker"] if group.speaker_differs else []
        file.write(f"~ {', '.join(labels)}\n")
        for number, (statement, wording) in enumerate(zip(group.statements, group.wordings, strict=True), 1):
            if statement is not None:
                who = safe_line(str(statement.doubt or statement.speaker or "(no source)"))
                file.write(f"  {number}. {who}: {safe_line(wording or '')}\n")


def _rows(comparison: Comparison) -> Iterator[ComparisonRow]:
    """The comparison as rows: pages, speakers by page, words by page."""
    heads = [(f"p{page.page}", page.outlet, page.published, page.headline) for page in comparison.pages]
    for head, page in zip(heads, comparison.pages, strict=True):
        yield ComparisonRow(
            "page", *head, statements=page.statements, named=page.named.share, unnamed=page.unnamed.share,
            relayed=page.relayed.share, anonymous_relays=page.anonymous_relays, rests_on=page.rests_on,
            origin=page.origin,
        )  # fmt: skip
    for speaker in comparison.speakers:
        for head, statements in zip(heads, speaker.statements, strict=True):
            if statements:
                name, only = speaker.name or "Anonymous sources", speaker.only is not None
                yield ComparisonRow("speaker", *head, name, speaker.kind, len(statements), only)
    for group in comparison.words:
        for head, statement, wording in zip(heads, group.statements, group.wordings, strict=True):
            if statement is not None:
                yield ComparisonRow(
                    "words", *head, statement.speaker, statement.kind, 1, differ=group.differ,
                    content=statement.content, wording=wording,
                )  # fmt: skip
