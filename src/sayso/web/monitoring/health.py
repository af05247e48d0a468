"""``/healthz`` for load balancers and containers, ``/metrics`` for Prometheus."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso.errors import SaysoError
from sayso.web.monitoring.metrics import CONTENT_TYPE, Metrics
from sayso.web.service import Service

HEALTH: Final = "/healthz"
METRICS: Final = "/metrics"
_QUERY_SECONDS: Final = 5

router = APIRouter()


@router.get(HEALTH)
async def health(request: Request) -> Response:
    """Return 200 if the server answers queries of the archive, otherwise 503. No token is needed: it tells no more."""
    service: Service = request.app.state.service
    try:
        async with asyncio.timeout(_QUERY_SECONDS):
            await service.ask(lambda archive: archive.pages(limit=1))
    except (SaysoError, TimeoutError):
        return JSONResponse({"status": "unavailable"}, 503)
    return JSONResponse({"status": "ok"})


@router.get(METRICS)
async def metrics(request: Request) -> Response:
    """Return the metrics; with a token, only to clients that send it."""
    counted: Metrics = request.app.state.metrics
    return Response(await asyncio.to_thread(counted.text), media_type=CONTENT_TYPE)
