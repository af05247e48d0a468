"""The help screen: keys, and terms with their explanations."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class HelpView:
    """Keys with what they do by group, and terms with their explanations."""

    keys: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    terms: tuple[tuple[str, str], ...]


@router.get("/help")
async def show_help(request: Request) -> Response:
    """Show keys and terms."""
    t = messages()
    groups = ("everywhere", "on_a_page", "while_checking", "at_the_ends_of_a_span")
    keys = tuple((t(f"help.{group}"), tuple(t.section(f"keys_{group}"))) for group in groups)
    terms = tuple(sorted(((t(key), about) for key, about in t.section("term")), key=lambda term: term[0].casefold()))
    return page(request, "help.html", HelpView(keys, terms), "help")
