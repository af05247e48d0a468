"""The metrics of a server in the text format of Prometheus: requests, pages, queues, process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from sayso._version import __version__
from sayso.tagging.model import model_name

if TYPE_CHECKING:
    from sayso.web.service import Service

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
_REQUEST_SECONDS: Final = (0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """Counters of one application, in a registry of its own."""

    def __init__(self, service: Service) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = Counter(
            "sayso_requests", "Requests by route and status.", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "sayso_request_seconds", "Seconds until the end of a response.", ("route",), registry=registry,
            buckets=_REQUEST_SECONDS,
        )  # fmt: skip
        pages = Gauge("sayso_pages_in_progress", "Pages in analysis or waiting for it.", registry=registry)
        pages.set_function(lambda: service.pool.pending)
        workers = Gauge("sayso_workers", "Worker processes that analyze pages.", registry=registry)
        workers.set_function(lambda: service.pool.workers)
        queries = Gauge("sayso_queries_in_progress", "Archive queries in progress or waiting.", registry=registry)
        queries.set_function(lambda: service.connections.pending)
        build = Gauge("sayso_build_info", "Versions of package and model.", ("version", "model"), registry=registry)
        build.labels(__version__, model_name(service.settings.options.model)).set(1)
        ProcessCollector(registry=registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request. ``route`` is the pattern of the path, so that the number of series stays small."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """The metrics in the text format."""
        return generate_latest(self._registry)
