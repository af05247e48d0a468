"""The screens: server-rendered pages over the same service as the API."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.web.problems import Problem
from sayso.web.rendering.templates import page
from sayso.web.routes import add_statement as adding
from sayso.web.routes import archive
from sayso.web.routes import correct_statement as correct
from sayso.web.routes import differences as changes
from sayso.web.routes import read_page as reads
from sayso.web.routes import sourcing as audits

router = APIRouter()
"""Every screen. Writes are checked for the token of :func:`sayso.web.security.csrf.csrf_token` first."""
for _part in (changes, correct, adding, reads, archive, audits):
    router.include_router(_part.router)


@dataclass(frozen=True, slots=True)
class LoginView:
    """The screen that asks for the token."""

    where: str
    wrong: bool


def problem_page(request: Request, told: Problem) -> Response:
    """An error as a page."""
    return page(request, "problem.html", told, status=told.status)


def login_page(request: Request, where: str, *, wrong: bool) -> Response:
    """The form that asks for the token: fields ``token`` and ``next``, sent to /login by POST."""
    return page(request, "login.html", LoginView(where, wrong), status=401 if wrong else 200)
