"""The Model Context Protocol over streamable HTTP at ``/mcp``, on the server of the reader and behind its guard."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, Final

from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings

from sayso.web.mcp_tools import server
from sayso.web.service import Service

PATH: Final = "/mcp"


def add_mcp(app: FastAPI, service: Service) -> AbstractAsyncContextManager[Any]:
    """Add the route of the protocol to an application, and return the context in which it answers.

    Requests have no session: each is answered on its own, so that a restart or a second server loses nothing. The
    guard checks host, origin, token, rate and size.
    """
    settings = service.settings
    mcp_server = server(options=settings.options, pool=service.pool, query=service.ask)
    protocol = mcp_server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=settings.max_body_bytes,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    app.router.routes.extend(protocol.routes)
    return mcp_server.session_manager.run()
