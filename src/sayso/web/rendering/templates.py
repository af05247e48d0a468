"""Rendering of Jinja templates with automatic escaping."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso._version import __version__
from sayso.web.rendering.escaping import finalize, short
from sayso.web.rendering.messages import messages
from sayso.web.rendering.static_files import stamp

_FIRST_SCREENS: Final = ("read.html", "page.html")


@cache
def environment() -> Environment:
    """Return the Jinja environment with the shared filters and globals."""
    env = Environment(
        loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, finalize=finalize,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters["short"] = short
    env.globals |= {"t": messages(), "version": __version__, "stamp": stamp()}
    env.globals["parts"] = env.get_template("parts.html").module
    return env


def compile_first_screens() -> None:
    """Compile the templates of the screens that a user opens first, which takes longer than to render them."""
    for name in _FIRST_SCREENS:
        environment().get_template(name)


def page(request: Request, template: str, view: Any, here: str = "", status: int = 200) -> Response:  # noqa: ANN401
    """Render a template with its view as ``v``; ``here`` is the current menu entry."""
    html = environment().get_template(template).render(v=view, here=here)
    return HTMLResponse(html, status)
