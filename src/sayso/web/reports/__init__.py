"""The screens and files to hand on: sourcing memo, comparison of articles, tables, sets of pages."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.reports import (
    compare_screen,
    memo_screen,
    page_deletion,
    page_set,
    quotation_screen,
    quotation_text,
    table_downloads,
)

router = APIRouter()
"""The routes of these screens; specific addresses come before /pages/p3/{form}."""
for _module in (
    memo_screen, page_deletion, compare_screen, quotation_screen, quotation_text, table_downloads, page_set,
):  # fmt: skip
    router.include_router(_module.router)
