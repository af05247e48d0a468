"""``sayso serve``: the reader in the browser, and the REST API."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.archive.archive_options import archived
from sayso.cli.options import options_of, reading
from sayso.errors import SaysoError
from sayso.web.settings import PORT

if TYPE_CHECKING:
    from sayso.web import ServerSettings


@click.command("serve", short_help="Open the reader in the browser, and serve the REST API.")
@archived
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; others need a token.")
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--token", envvar="SAYSO_TOKEN", help="What each request must bring. Made and printed where needed.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name under which the server is asked.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--no-fetch", is_flag=True, help="Read no URLs.")
@click.option(
    "--workers", type=click.IntRange(0), default=0, help="Processes that read pages. 0: a core each, up to 4."
)
@click.option("--queue", type=click.IntRange(0), default=32, show_default=True, help="Pages that may wait for them.")
@click.option("--seconds", type=click.IntRange(1), default=120, show_default=True, help="The most that one page takes.")
@click.option(
    "--rate", type=click.IntRange(0), default=1_200, show_default=True, help="Requests a minute of one address, or 0."
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
    rate: int,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Open the reader in the browser, and serve the REST API under /api/v1 (extra "web").

    The server listens at this machine's own address, and asks nobody for a token unless one is set. At any other
    address it wants one: once in the address (?token=…), or as Authorization: Bearer.
    """
    from sayso.web import ServerSettings
    from sayso.web.settings import is_loopback, new_token

    made = None if token or is_loopback(host) else new_token()
    settings = ServerSettings(
        host=host, port=port, token=token or made, hosts=hosts, workers=workers, queue=queue, seconds=seconds,
        rate=rate, burst=max(1, rate // 5), fetch=not no_fetch, options=options_of(given),
    )  # fmt: skip
    _run(target, settings, browser=not no_browser, told=made)
    return 0


def _run(target: str | None, settings: ServerSettings, *, browser: bool, told: str | None) -> None:
    """Serve until Ctrl-C, and say where."""
    from sayso.web import app

    made = app(target, settings)  # says which extra is missing
    from sayso.web.server import serve

    with _listening(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
        name = settings.host if settings.host not in ("0.0.0.0", "::") else "localhost"
        address = f"http://{f'[{name}]' if ':' in name else name}:{port}/"
        entry = address + (f"?token={settings.token}" if settings.token else "")

        def begun() -> None:
            click.echo(f"sayso is at {address if told is None else entry}")
            click.echo("Ctrl-C ends it.", err=True)
            if browser:
                click.launch(entry)

        serve(made, listener, begun)


def _listening(host: str, port: int) -> socket.socket:
    """The socket. Raises SaysoError where it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        # asyncio turns Nagle's delay of 40 ms off only for sockets that name their protocol; create_server names none.
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(256)
        return made
    except (OSError, OverflowError) as error:
        raise SaysoError(
            f"cannot listen at {host} port {port} ({error})", "Name another with --host and --port"
        ) from error
