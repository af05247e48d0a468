"""Fetch pages over HTTP: public addresses only, checked redirects, limits on time and size, robots.txt respected."""

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
from sayso.reading.inputs.fetch_failures import connection_failure, name_failure
from sayso.reading.inputs.file_signatures import document_kind
from sayso.terms import Page

if TYPE_CHECKING:
    import httpcore
    import httpx

AGENT: Final = f"sayso/{__version__}"
_URL_HINT: Final = "Give a URL like https://example.org/page"
_HEADERS: Final = {"accept-encoding": "gzip", "accept": "text/html,*/*;q=0.5"}
_ROBOTS_BYTES: Final = 500_000
_REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})


def fetch(url: str, options: Options = DEFAULT) -> Page:
    """Return the page at a URL; its ``url`` is the URL after redirects.

    Raises FetchError if the URL or robots.txt does not allow it, the response is not a page or late, LimitError if it
    is too large.
    """
    return Fetcher(options).page(url)


class Fetcher:
    """Fetches pages one by one and caches the robots.txt of each host."""

    def __init__(self, options: Options = DEFAULT) -> None:
        self.options = options
        self._robots: dict[str, RobotFileParser] = {}

    def page(self, url: str) -> Page:
        """Return the page at a URL. See :func:`fetch`."""
        until = time.monotonic() + self.options.limit("max_fetch_seconds")
        max_redirects = self.options.limit("max_redirects")
        redirects, here = 0, url
        while True:
            parts = self._checked_url(here)
            self._check_robots(parts, here, until)
            status, headers, data = self._get(parts, here, until, self.options.limit("max_page_bytes"))
            if status in _REDIRECT_STATUSES and (target := headers.get("location")):
                redirects += 1
                if redirects > max_redirects:
                    raise FetchError(f"more than {max_redirects} redirects", "Give the final URL", url, here)
                here = _redirect_url(here, target)
                continue
            if status >= 400 or not data:
                raise FetchError(f"the server answered {status} with {len(data)} bytes", "Check the URL", url, here)
            if document_kind(data):
                return Page(data, here, here)
            return Page(decode(data, here, _charset(headers.get("content-type", ""))), here, here)

    def _checked_url(self, url: str) -> SplitResult:
        """Split a URL into parts. Raises FetchError if it is malformed or not allowed."""
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError as error:
            raise FetchError(f"the URL is invalid ({error})", _URL_HINT, url) from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError("only http and https are supported", _URL_HINT, url)
        if parts.username or parts.password:
            raise FetchError("the URL contains a user name or password", "Remove them from the URL", url)
        return parts

    def _resolved_address(self, parts: SplitResult, url: str, until: float) -> str:
        """Resolve the host to an address for the connection, which prevents DNS rebinding."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            candidates = addresses(parts.hostname or "", port, until)
        except TimeoutError as error:
            raise self._timeout_error(url) from error
        except (OSError, ValueError) as error:
            raise FetchError(*name_failure(error, parts.hostname or ""), url) from error
        for address in candidates:
            if not self.options.allow_private and not _is_public(address):
                raise FetchError(
                    f"{parts.hostname} is at {address}, which is not public", "Allow it with --allow-private", url
                )
        return candidates[0]

    def _check_robots(self, parts: SplitResult, url: str, until: float) -> None:
        """Raise FetchError if the robots.txt of the host disallows the URL."""
        if self.options.ignore_robots:
            return
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._fetch_robots(site, url, until)
        try:
            allowed = self._robots[site].can_fetch(AGENT, url)
        except ValueError as error:
            raise FetchError(f"the URL is invalid ({error})", _URL_HINT, url) from error
        if not allowed:
            raise FetchError("robots.txt of the site disallows it", "To read it anyway, use --ignore-robots", url)

    def _fetch_robots(self, site: str, page: str, until: float) -> RobotFileParser:
        """Return the rules of a page's site; a server error disallows all, no robots.txt allows all."""
        robots = RobotFileParser()
        url = f"{site}/robots.txt"
        try:
            status, headers, data = self._get(self._checked_url(url), page, until, _ROBOTS_BYTES)
            if status in _REDIRECT_STATUSES and (target := headers.get("location")):
                url = _redirect_url(url, target)
                status, _, data = self._get(self._checked_url(url), page, until, _ROBOTS_BYTES)
        except LimitError:
            status, data = 200, b""
        rules = _relevant_rules(data.decode("utf-8-sig", "replace")) if status < 300 else []
        robots.parse(["User-agent: *", "Disallow: /"] if status >= 500 else rules)
        return robots

    def _get(self, parts: SplitResult, url: str, until: float, max_bytes: int) -> tuple[int, httpx.Headers, bytes]:
        """Return status, headers and body of one request, within the limits."""
        try:
            import httpx
        except ImportError as error:
            raise FetchError("fetching needs httpx", 'Install it: pip install "sayso[web]"', url) from error
        address = self._resolved_address(parts, url, until)
        host = f"[{address}]" if ":" in address else address
        target = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host, fragment="").geturl()
        headers = {"host": parts.netloc, "user-agent": AGENT, **_HEADERS}
        seconds = max(0.1, until - time.monotonic())
        deadline = _RequestTimer(seconds)
        extensions = {"sni_hostname": parts.hostname or "", "trace": deadline.note}
        try:
            with (
                deadline,
                httpx.Client(verify=_tls_context(), timeout=seconds, follow_redirects=False, trust_env=False) as client,
                client.stream("GET", target, headers=headers, extensions=extensions) as response,
            ):
                encoding = response.headers.get("content-encoding", "")
                chunks = _decompressed(response.iter_raw(), encoding, max_bytes, url)
                result = response.status_code, response.headers, self._collect(chunks, max_bytes, url, until)
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error, OSError, ValueError) as error:
            if deadline.expired or isinstance(error, httpx.TimeoutException):
                raise self._timeout_error(url) from error
            raise FetchError(*connection_failure(error, parts.hostname or ""), url) from error
        if deadline.expired:  # a response without a stated length looks complete after a shutdown
            raise self._timeout_error(url)
        return result

    def _collect(self, chunks: Iterator[bytes], max_bytes: int, url: str, until: float) -> bytes:
        """Return the joined chunks. Raises LimitError beyond the size limit, FetchError after the deadline."""
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > max_bytes:
                self.options.check("max_page_bytes", len(body), url)
                raise LimitError(f"more than {max_bytes:,} bytes", "Use --ignore-robots", url)
            if time.monotonic() > until:
                raise self._timeout_error(url)
        return bytes(body)

    def _timeout_error(self, url: str) -> FetchError:
        """Return the error for a response that takes too long."""
        limit = self.options.limit("max_fetch_seconds")
        return FetchError(f"no complete response in {limit} s", "Raise --limit max_fetch_seconds=N", url)


