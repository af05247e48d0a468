"""A real PostgreSQL, and an archive on either database."""

from __future__ import annotations

from tests.archive.databases import archive, postgres, server, target

__all__ = ["archive", "postgres", "server", "target"]
