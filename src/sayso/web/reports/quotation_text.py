"""A statement as text to paste: its words with speaker, page and addresses."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sayso.archive.queries.search import ArchivedStatement
from sayso.text.hazards import visible
from sayso.web.security.origin import server_address
from sayso.web.service import Service

router = APIRouter()


@router.get("/statements/{statement}/quotation")
async def show_quotation_text(request: Request, statement: str) -> Response:
    """Return a quotation with its attribution as plain text."""
    service: Service = request.app.state.service
    hit = await service.ask(lambda archive: archive.statement(statement))
    address = f"{server_address(request, service.settings.hosts)}/statements/{hit.id}"
    return PlainTextResponse(quotation_text(hit, address))


def quotation_text(statement: ArchivedStatement, address: str) -> str:
    """Return the words of a statement, who says them, where and when they were published, and the addresses.

    Words that are a direct quotation are in their own quotation marks; other words are between square brackets, so that
    nobody takes them for a quotation.
    """
    words = " ".join(statement.content.split())
    if statement.form != "direct":
        words = f"[{words}]"
    who = str(statement.doubt or statement.speaker or "source not stated")
    cue = " ".join(statement.cue.split())
    page = [statement.headline, statement.outlet, (statement.published or "")[:10], statement.url, address]
    lines = [words, f"— {who} ({cue})" if cue else f"— {who}", ", ".join(part for part in page if part)]
    return visible("\n".join(lines)) + "\n"
