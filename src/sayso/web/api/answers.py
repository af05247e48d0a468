"""Answers of the API: JSON with an ETag, and lists that go on from a cursor."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final, Generic, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive
from sayso.errors import QueryError
from sayso.web.service import Service

JSON: Final = "application/json"
_Out = TypeVar("_Out")
_FURTHEST: Final = 10_000_000


class Listed(msgspec.Struct, Generic[_Out], frozen=True):
    """A stretch of a list. ``next`` is the ``cursor`` of the request for what follows; null at the end."""

    items: Sequence[_Out]
    next: str | None = None


def service_of(request: Request) -> Service:
    """The service of the application."""
    found: Service = request.app.state.service
    return found


async def asked(request: Request, question: Callable[[Archive], Any]) -> Response:
    """The answer to a question, which is encoded on the thread that asked."""
    return tagged(request, await service_of(request).ask(lambda archive: msgspec.json.encode(question(archive))))


def tagged(request: Request, data: bytes, kind: str = JSON) -> Response:
    """An answer with its ETag; 304 without a body for who has it already."""
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers={"etag": tag})
    return Response(data, media_type=kind, headers={"etag": tag})


def at(cursor: str | None, question: object) -> int:
    """The place at which a list goes on. Raises QueryError for a cursor that this question did not give."""
    if cursor is None:
        return 0
    try:
        data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place, asked = msgspec.msgpack.decode(data, type=tuple[int, bytes])
    except (ValueError, msgspec.DecodeError):
        place, asked = -1, b""
    if not 0 <= place <= _FURTHEST or asked != _print(question):
        raise QueryError("the cursor is none of this question", "Take it from next in the answer to the same question")
    return place


def onward(place: int, question: object) -> str:
    """The cursor of a place."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode((place, _print(question)))).decode().rstrip("=")


def stretch(found: Sequence[_Out], start: int, limit: int, question: object) -> Listed[_Out]:
    """A stretch of what was found from ``start`` on, of which one more than ``limit`` was asked for."""
    return Listed(found[:limit], onward(start + limit, question) if len(found) > limit else None)


def _print(question: object) -> bytes:
    """What a question is known by in its cursors."""
    return sha256(repr(question).encode()).digest()[:6]