class _RequestTimer:
    """Shuts down a connection at the deadline, because httpx timeouts apply to each step, not to the whole request."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._shut_down)
        self._timer.daemon = True

    def note(self, event: str, info: dict[str, object]) -> None:
        """Store a duplicate of the socket, which can be shut down even after TLS has taken over the original."""
        if event == "connection.connect_tcp.complete":
            stream = cast("httpcore.NetworkStream", info["return_value"])
            self._sockets.append(stream.get_extra_info("socket").dup())

    def _shut_down(self) -> None:
        """Shut down the sockets, which ends any wait on them."""
        self.expired = True
        for duplicate in self._sockets:
            with contextlib.suppress(OSError):
                duplicate.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for duplicate in self._sockets:
            duplicate.close()


@cache
def _tls_context() -> ssl.SSLContext:
    """Return the TLS context, which is cached because loading it takes longer than a page."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _redirect_url(here: str, target: str) -> str:
    """Return the target URL of a redirect. Raises FetchError if it is invalid."""
    try:
        return urljoin(here, target)
    except ValueError as error:
        raise FetchError(f"the server redirects to an invalid URL ({error})", "Give the final URL", here) from error


def _relevant_rules(text: str) -> list[str]:
    """Return the user-agent, allow and disallow lines of a robots.txt, without lines that have an invalid path."""
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


_GLOBAL_UNICAST_V6: Final = ipaddress.ip_network("2000::/3")  # all addresses assigned on the public Internet
_DOCUMENTATION_V6: Final = ipaddress.ip_network("3fff::/20")  # not known to older Python versions
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_ISATAP: Final = 0x5EFE
_GZIP_MAGIC: Final = b"\x1f\x8b"


def _is_public(address: str) -> bool:
    """Return whether an address is public; an embedded IPv4 address must be public too."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    last = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    if parsed in _NAT64:
        return _is_public(str(last))
    if parsed not in _GLOBAL_UNICAST_V6 or parsed in _DOCUMENTATION_V6 or not parsed.is_global:
        return False
    embedded = [parsed.sixtofour, *(parsed.teredo or ())]
    if int(parsed) >> 32 & 0xFDFFFFFF == _ISATAP:
        embedded.append(last)
    return all(ipv4 is None or _is_public(str(ipv4)) for ipv4 in embedded)


def _decompressed(chunks: Iterator[bytes], encoding: str, max_bytes: int, url: str) -> Iterator[bytes]:
    """Yield the decompressed chunks; each step is limited, so that a gzip bomb stays small."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"the response has the content encoding {encoding}", "Save the page and read it", url)
    decompressor = zlib.decompressobj(47)
    pending = b""
    for chunk in chunks:
        pending += chunk
        while pending:
            if decompressor.eof:  # another gzip member can follow after padding
                pending = pending.lstrip(b"\0")
                if len(pending) < len(_GZIP_MAGIC):
                    break
                if not pending.startswith(_GZIP_MAGIC):
                    return
                decompressor = zlib.decompressobj(47)
            yield decompressor.decompress(pending, max_bytes + 1)
            pending = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
        yield b""  # the caller checks the deadline
    if not decompressor.eof:
        raise zlib.error("the compressed response is truncated")


def _charset(content_type: str) -> str | None:
    """Return the charset of a Content-Type header."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.strip().lower() == "charset":
            return value.strip("\"' ") or None
    return None
