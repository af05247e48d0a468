"""The texts of the screens, from one message file per language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGE: Final = "en"


class Messages:
    """The messages of a language: ``t("read.title")``; ``n`` selects the singular or the plural."""

    def __init__(self, messages: Mapping[str, str | Mapping[str, str]]) -> None:
        self._messages = messages

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """Return the message of a key with its values inserted. Raises KeyError for an unknown key."""
        message = self._messages[key]
        if n is None and not values and isinstance(message, str):
            return message
        if not isinstance(message, str):
            message = message["one" if n == 1 else "other"]
        return message.format(n="" if n is None else f"{n:,}", **values)

    def section(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the keys and messages of a section, in order."""
        for key, message in self._messages.items():
            if key.startswith(f"{name}.") and isinstance(message, str):
                yield key.removeprefix(f"{name}."), message

    def __contains__(self, key: str) -> bool:
        return key in self._messages


@cache
def messages(language: str = LANGUAGE) -> Messages:
    """Load ``messages.LANGUAGE.toml``; the keys are SECTION.NAME."""
    text = files("sayso.web.rendering").joinpath(f"messages.{language}.toml").read_text(encoding="utf-8")
    return Messages(
        {
            f"{section}.{name}": message
            for section, entries in tomllib.loads(text).items()
            for name, message in entries.items()
        }
    )
