"""Many pages to tables: ``run`` reads them on one machine or many, ``join`` finds what stands on several pages."""

from sayso.batch.quotations.join import join
from sayso.batch.run import run
from sayso.batch.settings import Settings, Summary

__all__ = ["Settings", "Summary", "join", "run"]
