"""The archive, the server and the browser of the screens; the browser ends with this folder."""

from __future__ import annotations

from tests.web.browser import browser, empty, fonts, shot, site, tab

__all__ = ["browser", "empty", "fonts", "shot", "site", "tab"]
