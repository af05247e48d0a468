"""Errors as answers: problem+json (RFC 9457) for programs, a page for readers, both out of the same four fields."""

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
    """What went wrong. ``type`` names the kind of error, ``detail`` says what, ``hint`` how to fix it.

    ``file`` and ``place`` say where. ``retry_after`` is the seconds after which to ask again.
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

    def __post_init__(self) -> None:
        """Keep the name that ``hint`` had until 0.1; it goes with the next version."""
        msgspec.structs.force_setattr(self, "mend", self.hint)


def problem_of(error: SaysoError) -> Problem:
    """The problem that an error is to whoever asked."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    seconds = error.seconds if isinstance(error, BusyError) else None
    file = None if isinstance(error, ArchiveError) else error.file  # where the archive lies is nobody's business
    return Problem(
        _type(type(error).__name__), HTTPStatus(status).phrase, status, error.what, error.hint, file, error.place,
        seconds,
    )  # fmt: skip


def problem(status: int, detail: str, hint: str, *, retry_after: int | None = None) -> Problem:
    """A problem that is no error of sayso's, such as a missing token."""
    return Problem("about:blank", HTTPStatus(status).phrase, status, detail, hint, retry_after=retry_after)


def answer(request: Request, told: Problem, headers: dict[str, str] | None = None) -> Response:
    """The answer that tells a problem, in the form that suits who asked."""
    heads = dict(headers or {})
    if told.retry_after is not None:
        heads["retry-after"] = str(told.retry_after)
    if for_programs(request):
        return Response(msgspec.json.encode(told), told.status, heads, PROBLEM_JSON)
    screen = page(request, "problem.html", told, status=told.status)
    screen.headers.update(heads)
    return screen


def for_programs(request: Request) -> bool:
    """Whether whoever asks wants JSON and no page."""
    return request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "")


def _type(name: str) -> str:
    """The type of a problem as a URI; docs/errors.md explains each name."""
    return f"urn:sayso:{name}"
