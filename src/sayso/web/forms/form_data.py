"""Form bodies: parsing with limits."""

from __future__ import annotations

from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

_MAX_FIELDS: Final = 200
_CHARSETS: Final = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))


async def form_of(request: Request) -> FormData:
    """Parse the form of a request, with fields of up to ``max_body_bytes``. Use it instead of ``request.form()``."""
    limit = request.app.state.service.settings.max_body_bytes
    charset = parse_options_header(request.headers.get("content-type", ""))[1].get(b"charset", b"utf-8")
    if charset.lower() not in _CHARSETS:
        raise HTTPException(415, "a form must be encoded in UTF-8")
    return await request.form(max_files=_MAX_FIELDS, max_fields=_MAX_FIELDS, max_part_size=limit)
