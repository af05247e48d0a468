"""``sayso serve``: runs the web reader and the REST API."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.archive.archive_options import archived
from sayso.cli.commands import Command
from sayso.cli.options import options_of, reading
from sayso.errors import SaysoError
from sayso.web.settings import PORT, RATE

if TYPE_CHECKING:
    from sayso.web import ServerSettings


@click.command("serve", cls=Command, short_help="Run the web reader and the REST API.")
@archived
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind to.")
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: any free port.")
@click.option("--token", envvar="SAYSO_TOKEN", show_default="a new token, except on loopback", help="Access token.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Accept requests to this host name.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--no-fetch", is_flag=True, help="Do not fetch URLs.")
@click.option(
    "--workers",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Worker processes. 0: one per core, at most 4.",
)
@click.option("--queue", type=click.IntRange(0), default=32, show_default=True, help="Maximum pages waiting.")
@click.option("--seconds", type=click.IntRange(1), default=120, show_default=True, help="Time limit per page.")
@click.option(
    "--rate",
    type=click.IntRange(0),
    show_default=f"unlimited on loopback without a token, else {RATE}",
    help="Maximum requests per minute and client address. 0: unlimited.",
)
@click.option("--mcp", is_flag=True, help="Serve tools for agents at /mcp, over streamable HTTP (extra mcp).")
@click.option(
    "--log",
    type=click.Choice(("text", "json")),
    show_default="warnings only",
    help="Log each request to standard error, as text or as JSON lines.",
)
@click.option(
    "--burst", type=click.IntRange(1), show_default="a fifth of --rate", help="Maximum requests of an address at once."
)
@reading
def command(
    target: str | None,
    host: str,
    port: int,
    token: str | None,
    hosts: tuple[str, ...],
    no_browser: bool,
    no_fetch: bool,
    workers: int,
    queue: int,
    seconds: int,
    rate: int | None,
    burst: int | None,
    mcp: bool,
    log: str | None,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Run the web reader and the REST API under /api/v1 (extra "web").

    By default the server listens on the loopback address and needs no token unless --token is set. On any other
    address, requests need a token: once in the URL (?token=…), or as Authorization: Bearer. /healthz says whether the
    server works, /metrics has its metrics in the format of Prometheus.
    """
    from sayso.web import ServerSettings
    from sayso.web.settings import is_loopback, new_token

    generated = None if token or is_loopback(host) else new_token()
    settings = ServerSettings(
        host=host, port=port, token=token or generated, hosts=hosts, workers=workers, queue=queue, seconds=seconds,
        rate=rate, burst=burst, fetch=not no_fetch, log=log, mcp=mcp, options=options_of(params),
    )  # fmt: skip
    _run(target, settings, browser=not no_browser, print_token=generated is not None)
    return 0


def _run(target: str | None, settings: ServerSettings, *, browser: bool, print_token: bool) -> None:
    """Print the URL, and serve until Ctrl-C."""
    from sayso.web import app

    application = app(target, settings)  # before the import below: raises an error that names the missing extra
    from sayso.web.server import serve

    with _socket(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
        name = settings.host if settings.host not in ("0.0.0.0", "::") else "localhost"
        address = f"http://{f'[{name}]' if ':' in name else name}:{port}/"
        entry = address + (f"?token={settings.token}" if settings.token else "")

        def started() -> None:
            click.echo(f"sayso is at {entry if print_token else address}")
            click.echo("Press Ctrl-C to stop.", err=True)
            if browser:
                click.launch(entry)

        serve(application, listener, started)


def _socket(host: str, port: int) -> socket.socket:
    """A listening socket. Raises SaysoError if the address cannot be bound."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        # asyncio disables Nagle's algorithm (40 ms delay) only for sockets with an explicit protocol, unlike those of
        # socket.create_server.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(256)
        return listener
    except (OSError, OverflowError) as error:
        raise SaysoError(
            f"cannot listen on {host} port {port} ({error})", "Choose another address with --host and --port"
        ) from error
