"""Supervised worker processes for batches and the web server: a page can crash its worker process but nothing else."""

from sayso.processes.supervisor import StoppedError, Supervisor
from sayso.processes.task import Bounds, Task

__all__ = ["Bounds", "StoppedError", "Supervisor", "Task"]
