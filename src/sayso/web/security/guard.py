"""The request guard: checks host, rate, token, origin and size, and adds security headers to every response."""

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

from sayso.web.problems import Problem, problem, problem_response, wants_json
from sayso.web.security.origin import SAFE, refusal
from sayso.web.security.rates import Rates
from sayso.web.settings import ServerSettings, is_loopback

TOKEN_COOKIE: Final = "sayso_token"
LOGIN: Final = "/login"
_OPEN: Final = frozenset(("/healthz", "/receive"))
"""Screens without content of the archive. Browsers omit the cookie when another site's page opens /receive."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer, browsers send our own forms with "Origin: null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
_LENGTH: Final = re.compile("[0-9]{1,15}")


class _TooLargeError(Exception):
    """The request body exceeds the size limit."""


class _TooSlowError(Exception):
    """The request body does not arrive in time."""


class Guard:
    """ASGI middleware that rejects requests before the application handles them."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, token_attempts: Rates) -> None:
        self.app = app
        self.settings = settings
        self._rates = Rates(settings.requests_per_minute, settings.requests_at_once)
        self._token_attempts = token_attempts
        self._hosts = {"localhost", settings.host.lower(), *(name.lower() for name in settings.hosts)}
        if not settings.local:
            self._hosts |= {socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the application, or reject it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        request = Request(scope)
        send = self._with_headers(send)
        rejection = self._reject(request)
        if rejection is not None:
            await rejection(scope, receive, send)
            return
        response_started = False

        async def track_start(message: Message) -> None:
            nonlocal response_started
            response_started = response_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, self._limit_body(request, receive), track_start)
        except (_TooLargeError, _TooSlowError) as error:
            if response_started:
                raise
            reason = self._too_large() if isinstance(error, _TooLargeError) else _TOO_SLOW
            await problem_response(request, reason, {"connection": "close"})(scope, receive, send)

    def _reject(self, request: Request) -> Response | None:
        """Return the response to a request that is not allowed; None if it is allowed."""
        if not self._host_allowed(request.headers.get("host", "")):
            return problem_response(request, _WRONG_HOST)
        address = client_address(request)
        if wait := self._rates.wait(address):
            return self._over_rate(request, wait)
        if (reason := refusal(request, self.settings.hosts, token=self.settings.token is not None)) is not None:
            return problem_response(request, reason)
        length = request.headers.get("content-length", "0")
        if not _LENGTH.fullmatch(length) or int(length) > self.settings.max_body_bytes:
            return problem_response(request, self._too_large(), {"connection": "close"})
        return self._check_token(request, address)

    def _over_rate(self, request: Request, wait: int) -> Response:
        """Return the response to a request over the rate; it states the limit and the setting."""
        limit, burst = self.settings.requests_per_minute, self.settings.requests_at_once
        reason = problem(
            429,
            f"more than {limit:,} requests per minute from this address, or {burst:,} at once",
            "Wait as long as Retry-After says, or start sayso serve with a higher --rate (0: no limit)",
            retry_after=wait,
            limit=limit,
        )
        return problem_response(request, reason, {"ratelimit-policy": f'"address";q={limit};w=60'})

    def _host_allowed(self, host: str) -> bool:
        """Return whether the Host header names this server (prevents DNS rebinding)."""
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

    def _check_token(self, request: Request, address: str) -> Response | None:
        """Return the response to a request without the right token; None if no token is required or it is right."""
        token = self.settings.token
        if token is None or request.url.path.startswith("/static/"):
            return None
        if request.url.path in _OPEN and "token" not in request.query_params:
            return None
        if request.url.path == LOGIN and "token" not in request.query_params:
            return None  # login.py checks the token of the form
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        cookie = request.cookies.get(TOKEN_COOKIE, "")
        query = request.query_params.get("token")
        if bearer or cookie or query is not None:
            # After too many wrong tokens reject even the right one, so that further guesses learn nothing.
            if wait := self._token_attempts.wait(address, take=False):
                return problem_response(request, _too_many(wait))
            if kind.lower() == "bearer" and secrets_equal(bearer.strip(), token):
                return None
            if cookie and secrets_equal(cookie, cookie_value(token)):
                return None
            if query is not None and request.method == "GET" and secrets_equal(query, token):
                return _redirect_without_token(request, token)
            self._token_attempts.wait(address)
        if wants_json(request):
            return problem_response(request, _WRONG_TOKEN, {"www-authenticate": 'Bearer realm="sayso"'})
        target = request.url.path + (f"?{request.url.query}" if request.url.query and query is None else "")
        return RedirectResponse(f"{LOGIN}?{urlencode({'next': target})}", 303)

    def _limit_body(self, request: Request, receive: Receive) -> Receive:
        """Return a ``receive`` that limits the size and the time of the body."""
        size = 0
        deadline = asyncio.get_running_loop().time() + self.settings.body_seconds
        complete = request.method in SAFE

        async def limited() -> Message:
            nonlocal size, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise _TooSlowError from error
            size += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if size > self.settings.max_body_bytes:
                raise _TooLargeError
            return message

        return limited

    def _too_large(self) -> Problem:
        limit = self.settings.max_body_bytes
        return problem(413, f"the request is larger than {limit:,} bytes", "Send a smaller page, or use sayso read")

    @staticmethod
    def _with_headers(send: Send) -> Send:
        """Return a ``send`` that adds the security headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache, private")
            await send(message)

        return send_with_headers


def client_address(request: Request) -> str:
    """Return the key for rate limits: an IPv4 address, or the /64 network of an IPv6 address."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped:
        return str(getattr(address, "ipv4_mapped", None) or address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def secrets_equal(given: str, expected: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))


def cookie_value(token: str) -> str:
    """Return the value of the token cookie: a keyed hash, not the token itself."""
    return hmac.new(token.encode(), b"sayso cookie", "sha256").hexdigest()


def set_token_cookie(response: Response, token: str) -> Response:
    """Set the token cookie on a response."""
    response.set_cookie(TOKEN_COOKIE, cookie_value(token), max_age=30 * 86_400, httponly=True, samesite="strict")
    return response


def _redirect_without_token(request: Request, token: str) -> Response:
    """Set the cookie and redirect to the same address without its token."""
    rest = urlencode([(name, value) for name, value in parse_qsl(request.url.query) if name != "token"])
    return set_token_cookie(RedirectResponse(request.url.path + (f"?{rest}" if rest else ""), 303), token)


def _too_many(wait: int) -> Problem:
    return problem(429, "too many wrong tokens from this address", "Wait as long as Retry-After says", retry_after=wait)


_WRONG_HOST: Final = problem(
    421, "the Host header does not name this server", "Name the host to sayso serve with --allow-host"
)
_WRONG_TOKEN: Final = problem(401, "the token is missing or wrong", "Send Authorization: Bearer TOKEN")
_TOO_SLOW: Final = problem(408, "the request did not arrive in time", "Send it again")
