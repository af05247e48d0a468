"""Tells a write of our own pages from one that another site's page has a browser send, by the browser's own headers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from starlette.requests import Request

from sayso.web.problems import Problem, problem

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_OWN: Final = frozenset(("same-origin", "none"))
_WITHOUT_ORIGIN: Final = ("/api/", "/login")
"""Paths that programs write to, and the one whose form holds a secret itself."""
_FOREIGN: Final = problem(403, "another site's page sent this request", "Send it from a page of this server")
_UNKNOWN: Final = problem(
    403, "the request does not say which page sent it", "Use a browser of today, or the API: /api/v1/openapi.json"
)


def refusal(request: Request, hosts: Collection[str]) -> Problem | None:
    """What is wrong with a write: sent by another site's page, or a form that does not say by which; None for a read.

    Every browser of today says which page sends a form: by Origin, and where the address is https or this machine also
    by Sec-Fetch-Site. docs/web.md lists since when. A page cannot set or remove these headers.
    ``hosts`` are names under which a proxy in front may speak TLS.
    """
    if request.method in SAFE:
        return None
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OWN:
        return _FOREIGN
    if origin is not None and origin.lower() not in _origins(request, hosts):
        return _FOREIGN
    if site is None and origin is None and not request.url.path.startswith(_WITHOUT_ORIGIN):
        return _UNKNOWN
    return None


def _origins(request: Request, hosts: Collection[str]) -> set[str]:
    """The origins of our own pages, as this request names the server."""
    host = request.headers.get("host", "").lower()
    behind_proxy = host.partition(":")[0] in {name.lower() for name in hosts}
    schemes = {request.url.scheme, *(("http", "https") if behind_proxy else ())}
    return {f"{scheme}://{host}" for scheme in schemes}
