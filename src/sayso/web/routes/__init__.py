"""The screens: server-rendered pages over the service layer."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.routes import (
    add_statement,
    archive,
    correct_statement,
    differences,
    help_screen,
    read_page,
    receive,
    review,
    sourcing,
    speakers,
)

router = APIRouter()
"""The routes of all screens, in order: specific addresses come before /pages/p3/{form}."""
for _module in (
    receive,
    differences,
    correct_statement,
    add_statement,
    review,
    help_screen,
    read_page,
    archive,
    speakers,
    sourcing,
):
    router.include_router(_module.router)
