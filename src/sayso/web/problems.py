"""Error responses: problem+json (RFC 9457) for programs, an HTML page for browsers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import (
    ArchiveError,
    BusyError,
    ExtraError,
    FetchError,
    InputError,
    LimitError,
    MissingError,
    ModelError,
    QueryError,
    RecordError,
    SaysoError,
    WorkerError,
)
from sayso.web.rendering.templates import page

PROBLEM_JSON: Final = "application/problem+json"
_STATUS: Final[tuple[tuple[type[SaysoError], int], ...]] = (
    (LimitError, 413),
    (InputError, 422),
    (RecordError, 422),
    (FetchError, 403),
    (QueryError, 400),
    (MissingError, 404),
    (ArchiveError, 503),
    (BusyError, 429),
    (WorkerError, 503),
    (ExtraError, 501),
    (ModelError, 500),
)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error. ``type`` is its class as a URI, ``detail`` says what is wrong, ``hint`` how to fix it.

    ``file`` and ``place`` say where. ``retry_after`` is the number of seconds to wait before the next request, and
    ``limit`` the number of requests per minute that the server allows.
    """

    type: str
    title: str
    status: int
    detail: str
    hint: str
    file: str | None = None
    place: str | None = None
    retry_after: int | None = None
    mend: str = ""
    limit: int | None = None

    def __post_init__(self) -> None:
        """Set the deprecated alias of ``hint``; removed in the next version."""
        msgspec.structs.force_setattr(self, "mend", self.hint)


def problem_of(error: SaysoError) -> Problem:
    """Return the problem for an error."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    seconds = error.seconds if isinstance(error, BusyError) else None
    file = None if isinstance(error, ArchiveError) else error.file  # do not disclose the path of the archive
    return Problem(
        f"urn:sayso:{type(error).__name__}", HTTPStatus(status).phrase, status, error.what, error.hint, file,
        error.place, seconds,
    )  # fmt: skip


def problem(
    status: int, detail: str, hint: str, *, retry_after: int | None = None, limit: int | None = None
) -> Problem:
    """Return a problem of HTTP itself, such as a missing token."""
    title = HTTPStatus(status).phrase
    return Problem("about:blank", title, status, detail, hint, retry_after=retry_after, limit=limit)


def problem_response(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """Return the response for a problem: JSON for programs, HTML for browsers."""
    extra = dict(headers or {})
    if problem.retry_after is not None:
        extra["retry-after"] = str(problem.retry_after)
    if wants_json(request):
        return Response(msgspec.json.encode(problem), problem.status, extra, PROBLEM_JSON)
    screen = page(request, "problem.html", problem, status=problem.status)
    screen.headers.update(extra)
    return screen


def wants_json(request: Request) -> bool:
    """Return whether the client expects JSON instead of HTML."""
    return request.url.path.startswith(("/api/", "/mcp")) or "text/html" not in request.headers.get("accept", "")
