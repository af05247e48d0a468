"""An archive of records, with queries over statements, speakers, pages and quotations."""

from sayso.archive.archive import Archive, default_path
from sayso.archive.corrections.apply import Correct, Corrected, Correction, Named, Reading
from sayso.archive.filters import Filters
from sayso.archive.queries.search import ArchivedStatement
from sayso.archive.storage.writer import Added

__all__ = [
    "Added", "Archive", "ArchivedStatement", "Correct", "Corrected", "Correction", "Filters", "Found", "Named",
    "Reading", "default_path",
]  # fmt: skip

Found = ArchivedStatement
"""The former name of ArchivedStatement, to be removed in the next version."""
