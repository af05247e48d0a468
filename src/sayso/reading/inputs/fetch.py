"""The one module that fetches: public addresses only, redirects one by one, bounds on everything, robots.txt kept."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from sayso._version import __version__
from sayso.errors import FetchError, LimitError
from sayso.limits import DEFAULT, Options
from sayso.reading.inputs.decoding import decode
from sayso.reading.inputs.dns import addresses
from sayso.reading.inputs.file_signatures import document_kind
from sayso.terms import Page

if TYPE_CHECKING:
    import httpcore
    import httpx

AGENT: Final = f"sayso/{__version__}"
_ROBOTS_BYTES: Final = 500_000
_MOVED: Final = frozenset({301, 302, 303, 307, 308})


def fetch(url: str, options: Options = DEFAULT) -> Page:
    """The page at a URL, its ``url`` the one it was found at after redirects.

    Raises FetchError for an address that may not be fetched, robots.txt against it, an answer that is no page or none
    in time, LimitError for one that is too large.
    """
    return Fetcher(options).page(url)


class Fetcher:
    """Fetches pages one by one, and remembers what the robots.txt of each host says."""

    def __init__(self, options: Options = DEFAULT) -> None:
        self.options = options
        self._robots: dict[str, RobotFileParser] = {}

    def page(self, url: str) -> Page:
        """The page at a URL. See :func:`fetch`."""
        until = time.monotonic() + self.options.limit("max_fetch_seconds")
        seen, here = 0, url
        while True:
            parts = self._parts(here)
            self._ask_robots(parts, here, until)
            status, heads, data = self._get(parts, here, until, self.options.limit("max_page_bytes"))
            if status in _MOVED and (to := heads.get("location")):
                seen += 1
                if seen > self.options.limit("max_redirects"):
                    most = self.options.limit("max_redirects")
                    raise FetchError(f"more than {most} redirects", "Give the address that it ends at", url, here)
                here = _joined(here, to)
                continue
            if status >= 400 or not data:
                raise FetchError(f"the server answered {status} with {len(data)} bytes", "Check the address", url, here)
            if document_kind(data):
                return Page(data, here, here)
            return Page(decode(data, here, _charset(heads.get("content-type", ""))), here, here)

    def _parts(self, url: str) -> SplitResult:
        """The parts of a URL that may be fetched by its form."""
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError as error:
            raise FetchError(f"this is no address ({error})", "Give one like https://example.org/page", url) from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError("only http and https are fetched", "Give an address like https://example.org/page", url)
        if parts.username or parts.password:
            raise FetchError("the address carries a password", "Take user and password out of it", url)
        return parts

    def _address(self, parts: SplitResult, url: str, until: float) -> str:
        """The address of the host, resolved now and used as it is, so that no second answer can lead elsewhere."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = addresses(parts.hostname or "", port, until)
        except TimeoutError as error:
            raise self._late(url) from error
        except (OSError, ValueError) as error:
            raise FetchError(f"the host {parts.hostname} is not known ({error})", "Check the address", url) from error
        for address in found:
            if not self.options.allow_private and not _is_public(address):
                raise FetchError(
                    f"{parts.hostname} is at {address}, which is not public", "Allow it with --allow-private", url
                )
        return found[0]

    def _ask_robots(self, parts: SplitResult, url: str, until: float) -> None:
        """Raise FetchError where the host's robots.txt does not want the page read."""
        if self.options.ignore_robots:
            return
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site, until)
        try:
            allowed = self._robots[site].can_fetch(AGENT, url)
        except ValueError as error:
            raise FetchError(f"this is no address ({error})", "Give one like https://example.org/page", url) from error
        if not allowed:
            raise FetchError("robots.txt of the site refuses it", "Read it anyway with --ignore-robots", url)

    def _read_robots(self, site: str, until: float) -> RobotFileParser:
        """The rules of a site; where its server fails, nothing is allowed, where there are none, everything."""
        robots = RobotFileParser()
        where = f"{site}/robots.txt"
        try:
            status, heads, data = self._get(self._parts(where), where, until, _ROBOTS_BYTES)
            if status in _MOVED and (to := heads.get("location")):
                where = _joined(where, to)
                status, _, data = self._get(self._parts(where), where, until, _ROBOTS_BYTES)
        except LimitError:
            status, data = 200, b""
        rules = _rules(data.decode("utf-8-sig", "replace")) if status < 300 else []
        robots.parse(["User-agent: *", "Disallow: /"] if status >= 500 else rules)
        return robots

    def _get(self, parts: SplitResult, url: str, until: float, most: int) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of one request, in bounds."""
        try:
            import httpx
        except ImportError as error:
            raise FetchError("fetching needs httpx", 'Install it: pip install "sayso[web]"', url) from error
        address = self._address(parts, url, until)
        host = f"[{address}]" if ":" in address else address
        target = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host, fragment="").geturl()
        heads = {"host": parts.netloc, "user-agent": AGENT, "accept-encoding": "gzip", "accept": "text/html,*/*;q=0.5"}
        left = max(0.1, until - time.monotonic())
        watch = _Watch(left)
        extensions = {"sni_hostname": parts.hostname or "", "trace": watch.note}
        try:
            with (
                watch,
                httpx.Client(verify=_trust(), timeout=left, follow_redirects=False, trust_env=False) as client,
                client.stream("GET", target, headers=heads, extensions=extensions) as answer,
            ):
                pieces = _unpacked(answer.iter_raw(), answer.headers.get("content-encoding", ""), most, url)
                found = answer.status_code, answer.headers, self._collect(pieces, most, url, until)
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error, OSError, ValueError) as error:
            if watch.over or isinstance(error, httpx.TimeoutException):
                raise self._late(url) from error
            reason = str(error) or type(error).__name__
            raise FetchError(f"no whole answer ({reason})", "Check the address, or try again later", url) from error
        if watch.over:  # an answer of no stated length looks whole when its connection is ended
            raise self._late(url)
        return found

    def _collect(self, pieces: Iterator[bytes], most: int, url: str, until: float) -> bytes:
        """The pieces as one, never more than the bound, never later than the time."""
        out = bytearray()
        for piece in pieces:
            out += piece
            if len(out) > most:
                self.options.check("max_page_bytes", len(out), url)
                raise LimitError(f"more than {most:,} bytes", "Use --ignore-robots", url)
            if time.monotonic() > until:
                raise self._late(url)
        return bytes(out)

    def _late(self, url: str) -> FetchError:
        """The error of an answer that takes too long."""
        limit = self.options.limit("max_fetch_seconds")
        return FetchError(f"no whole answer in {limit} s", "Raise --limit max_fetch_seconds=N", url)


class _Watch:
    """Ends a request's connection when its time is over: timeouts of httpx bound each step, but not all together."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def note(self, event: str, info: dict[str, object]) -> None:
        """Keep a second handle of the connection, which also ends it once TLS has taken the first."""
        if event == "connection.connect_tcp.complete":
            stream = cast("httpcore.NetworkStream", info["return_value"])
            self._sockets.append(stream.get_extra_info("socket").dup())

    def _end(self) -> None:
        """Wake whoever waits for the connection."""
        self.over = True
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for one in self._sockets:
            one.close()


