"""The login screen, for servers with a token."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.web.forms.form_data import form_of
from sayso.web.problems import problem, problem_response
from sayso.web.rendering.templates import page
from sayso.web.security.guard import LOGIN, client_address, secrets_equal, set_token_cookie
from sayso.web.security.rates import Rates

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LoginView:
    """The login screen: the address to open after login, and whether the last token was wrong."""

    next: str
    wrong: bool


@router.get(LOGIN)
async def show_login(request: Request) -> Response:
    """Show the login form."""
    return _page(request, _local_path(request.query_params.get("next", "/")), wrong=False)


@router.post(LOGIN)
async def log_in(request: Request) -> Response:
    """Check the token and set the cookie."""
    form = await form_of(request)
    target, given = _local_path(str(form.get("next") or "/")), str(form.get("token") or "")
    attempts: Rates = request.app.state.token_attempts
    if wait := attempts.wait(client_address(request)):
        return problem_response(request, problem(429, "too many login attempts", "Wait a minute", retry_after=wait))
    token = request.app.state.service.settings.token
    if token is None or secrets_equal(given, token):
        response = RedirectResponse(target, 303)
        return set_token_cookie(response, token) if token is not None else response
    return _page(request, target, wrong=True)


def _page(request: Request, target: str, *, wrong: bool) -> Response:
    """Return the login form (fields ``token`` and ``next``, sent to /login by POST)."""
    return page(request, "login.html", LoginView(target, wrong), status=401 if wrong else 200)


def _local_path(target: str) -> str:
    """Return the target of the redirect after login if it is a path of this server, otherwise "/"."""
    local = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if local else "/"
