"""An archive of records that answers: who said it first, where, and how it changed on the way."""

from sayso.archive.archive import Archive, default_path
from sayso.archive.corrections.apply import Correct, Corrected, Correction, Named, Reading
from sayso.archive.filters import Filters
from sayso.archive.queries.search import Found
from sayso.archive.storage.writer import Added

__all__ = [
    "Added", "Archive", "Correct", "Corrected", "Correction", "Filters", "Found", "Named", "Reading", "default_path",
]  # fmt: skip
