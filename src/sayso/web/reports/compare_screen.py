"""The screen of several articles side by side, and the choice of the pages to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive
from sayso.archive.queries.comparison import MAX_PAGES, ComparedPage, Comparison
from sayso.archive.queries.pages import ArchivedVersion
from sayso.errors import QueryError
from sayso.web.rendering.messages import Messages, messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service
from sayso.web.views.search_hits import SearchHit, diff_html, search_hit

router = APIRouter()
_LISTED: Final = 60  # recent pages to choose from


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker with the statements of each page; ``only`` is the place of the only page, or None."""

    entity: str | None
    name: str
    kind: str
    cells: tuple[tuple[SearchHit, ...], ...]
    only: int | None


@dataclass(frozen=True, slots=True)
class WordsRow:
    """The same words on several pages: who says them, and the words with the differences from the first page."""

    differ: bool
    speaker_differs: bool
    cells: tuple[tuple[SearchHit, Markup] | None, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The view of a comparison, or of the pages to choose from if there is none."""

    pages: tuple[ComparedPage, ...] = ()
    speakers: tuple[SpeakerRow, ...] = ()
    words: tuple[WordsRow, ...] = ()
    recent: tuple[ArchivedVersion, ...] = ()
    chosen: tuple[str, ...] = ()
    most: int = MAX_PAGES
    error: QueryError | None = None


@router.get("/compare")
async def show_comparison(request: Request) -> Response:
    """Show pages side by side; without pages, the pages to choose from."""
    service: Service = request.app.state.service
    chosen = tuple(dict.fromkeys(request.query_params.getlist("page")))
    view, error = None, None
    if chosen:
        try:
            view = compare_view(await service.ask(lambda archive: archive.compare(chosen)), messages())
        except QueryError as query_error:
            error = query_error
    if view is None:
        recent = await service.ask(_recent)
        view = CompareView(recent=recent, chosen=chosen, error=error)
    return page(request, "compare.html", view, "read", 400 if error else 200)


def _recent(archive: Archive) -> tuple[ArchivedVersion, ...]:
    return tuple(archive.pages(limit=_LISTED))


def compare_view(comparison: Comparison, t: Messages) -> CompareView:
    """Return the view of a comparison."""
    speakers = tuple(
        SpeakerRow(
            speaker.entity, speaker.name or t("compare.anonymous"), speaker.kind,
            tuple(tuple(search_hit(statement, t) for statement in statements) for statements in speaker.statements),
            speaker.only,
        )
        for speaker in comparison.speakers
    )  # fmt: skip
    words = tuple(
        WordsRow(
            group.differ, group.speaker_differs,
            tuple(
                None if statement is None or wording is None else (search_hit(statement, t), diff_html(wording))
                for statement, wording in zip(group.statements, group.wordings, strict=True)
            ),
        )
        for group in comparison.words
    )  # fmt: skip
    return CompareView(comparison.pages, speakers, words)
