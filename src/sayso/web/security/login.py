"""The page that asks for the token, where one is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.web.forms.form_data import form_of
from sayso.web.problems import answer, problem
from sayso.web.rendering.templates import page
from sayso.web.security.guard import LOGIN, address_of, let_in, same
from sayso.web.security.rates import Rates

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LoginView:
    """The screen that asks for the token."""

    where: str
    wrong: bool


@router.get(LOGIN)
async def shown(request: Request) -> Response:
    """The form."""
    return _page(request, _next(request.query_params.get("next", "/")), wrong=False)


@router.post(LOGIN)
async def sent(request: Request) -> Response:
    """What was typed into it."""
    form = await form_of(request)
    where, given = _next(str(form.get("next") or "/")), str(form.get("token") or "")
    tries: Rates = request.app.state.tries
    if wait := tries.wait(address_of(request)):
        return answer(request, problem(429, "too many tokens were tried", "Wait a minute", retry_after=wait))
    token = request.app.state.service.settings.token
    if token is None or same(given, token):
        done = RedirectResponse(where, 303)
        return let_in(done, token) if token is not None else done
    return _page(request, where, wrong=True)


def _page(request: Request, where: str, *, wrong: bool) -> Response:
    """The form that asks for the token: fields ``token`` and ``next``, sent to /login by POST."""
    return page(request, "login.html", LoginView(where, wrong), status=401 if wrong else 200)


def _next(where: str) -> str:
    """Where to go on: an address of this server, whatever was asked for."""
    fit = where.startswith("/") and not where.startswith(("//", "/\\")) and where.isprintable()
    return where if fit else "/"
