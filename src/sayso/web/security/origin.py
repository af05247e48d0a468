"""Protection against cross-site request forgery, by the headers Origin and Sec-Fetch-Site."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from starlette.requests import Request

from sayso.web.problems import Problem, problem
from sayso.web.settings import is_loopback

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_OWN: Final = frozenset(("same-origin", "none"))
_WITHOUT_ORIGIN: Final = ("/api/", "/login", "/mcp")
"""Paths for programs, and the login form, which contains the secret itself."""
_CROSS_SITE: Final = problem(403, "a page of another site sent this request", "Send it from a page of this server")
_EXTENSIONS: Final = ("chrome-extension://", "moz-extension://")
_NO_TOKEN: Final = problem(
    403, "a browser extension needs a token", "Start sayso serve with --token, and enter the token in the extension"
)
_NO_ORIGIN: Final = problem(
    403, "the request does not state its origin", "Use a current browser, or the API: /api/v1/openapi.json"
)


def refusal(request: Request, hosts: Collection[str], *, token: bool = False) -> Problem | None:
    """Return the reason to reject a write: it comes from another site, or a form without an origin; None otherwise.

    Current browsers send Origin with every form, and also Sec-Fetch-Site for HTTPS and loopback addresses; docs/web.md
    lists the versions. A page cannot set or remove these headers. ``hosts`` are the names of TLS proxies in front of
    the server. With a ``token``, which the guard checks, browser extensions may call the API: their origin is not that
    of a web page, and pages cannot pretend to it.
    """
    if request.method in SAFE:
        return None
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if origin is not None and origin.lower().startswith(_EXTENSIONS) and request.url.path.startswith("/api/"):
        return None if token and "authorization" in request.headers else _NO_TOKEN
    if site is not None and site not in _OWN:
        return _CROSS_SITE
    if origin is not None and origin.lower() not in _origins(request, hosts):
        return _CROSS_SITE
    if site is None and origin is None and not request.url.path.startswith(_WITHOUT_ORIGIN):
        return _NO_ORIGIN
    return None


def server_address(request: Request, hosts: Collection[str]) -> str:
    """Return the address at which the browser reaches the server, without a final slash.

    A TLS proxy named in ``hosts`` forwards plain http. The browser used https if the proxy says so (X-Forwarded-Proto),
    or if the request has Sec-Fetch-Site, which browsers send to https addresses and to this machine only.
    """
    scheme, host = request.url.scheme, request.headers.get("host", request.url.netloc)
    secure = "sec-fetch-site" in request.headers or request.headers.get("x-forwarded-proto", "").lower() == "https"
    return f"{'https' if secure and _is_proxied(host, hosts) else scheme}://{host}"


def _is_proxied(host: str, hosts: Collection[str]) -> bool:
    """Return whether a Host header names a proxy in front of the server, and not this machine."""
    name = host.lower().partition(":")[0]
    return name in {known.lower() for known in hosts} and not is_loopback(name)


def _origins(request: Request, hosts: Collection[str]) -> set[str]:
    """Return the origins of the server's own pages, for the host of this request."""
    host = request.headers.get("host", "").lower()
    behind_proxy = host.partition(":")[0] in {name.lower() for name in hosts}
    schemes = {request.url.scheme, *(("http", "https") if behind_proxy else ())}
    return {f"{scheme}://{host}" for scheme in schemes}
