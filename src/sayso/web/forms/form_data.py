"""The fields of a form that was sent."""

from __future__ import annotations

from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

_FIELDS: Final = 200
_CHARSETS: Final = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))


async def form_of(request: Request) -> FormData:
    """The form that was sent, also with a page of many megabytes in a field. Use it instead of ``request.form()``."""
    most = request.app.state.service.settings.max_body_bytes
    charset = parse_options_header(request.headers.get("content-type", ""))[1].get(b"charset", b"utf-8")
    if charset.lower() not in _CHARSETS:
        raise HTTPException(415, "a form comes in UTF-8")
    return await request.form(max_files=_FIELDS, max_fields=_FIELDS, max_part_size=most)
