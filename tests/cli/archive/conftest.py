"""Fixtures: a PostgreSQL server."""

from __future__ import annotations

from tests.archive.databases import postgres, server

__all__ = ["postgres", "server"]
