"""The fixtures of the tests of the screens to hand on; the browser is closed after this folder."""

from __future__ import annotations

from tests.web.browser import browser, empty, fonts, shot, site, tab

__all__ = ["browser", "empty", "fonts", "shot", "site", "tab"]
