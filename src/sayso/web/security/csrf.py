"""Forms that only our own pages can send: a random cookie, and in the form its signature."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

COOKIE: Final = "sayso_form"
FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_SECRET: Final = secrets.token_bytes(32)
_FIELDS: Final = 200
_CHARSETS: Final = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))


class ForgedError(Exception):
    """A form that none of our pages sent, or one from before the server was started anew."""


def csrf_token(request: Request) -> str:
    """The token for the hidden field ``csrf`` of a form, or for the header X-CSRF-Token."""
    cookie = request.cookies.get(COOKIE, "")
    if len(cookie) < 20:
        cookie = getattr(request.state, COOKIE, None) or secrets.token_urlsafe(18)
        setattr(request.state, COOKIE, cookie)  # the guard sets it with the answer
    return _signed(cookie)


async def form_of(request: Request) -> FormData:
    """The form that was sent, also with a page of many megabytes in a field. Use it instead of ``request.form()``."""
    most = request.app.state.service.settings.max_body_bytes
    charset = parse_options_header(request.headers.get("content-type", ""))[1].get(b"charset", b"utf-8")
    if charset.lower() not in _CHARSETS:
        raise HTTPException(415, "a form comes in UTF-8")
    return await request.form(max_files=_FIELDS, max_fields=_FIELDS, max_part_size=most)


async def check_csrf(request: Request) -> None:
    """Raise ForgedError for a write without the token of its cookie."""
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER)
    if given is None:
        field = (await form_of(request)).get(FIELD)
        given = field if isinstance(field, str) else ""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie or not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), _signed(cookie).encode()):
        raise ForgedError


def _signed(cookie: str) -> str:
    return hmac.new(_SECRET, cookie.encode(), "sha256").hexdigest()
