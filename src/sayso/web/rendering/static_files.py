"""Styles and scripts: the stamp in their addresses, and how long browsers keep them."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(str(files("sayso.web"))) / "static"
_YEAR: Final = 365 * 86_400  # seconds


@cache
def stamp() -> str:
    """Return a hash of all static files, so that browsers load changed files again."""
    content = b"".join(sorted(file.read_bytes() for file in FOLDER.iterdir() if file.is_file()))
    return hashlib.sha256(content).hexdigest()[:8]


class StampedFiles(StaticFiles):
    """The static files. An address with the current stamp never changes its content, so that browsers do not ask for
    it again.
    """

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return the response of a file."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"] == stamp().encode():
            response.headers["cache-control"] = f"private, max-age={_YEAR}, immutable"
        return response
