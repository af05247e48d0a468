"""Many pages to tables: ``run`` reads them on one machine or many, ``join`` finds what stands on several pages."""

from sayso.batch.quotations.join import join
from sayso.batch.run import run
from sayso.batch.settings import BatchSettings, Summary

Settings = BatchSettings
"""The name that BatchSettings had until 0.1; it goes with the next version."""

__all__ = ["BatchSettings", "Settings", "Summary", "join", "run"]
