"""Worker processes under a supervisor, for batches and for the web server: a page can end one, and nothing else."""

from sayso.processes.supervisor import StoppedError, Supervisor
from sayso.processes.task import Bounds, Task

__all__ = ["Bounds", "StoppedError", "Supervisor", "Task"]
