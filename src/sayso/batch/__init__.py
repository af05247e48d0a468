"""Many pages to tables: ``run`` reads them on one machine or many."""

from sayso.batch.run import run
from sayso.batch.settings import Settings, Summary

__all__ = ["Settings", "Summary", "run"]
