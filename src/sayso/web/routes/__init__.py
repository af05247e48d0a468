"""The screens: server-rendered pages over the same service as the API."""

from __future__ import annotations

from fastapi import APIRouter

from sayso.web.routes import add_statement as adding
from sayso.web.routes import archive
from sayso.web.routes import correct_statement as correct
from sayso.web.routes import differences as changes
from sayso.web.routes import read_page as reads
from sayso.web.routes import sourcing as audits

router = APIRouter()
"""Every screen. The guard has checked that writes come from one of them."""
for _part in (changes, correct, adding, reads, archive, audits):
    router.include_router(_part.router)