@cache
def _trust() -> ssl.SSLContext:
    """The certificates to trust, which take longer to load than a page."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _joined(here: str, to: str) -> str:
    """Where a redirect leads. Raises FetchError for one that leads to no address."""
    try:
        return urljoin(here, to)
    except ValueError as error:
        raise FetchError(f"the server redirects to no address ({error})", "Give the address itself", here) from error


def _rules(text: str) -> list[str]:
    """The lines of a robots.txt that are looked at: whom they mean, and paths; what is no path is left out."""
    kept = []
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, path = name.strip().lower(), unquote(value.strip())
        if name in ("allow", "disallow"):
            try:
                urlsplit(path)
            except ValueError:
                continue
        if name in ("user-agent", "allow", "disallow", ""):
            kept.append(line)
    return kept


_GLOBAL_V6: Final = ipaddress.ip_network("2000::/3")  # all that is ever given out to the open Internet
_EXAMPLES: Final = ipaddress.ip_network("3fff::/20")  # which not every Python knows yet
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_ISATAP: Final = 0x5EFE
_MEMBER: Final = b"\x1f\x8b"  # how a member of a gzip file begins


def _is_public(address: str) -> bool:
    """Whether an address is one of the open Internet, also where it wraps an IPv4 one."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    last = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if found in _NAT64:
        return _is_public(str(last))
    if found not in _GLOBAL_V6 or found in _EXAMPLES or not found.is_global:
        return False
    inner = [found.sixtofour, *(found.teredo or ())]
    if int(found) >> 32 & 0xFDFFFFFF == _ISATAP:
        inner.append(last)
    return all(one is None or _is_public(str(one)) for one in inner)


def _unpacked(pieces: Iterator[bytes], coding: str, most: int, url: str) -> Iterator[bytes]:
    """The pieces without gzip; a bomb never grows beyond the bound in one step."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(
            f"the answer is packed with {coding}, which was not asked for", "Save the page and read it", url
        )
    unpack = zlib.decompressobj(47)
    waiting = b""
    for piece in pieces:
        waiting += piece
        while waiting:
            if unpack.eof:  # another member may follow, after padding
                waiting = waiting.lstrip(b"\0")
                if len(waiting) < len(_MEMBER):
                    break
                if not waiting.startswith(_MEMBER):
                    return
                unpack = zlib.decompressobj(47)
            yield unpack.decompress(waiting, most + 1)
            waiting = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
        yield b""  # the caller looks at the time
    if not unpack.eof:
        raise zlib.error("the packed answer breaks off")


def _charset(content_type: str) -> str | None:
    """The charset of a Content-Type header."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.strip().lower() == "charset":
            return value.strip("\"' ") or None
    return None
