"""Batch processing: ``run`` reads pages into tables on one machine or many, ``join`` finds their shared quotations."""

from sayso.batch.quotations.join import join
from sayso.batch.run import run
from sayso.batch.settings import BatchSettings, Summary

Settings = BatchSettings
"""Deprecated alias of BatchSettings; removed in the next version."""

__all__ = ["BatchSettings", "Settings", "Summary", "join", "run"]
