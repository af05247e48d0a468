"""Every sentence of the screens, from one file of messages: another language is another file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGE: Final = "en"


class Messages:
    """The messages of a language. ``t("read.title")`` is one; ``n`` chooses between its singular and plural."""

    def __init__(self, told: Mapping[str, str | Mapping[str, str]]) -> None:
        self._told = told

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The message of a key, its values filled in. Raises KeyError for a key that is not in the file."""
        told = self._told[key]
        if n is None and not values and isinstance(told, str):
            return told
        if not isinstance(told, str):
            told = told["one" if n == 1 else "other"]
        return told.format(n="" if n is None else f"{n:,}", **values)

    def __contains__(self, key: str) -> bool:
        return key in self._told


@cache
def messages(language: str = LANGUAGE) -> Messages:
    """The messages of a language, from ``messages.LANGUAGE.toml``: keys are SECTION.NAME."""
    text = files("sayso.web.rendering").joinpath(f"messages.{language}.toml").read_text(encoding="utf-8")
    flat = {f"{part}.{name}": told for part, section in tomllib.loads(text).items() for name, told in section.items()}
    return Messages(flat)
