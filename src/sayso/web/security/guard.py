"""The gate that every request passes: host, rate, token, origin and size; and the headers that every answer bears."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import re
import socket
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.problems import Problem, answer, for_programs, problem
from sayso.web.security.origin import SAFE, refusal
from sayso.web.security.rates import Rates
from sayso.web.settings import ServerSettings, is_loopback

TOKEN_COOKIE: Final = "sayso_token"
LOGIN: Final = "/login"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # no-referrer would make browsers send our own forms with "Origin: null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}


_LENGTH: Final = re.compile("[0-9]{1,15}")


class _TooLargeError(Exception):
    """The body goes over its bound."""


class _TooSlowError(Exception):
    """The body takes longer than its time."""


class Guard:
    """An ASGI application in front of another."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, tries: Rates) -> None:
        self.inner = app
        self.settings = settings
        self._rates = Rates(settings.rate, settings.burst)
        self._tries = tries
        self._hosts = {"localhost", settings.host.lower(), *(name.lower() for name in settings.hosts)}
        if not settings.local:
            self._hosts |= {socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        scope.setdefault("state", {})
        request = Request(scope)
        sending = self._bearing(send)
        refused = self._refused(request)
        if refused is not None:
            await refused(scope, receive, sending)
            return
        began = False

        async def noted(message: Message) -> None:
            nonlocal began
            began = began or message["type"] == "http.response.start"
            await sending(message)

        try:
            await self.inner(scope, self._bounded(request, receive), noted)
        except (_TooLargeError, _TooSlowError) as error:
            if began:
                raise
            told = self._large() if isinstance(error, _TooLargeError) else _SLOW
            await answer(request, told, {"connection": "close"})(scope, receive, sending)

    def _refused(self, request: Request) -> Response | None:
        """The answer to a request that may not pass."""
        if not self._host_fits(request.headers.get("host", "")):
            return answer(request, _HOST)
        address = address_of(request)
        if wait := self._rates.wait(address):
            return answer(request, _often(wait))
        if (refused := refusal(request, self.settings.hosts)) is not None:
            return answer(request, refused)
        length = request.headers.get("content-length", "0")
        if not _LENGTH.fullmatch(length) or int(length) > self.settings.max_body_bytes:
            return answer(request, self._large(), {"connection": "close"})
        return self._unknown(request, address)

    def _host_fits(self, host: str) -> bool:
        """Whether a name is one of ours, so that no foreign name can be led to this address."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
            _ = urlsplit(f"//{host}").port
        except ValueError:
            return False
        if name in self._hosts:
            return True
        if self.settings.local:
            return is_loopback(name)
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _unknown(self, request: Request, address: str) -> Response | None:
        """The answer to who does not bring the token; None where none is wanted or it is right."""
        token = self.settings.token
        if token is None or request.url.path.startswith("/static/"):
            return None
        if request.url.path == LOGIN and "token" not in request.query_params:
            return None  # the form, and what is sent with it: login.py checks it
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        cookie = request.cookies.get(TOKEN_COOKIE, "")
        query = request.query_params.get("token")
        if bearer or cookie or query is not None:
            # Who has guessed too often waits, whatever is brought now: otherwise the next guess would be looked at too.
            if wait := self._tries.wait(address, take=False):
                return answer(request, _often(wait))
            if kind.lower() == "bearer" and same(bearer.strip(), token):
                return None
            if cookie and same(cookie, seal(token)):
                return None
            if query is not None and request.method == "GET" and same(query, token):
                return _let_in(request, token)
            self._tries.wait(address)
        if for_programs(request):
            return answer(request, _TOKEN, {"www-authenticate": 'Bearer realm="sayso"'})
        where = request.url.path + (f"?{request.url.query}" if request.url.query and query is None else "")
        return RedirectResponse(f"{LOGIN}?{urlencode({'next': where})}", 303)

    def _bounded(self, request: Request, receive: Receive) -> Receive:
        """The body, no longer and no later than it may be."""
        size = 0
        until = asyncio.get_running_loop().time() + self.settings.body_seconds
        whole = request.method in SAFE

        async def bounded() -> Message:
            nonlocal size, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError as error:
                raise _TooSlowError from error
            size += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if size > self.settings.max_body_bytes:
                raise _TooLargeError
            return message

        return bounded

    def _large(self) -> Problem:
        most = self.settings.max_body_bytes
        return problem(413, f"the request is larger than {most:,} bytes", "Send a smaller page, or use sayso read")

    @staticmethod
    def _bearing(send: Send) -> Send:
        """Answers with our headers."""

        async def bearing(message: Message) -> None:
            if message["type"] == "http.response.start":
                heads = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    heads.setdefault(name, value)
                heads.setdefault("cache-control", "no-cache, private")
            await send(message)

        return bearing


def address_of(request: Request) -> str:
    """Who asks, for rates: an IPv4 address, or the /64 of an IPv6 one, in which a machine has as many as it likes."""
    told = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(told.partition("%")[0])
    except ValueError:
        return told
    if isinstance(found, ipaddress.IPv4Address) or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of them."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))


def seal(token: str) -> str:
    """What stands in the cookie instead of the token."""
    return hmac.new(token.encode(), b"sayso cookie", "sha256").hexdigest()


def let_in(answer: Response, token: str) -> Response:
    """The answer with the cookie of who brought the token."""
    answer.set_cookie(TOKEN_COOKIE, seal(token), max_age=30 * 86_400, httponly=True, samesite="strict")
    return answer


def _let_in(request: Request, token: str) -> Response:
    """To the same address without the token in it."""
    rest = urlencode([(name, value) for name, value in parse_qsl(request.url.query) if name != "token"])
    return let_in(RedirectResponse(request.url.path + (f"?{rest}" if rest else ""), 303), token)


def _often(wait: int) -> Problem:
    return problem(429, "too many requests from this address", "Wait as long as Retry-After says", retry_after=wait)


_HOST: Final = problem(421, "this is not the host that was asked for", "Name the host to sayso serve with --allow-host")
_TOKEN: Final = problem(401, "the token is missing or wrong", "Send Authorization: Bearer TOKEN")
_SLOW: Final = problem(408, "the request did not arrive in time", "Send it again")
