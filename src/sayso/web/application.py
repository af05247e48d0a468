"""The ASGI application: screens, API and static files behind the request guard, with error handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso._version import __version__
from sayso.errors import SaysoError, extra_missing
from sayso.web import api, reports, routes
from sayso.web.api.answers import etag_response
from sayso.web.api.describe import describe
from sayso.web.monitoring.health import router as health
from sayso.web.monitoring.metrics import Metrics
from sayso.web.monitoring.request_log import RequestLog
from sayso.web.problems import problem, problem_of, problem_response
from sayso.web.rendering.static_files import StampedFiles
from sayso.web.rendering.templates import compile_first_screens
from sayso.web.security.guard import HEADERS, Guard
from sayso.web.security.login import router as login
from sayso.web.security.rates import Rates
from sayso.web.service import Service
from sayso.web.settings import ServerSettings

_TOKEN_ATTEMPTS: Final = 10  # per address and minute


def build(archive: str | Path | None, settings: ServerSettings) -> FastAPI:
    """Build the application for an archive; ``app.state.service`` is its :class:`Service`."""
    service = Service(archive, settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.start()
        compiled = asyncio.create_task(asyncio.to_thread(compile_first_screens))
        async with mcp:
            yield
        service.close()
        await compiled

    app = FastAPI(
        title="sayso", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    app.state.service = service
    app.state.metrics = metrics = Metrics(service)
    app.state.token_attempts = token_attempts = Rates(_TOKEN_ATTEMPTS, _TOKEN_ATTEMPTS)
    app.include_router(api.router)
    app.include_router(login, include_in_schema=False)
    app.include_router(health, include_in_schema=False)
    app.include_router(reports.router, include_in_schema=False)
    app.include_router(routes.router, include_in_schema=False)
    mcp = _mcp(app, service) if settings.mcp else nullcontext()
    app.mount("/static", StampedFiles(), name="static")
    _serve_description(app, settings)
    _handle_errors(app)
    app.add_middleware(Guard, settings=settings, token_attempts=token_attempts)
    app.add_middleware(RequestLog, metrics=metrics, log=settings.log is not None)
    return app


def _mcp(app: FastAPI, service: Service) -> AbstractAsyncContextManager[Any]:
    """Add the Model Context Protocol. Raises ExtraError if the extra ``mcp`` is not installed."""
    try:
        from sayso.web.mcp_http import add_mcp
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sayso"):
            raise
        raise extra_missing("sayso serve --mcp", "mcp", "mcp") from error
    return add_mcp(app, service)


def _serve_description(app: FastAPI, settings: ServerSettings) -> None:
    """Serve the OpenAPI description."""
    encoded = cache(lambda: msgspec.json.encode(describe(app, settings)))

    @app.get("/api/v1/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        return etag_response(request, await asyncio.to_thread(encoded))


def _handle_errors(app: FastAPI) -> None:
    """Turn every exception into a response that says what is wrong and how to fix it."""

    @app.exception_handler(SaysoError)
    async def sayso_error(request: Request, error: SaysoError) -> Response:
        return problem_response(request, problem_of(error))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        hint = _HINTS.get(error.status_code, _HINT)
        return problem_response(request, problem(error.status_code, _detail(error), hint), dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def validation_error(request: Request, error: RequestValidationError) -> Response:
        messages: dict[str, list[str]] = {}
        for item in error.errors():
            messages.setdefault(_place(item["loc"]), []).append(item["msg"])
        place, alternatives = next(iter(messages.items()))
        details = f"{place}: {', or: '.join(dict.fromkeys(alternatives))}"
        return problem_response(request, problem(422, details, "See /api/v1/openapi.json"))

    @app.exception_handler(Exception)
    async def internal_error(request: Request, _error: Exception) -> Response:
        details = problem(500, "an internal error occurred", "Report it with the request; the log has the traceback")
        return problem_response(request, details, HEADERS)  # this response does not pass the guard


def _place(parts: Sequence[object]) -> str:
    """The place of an error in a request, without the names of alternative types such as ``literal['all']``."""
    return ".".join(str(part) for part in parts if "[" not in str(part))


_HINT: Final = "See /api/v1/openapi.json for the API"
_HINTS: Final = {404: "Check the address", 405: "The Allow header lists the methods"}


def _detail(error: HTTPException) -> str:
    if error.status_code == 404 and error.detail == "Not Found":
        return "there is nothing at this address"
    return error.detail
