"""The screens: server-rendered pages over the same service as the API."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.web.problems import Problem

router = APIRouter()
"""Every screen. Writes are checked for the token of :func:`sayso.web.csrf.csrf_token` before they come here."""


def problem_page(request: Request, told: Problem) -> Response:
    """An error as a page."""
    return HTMLResponse(
        f"<!doctype html><title>{escape(told.title)}</title><p>{escape(told.detail)}<p>{escape(told.mend)}", told.status
    )


def login_page(request: Request, where: str, *, wrong: bool) -> Response:
    """The form that asks for the token: fields ``token`` and ``next``, sent to /login by POST."""
    return HTMLResponse(
        "<!doctype html><title>sayso</title><form method=post action=/login>"
        f"<p>{'The token is wrong.' if wrong else ''}<p><label>Token <input name=token type=password></label>"
        f'<input name=next type=hidden value="{escape(where, quote=True)}"><button>Open</button></form>',
        401 if wrong else 200,
    )
