"""Fixtures: a PostgreSQL server, and an empty archive on each database."""

from __future__ import annotations

from tests.archive.databases import archive, postgres, server, target

__all__ = ["archive", "postgres", "server", "target"]
