"""An archive of fictional pages for the server tests."""

from __future__ import annotations

from pathlib import Path

from sayso.archive import Archive
from tests.archive.record_builder import TOLL, page, record

DENIED = "The toll was never to be doubled"


def fill(path: Path) -> None:
    """Add two pages with the same quotation, one with a denial, and one without a URL."""
    mayor = {"speaker": "Ines Calder", "content": TOLL, "role": "mayor"}
    official = {"speaker": "an official", "kind": "unnamed", "source": "An official", "cue": "said"}
    with Archive(path) as archive:
        archive.add(page(**mayor, url="https://echo.example/toll"))
        archive.add(page(**mayor, url="https://post.example/toll", outlet="Ferry Post", published="2026-05-04"))
        archive.add(page("Ivo Marr", DENIED, url="https://echo.example/denied", act="denial", published="2026-06-01"))
        archive.add(record("An official said the weir leaks.", official | {"content": "the weir leaks"}, outlet=None))
