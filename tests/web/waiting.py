"""Assertions that wait: ``expect`` of Playwright, with the time limit of a machine under load."""

from __future__ import annotations

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=30_000)
