"""Templates to answers: Jinja with everything escaped, and what is foreign made visible first."""

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
from sayso.web.rendering.messages import Messages, messages


@cache
def environment() -> Environment:
    """The templates with what all of them need."""
    env = Environment(
        loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, finalize=finalize,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters["short"] = short
    env.globals |= {"t": messages(), "version": __version__, "stamp": _stamp()}
    env.globals["parts"] = env.get_template("parts.html").module
    return env


def _stamp() -> str:
    """A sum over what a browser keeps, so that a new version is asked for anew."""
    static = files("sayso.web").joinpath("static")
    whole = b"".join(sorted(file.read_bytes() for file in static.iterdir() if file.is_file()))
    return hashlib.sha256(whole).hexdigest()[:8]


def page(request: Request, template: str, view: Any, here: str = "", status: int = 200) -> Response:  # noqa: ANN401
    """A screen: the template with its view as ``v``; ``here`` is the part of the menu that it belongs to."""
    html = environment().get_template(template).render(v=view, here=here)
    return HTMLResponse(html, status)


def words() -> Messages:
    """The messages of the screens."""
    return messages()
