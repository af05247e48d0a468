"""sayso finds attributed statements in news pages. The entry point is ``sayso.attribute(page) -> Record``."""

from typing import TYPE_CHECKING

from sayso._version import __version__
from sayso.errors import SaysoError
from sayso.limits import Options
from sayso.pipeline import attribute, read
from sayso.terms import Article, Attribution, Page, Record, Span, Speaker

if TYPE_CHECKING:
    from sayso.export.python.chunks import chunks
    from sayso.export.python.frames import frame
else:

    def __getattr__(name: str) -> object:
        """Return a function of the exports, which are loaded when they are first used."""
        if name == "chunks":
            from sayso.export.python.chunks import chunks as function
        elif name == "frame":
            from sayso.export.python.frames import frame as function
        else:
            raise AttributeError(f"module 'sayso' has no attribute {name!r}")
        globals()[name] = function
        return function

    def __dir__() -> list[str]:
        """Return all names, also those that are not loaded yet."""
        return sorted({*globals(), *__all__})


__all__ = [
    "Article",
    "Attribution",
    "Options",
    "Page",
    "Record",
    "SaysoError",
    "Span",
    "Speaker",
    "__version__",
    "attribute",
    "chunks",
    "frame",
    "read",
]
