"""The screens and files to hand on: sourcing memo, comparison of articles, tables, sets of pages."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.reports import compare_screen, memo_screen, quotation_screen

router = APIRouter()
"""The routes of these screens; specific addresses come before /pages/p3/{form}."""
for _module in (memo_screen, compare_screen, quotation_screen):
    router.include_router(_module.router)
