"""Responses of the API: JSON with an ETag, and lists with cursors."""

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
_Item = TypeVar("_Item")
_MAX_OFFSET: Final = 10_000_000


class ResultList(msgspec.Struct, Generic[_Item], frozen=True):
    """A part of a list. ``next`` is the ``cursor`` of the request for the next part; null at the end."""

    items: Sequence[_Item]
    next: str | None = None


def service_of(request: Request) -> Service:
    """Return the service of the application."""
    service: Service = request.app.state.service
    return service


async def query_response(request: Request, query: Callable[[Archive], Any]) -> Response:
    """Run a query on the archive and return its result as JSON, encoded in the thread of the query."""
    data = await service_of(request).ask(lambda archive: msgspec.json.encode(query(archive)))
    return etag_response(request, data)


def etag_response(request: Request, data: bytes) -> Response:
    """Return JSON with its ETag, or 304 if the client has it already."""
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers={"etag": etag})
    return Response(data, media_type=JSON, headers={"etag": etag})


def offset_of(cursor: str | None, query: object) -> int:
    """Return the offset of a cursor. Raises QueryError if the cursor belongs to another query."""
    if cursor is None:
        return 0
    try:
        data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        offset, fingerprint = msgspec.msgpack.decode(data, type=tuple[int, bytes])
    except (ValueError, msgspec.DecodeError):
        offset, fingerprint = -1, b""
    if not 0 <= offset <= _MAX_OFFSET or fingerprint != _fingerprint(query):
        raise QueryError("the cursor belongs to another query", "Take it from next in the response to the same query")
    return offset


def cursor_of(offset: int, query: object) -> str:
    """Return the cursor of an offset."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode((offset, _fingerprint(query)))).decode().rstrip("=")


def result_list(items: Sequence[_Item], start: int, limit: int, query: object) -> ResultList[_Item]:
    """Return the first ``limit`` items; ``items`` begins at ``start`` and has one more if the list continues."""
    return ResultList(items[:limit], cursor_of(start + limit, query) if len(items) > limit else None)


def _fingerprint(query: object) -> bytes:
    """Return a short hash that ties a cursor to its query."""
    return sha256(repr(query).encode()).digest()[:6]
