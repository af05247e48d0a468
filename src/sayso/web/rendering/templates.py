"""Rendering of Jinja templates with automatic escaping."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso._version import __version__
from sayso.web.rendering.escaping import finalize, short
from sayso.web.rendering.messages import messages


@cache
def environment() -> Environment:
    """Return the Jinja environment with the shared filters and globals."""
    env = Environment(
        loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, finalize=finalize,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters["short"] = short
    env.globals |= {"t": messages(), "version": __version__, "stamp": _stamp()}
    env.globals["parts"] = env.get_template("parts.html").module
    return env


def _stamp() -> str:
    """Return a hash of the static files, so that browsers reload changed files."""
    static = files("sayso.web").joinpath("static")
    content = b"".join(sorted(file.read_bytes() for file in static.iterdir() if file.is_file()))
    return hashlib.sha256(content).hexdigest()[:8]


def page(request: Request, template: str, view: Any, here: str = "", status: int = 200) -> Response:  # noqa: ANN401
    """Render a template with its view as ``v``; ``here`` is the current menu entry."""
    html = environment().get_template(template).render(v=view, here=here)
    return HTMLResponse(html, status)
