"""The web reader and the REST API: ``app(archive, settings)`` is an ASGI application (extra ``web``)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sayso.web.settings import ServerSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

Settings = ServerSettings
"""Deprecated alias of ServerSettings; removed in the next version."""

__all__ = ["ServerSettings", "Settings", "app"]


def app(archive: str | Path | None = None, settings: ServerSettings | None = None) -> FastAPI:
    """Return the ASGI application for an archive (a path, a ``postgresql://`` URL, or None for the default path).

    Raises ExtraError if the extra ``web`` is not installed.
    """
    from sayso.errors import extra_missing

    try:
        from sayso.web.application import build
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sayso"):
            raise
        raise extra_missing("the web reader", "web", str(error.name)) from error
    return build(archive, settings or ServerSettings())
