"""The application: screens, API and files behind one guard, and every error as an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from sayso._version import __version__
from sayso.errors import SaysoError
from sayso.web import api, routes
from sayso.web.api.answers import tagged
from sayso.web.api.describe import describe
from sayso.web.problems import answer, problem, problem_of
from sayso.web.security.guard import HEADERS, Guard
from sayso.web.security.login import router as login
from sayso.web.security.rates import Rates
from sayso.web.service import Service
from sayso.web.settings import ServerSettings

_TRIES: Final = 10  # tokens that one address may try a minute
_STATIC: Final = Path(str(files("sayso.web"))) / "static"


def build(archive: str | Path | None, settings: ServerSettings) -> FastAPI:
    """The application over an archive; ``app.state.service`` is its :class:`Service`."""
    service = Service(archive, settings)

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        service.start()
        yield
        service.close()

    made = FastAPI(
        title="sayso", version=__version__, lifespan=living, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    made.state.service = service
    made.state.tries = tries = Rates(_TRIES, _TRIES)
    made.include_router(api.router)
    made.include_router(login, include_in_schema=False)
    made.include_router(routes.router, include_in_schema=False)
    made.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _describe_itself(made, settings)
    _tell_errors(made)
    made.add_middleware(Guard, settings=settings, tries=tries)
    return made


def _describe_itself(made: FastAPI, settings: ServerSettings) -> None:
    """Serve the description of the API."""
    told = cache(lambda: msgspec.json.encode(describe(made, settings)))

    @made.get("/api/v1/openapi.json", include_in_schema=False)
    async def description(request: Request) -> Response:
        return tagged(request, await asyncio.to_thread(told))


def _tell_errors(made: FastAPI) -> None:
    """Make every error an answer that says what is wrong and how to fix it."""

    @made.exception_handler(SaysoError)
    async def ours(request: Request, error: SaysoError) -> Response:
        return answer(request, problem_of(error))

    @made.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        heads = dict(error.headers or {})
        return answer(request, problem(error.status_code, _said(error), _HINTS.get(error.status_code, _HINT)), heads)

    @made.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first.get("loc", ()))
        return answer(request, problem(422, f"{where}: {first.get('msg')}", "See /api/v1/openapi.json"))

    @made.exception_handler(Exception)
    async def fault(request: Request, _error: Exception) -> Response:
        told = problem(500, "a fault of sayso's own", "Tell us what you asked; the log has the rest")
        return answer(request, told, HEADERS)  # answered outside of the guard


_HINT: Final = "See /api/v1/openapi.json for what can be asked"
_HINTS: Final = {404: "Check the address", 405: "The Allow header names what can be done here"}


def _said(error: HTTPException) -> str:
    if error.status_code == 404 and error.detail == "Not Found":
        return "there is nothing at this address"
    return error.detail
