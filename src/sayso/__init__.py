"""sayso finds attributed statements in news pages. The entry point is ``sayso.attribute(page) -> Record``."""

from sayso._version import __version__
from sayso.errors import SaysoError
from sayso.export.python.chunks import chunks
from sayso.export.python.frames import frame
from sayso.limits import Options
from sayso.pipeline import attribute, read
from sayso.terms import Article, Attribution, Page, Record, Span, Speaker

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
