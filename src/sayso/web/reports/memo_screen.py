"""The screen of the sourcing memo of a page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.export.markup import Fragment
from sayso.export.memo import Memo, build_memo, memo_sections
from sayso.web.rendering.escaping import language, web_address
from sayso.web.rendering.templates import page
from sayso.web.routes.page_number import PAGE
from sayso.web.service import Service
from sayso.web.views.archived_versions import PageVersion, find_version, requested_version

router = APIRouter()


@dataclass(frozen=True, slots=True)
class MemoView:
    """The view of a memo: its head, its sections as HTML, and the address of the page that it links to."""

    id: str
    version: PageVersion
    memo: Memo
    sections: Fragment
    language: str
    address: str | None


@router.get(PAGE + "/memo")
async def show_memo(request: Request, number: int) -> Response:
    """Show the sourcing memo of a page."""
    service: Service = request.app.state.service
    requested = requested_version(request)
    version = await service.ask(lambda archive: find_version(archive, f"p{number}", requested))
    record = (await service.ask(lambda archive: archive.corrected(version.version))).record
    back = f"/pages/p{number}{version.query}"

    def render() -> Response:
        memo = build_memo(record)
        sections = memo_sections(memo, lambda anchor: f"{back}#{_anchor(anchor)}")
        view = MemoView(
            f"p{number}", version, memo, sections, language(record.article.language), web_address(record.article.url)
        )
        return page(request, "memo.html", view, "read")

    return await asyncio.to_thread(render)


def _anchor(anchor: str) -> str:
    """Return the fragment of an anchor on the screen of the page; the credit of an agency has none of its own."""
    return "article" if anchor.startswith("at-") else quote(anchor)
