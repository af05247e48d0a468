"""The REST API under /api/v1, a thin layer over the archive."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.api import corrections, exports, pages, questions, statements

router = APIRouter(prefix="/api/v1")
for part in (pages, statements, questions, corrections, exports):
    router.include_router(part.router)
