"""The screen that receives the page at hand from the bookmark, and offers the bookmark."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.web.rendering.templates import page
from sayso.web.security.origin import server_address

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ReceiveView:
    """The bookmark: its program as an address."""

    bookmark: str


@router.get("/receive")
async def show_receive(request: Request) -> Response:
    """Show the page in the fragment of the address, which is sent to /read by a click, or the bookmark."""
    address = server_address(request, request.app.state.service.settings.hosts)
    return page(request, "receive.html", ReceiveView(bookmark(address)))


def bookmark(server: str) -> str:
    """The bookmark for a server: packs the page at hand and opens it at /receive, where the user confirms it."""
    program = files("sayso.web").joinpath("static", "bookmarklet.js").read_text(encoding="utf-8")
    lines = (line.strip() for line in program.replace("SERVER", server).splitlines())
    return "javascript:" + quote("".join(lines), safe="(){}[];,=>.!?:*+'")
