"""The REST API under /api/v1: thin, over the same methods of the archive as the command line."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.api import corrections, exports, pages, questions, statements

router = APIRouter(prefix="/api/v1")
for part in (pages, statements, questions, corrections, exports):
    router.include_router(part.router)
