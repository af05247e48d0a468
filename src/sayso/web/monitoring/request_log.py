"""Counts and logs each request: an ASGI middleware around the guard, and the formatters of the log."""

from __future__ import annotations

import logging
import re
import time
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.monitoring.metrics import Metrics

LOGGER: Final = "sayso.web"
LOGS: Final = ("text", "json")
_FIELDS: Final = ("method", "path", "status", "milliseconds", "bytes", "client")
_KNOWN_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_CLOSED: Final = 499  # the client closed the connection before the response
_MAX_PATH_CHARS: Final = 300
_PATH_CHARS: Final = "/:@!$&'()*+,;=~"  # others are percent-encoded, so that an entry stays one line
_CONVERTER: Final = re.compile(r":\w+}")


class RequestLog:
    """ASGI middleware that counts every request, and logs it if ``log`` is set. Queries are not logged: they contain
    search words, addresses and tokens.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, *, log: bool) -> None:
        self.app = app
        self._metrics = metrics
        self._logger = logging.getLogger(LOGGER) if log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the application, then count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size = _CLOSED, 0

        async def watch(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - started
            method = scope["method"] if scope["method"] in _KNOWN_METHODS else "other"
            self._metrics.count(method, route_of(scope), status, seconds)
            if self._logger is not None:
                path = quote(scope["path"][:_MAX_PATH_CHARS], _PATH_CHARS, errors="replace")
                client = (scope.get("client") or ("",))[0]
                values = (method, path, status, round(1000 * seconds, 1), size, client)
                fields = dict(zip(_FIELDS, values, strict=True))
                self._logger.info("request", extra={"fields": fields})


def route_of(scope: Scope) -> str:
    """The pattern of the path of a handled request, such as /pages/p{number}; "other" without a route."""
    if "route" not in scope:  # a mounted folder or protocol, or no route
        return f"/{scope['path'].split('/')[1]}" if "endpoint" in scope else "other"
    path, pattern = scope["path"].split("/"), _CONVERTER.sub("}", scope["route"].path).split("/")
    # FastAPI leaves the prefix of an included router out of the pattern; it has no parameters.
    return "/".join([*path[: len(path) - len(pattern) + 1], *pattern[1:]])


class JsonFormatter(logging.Formatter):
    """Writes a log entry as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry: time in UTC, level, logger, message, and the fields of a request."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return msgspec.json.encode(entry).decode()


class TextFormatter(logging.Formatter):
    """Writes a log entry as one line of text; a traceback follows on lines of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (a method of logging)
        """The entry with the fields of a request as NAME=VALUE."""
        fields: dict[str, Any] = getattr(record, "fields", {})
        return " ".join([super().formatMessage(record), *(f"{name}={value}" for name, value in fields.items())])


def log_config(log: str | None) -> dict[str, Any]:
    """The configuration of logging to standard error: warnings, and with ``log`` (text, json) each request."""
    formatter = JsonFormatter if log == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            LOGGER: {"handlers": ["stderr"], "level": "INFO" if log else "WARNING", "propagate": False},
        },
    }
