"""Read RSS and Atom feeds as entries and as pages: the text in the feed, or the linked pages."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from sayso.errors import FetchError, InputError, SaysoError
from sayso.limits import DEFAULT, Options
from sayso.reading.inputs.fetch import Fetcher
from sayso.reading.inputs.files import load
from sayso.reading.metadata.dates import iso
from sayso.reading.metadata.structured_data import unescaped
from sayso.terms import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_SURROGATE_REFERENCE: Final = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));", re.I
)
"""A character reference to a surrogate, which XML forbids and libxml2 accepts."""
_SECONDS_BETWEEN_REQUESTS: Final = 1.0
_DATE_TAGS: Final = ("pubdate", "published", "date", "issued", "updated")
_TEXT_TAGS: Final = ("encoded", "content", "description", "summary")


class Entry(msgspec.Struct, frozen=True):
    """One entry of a feed; ``published`` is ISO 8601, ``html`` is the text in the feed itself."""

    title: str | None
    url: str | None
    published: str | None
    author: str | None
    html: str | None


def entries(page: Page) -> list[Entry]:
    """Return the entries of a feed in order. Raises InputError if the input is not RSS or Atom."""
    from lxml import etree

    data = page.data.encode("utf-8", "replace") if isinstance(page.data, str) else page.data
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True,
        encoding="utf-8" if isinstance(page.data, str) else None,
    )  # fmt: skip
    try:
        root = etree.fromstring(_SURROGATE_REFERENCE.sub(b"&#xFFFD;", data.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"the input is not a feed ({error})", "Give an RSS or Atom feed", page.name) from error
    if root is None or _local(root) not in ("rss", "rdf", "feed"):
        raise InputError("the input is not an RSS or Atom feed", "To read a page, run sayso read", page.name)
    return [_entry(item, page.url or "") for item in root.iter() if _local(item) in ("item", "entry")]


def feed_pages(
    source: str, options: Options = DEFAULT, *, linked: bool = False, wait: Callable[[float], None] = time.sleep
) -> Iterator[Page | SaysoError]:
    """Yield the pages of a feed, a URL or a file: the text of each entry, or with ``linked`` the linked page.

    An error is yielded in place of a page that cannot be fetched. Requests to one host are at least a second apart.
    """
    fetcher = Fetcher(options)
    is_url = source.startswith(("http://", "https://"))
    page = fetcher.page(source) if is_url else load(Path(source), options=options)
    last_request: dict[str, float] = {}
    if not linked:
        yield from pages_of(page)
        return
    for number, entry in enumerate(entries(page), 1):
        place = f"entry {number}"
        if entry.url is None:
            yield InputError("the entry has no link to a page", "Read the feed without --pages", page.name, place)
        else:
            host = urlsplit(entry.url).netloc
            if (
                host in last_request
                and (remaining := last_request[host] + _SECONDS_BETWEEN_REQUESTS - time.monotonic()) > 0
            ):
                wait(remaining)
            try:
                yield fetcher.page(entry.url)
            except (FetchError, InputError) as error:
                yield error
            last_request[host] = time.monotonic()


def pages_of(feed: Page) -> Iterator[Page | SaysoError]:
    """Yield a page with the text of each entry of a feed, and an error in place of an entry without text."""
    for number, entry in enumerate(entries(feed), 1):
        yield _page_of_entry(entry, feed.name, f"entry {number}")


def _page_of_entry(entry: Entry, name: str, place: str) -> Page | SaysoError:
    """Return a page with the text of an entry in the feed."""
    if not (entry.html or entry.title):
        return InputError("the entry has no text", "Use --pages to read the linked pages", name, place)
    title = html.escape(entry.title or "")
    head = f"<title>{title}</title>" + _meta("author", entry.author) + _meta("article:published_time", entry.published)
    body = f"<article><h1>{title}</h1>{entry.html or ''}</article>"
    return Page(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", f"{name}, {place}", entry.url)


def _meta(name: str, value: str | None) -> str:
    """Return a meta element, or an empty string without a value."""
    return f'<meta name="{name}" content="{html.escape(value)}">' if value else ""


def _entry(item: _Element, base: str) -> Entry:
    """Return the entry of an RSS item or Atom entry element; its fields are empty if it cannot be decoded."""
    try:
        return _fields(item, base)
    except UnicodeDecodeError:
        return Entry(None, None, None, None, None)


def _fields(item: _Element, base: str) -> Entry:
    """Return the entry with all its fields."""
    children: dict[str, list[_Element]] = {}
    for child in item:
        children.setdefault(_local(child), []).append(child)
    title = _text_of(children, ("title",))
    url = _entry_url(children.get("link", []))
    date = _text_of(children, _DATE_TAGS)
    author = next(iter(children.get("author", []) + children.get("creator", [])), None)
    name = None
    if author is not None:
        name_element = next((child for child in author if _local(child) == "name"), author)
        name = " ".join("".join(name_element.itertext()).split()) or None
    return Entry(
        unescaped(title) if title else None,
        _absolute_url(base, url) if url else None,
        _iso(date),
        name,
        _text_of(children, _TEXT_TAGS),
    )


def _absolute_url(base: str, url: str) -> str | None:
    """Return the absolute URL of a link, or None if it is invalid."""
    try:
        absolute = urljoin(base, url)
        urlsplit(absolute)
    except ValueError:
        return None
    return absolute


def _text_of(children: dict[str, list[_Element]], names: tuple[str, ...]) -> str | None:
    """Return the first text of the children with these names; markup in it is kept as markup."""
    from lxml import etree

    for name in names:
        for child in children.get(name, []):
            if len(child) and name in _TEXT_TAGS:
                inner = "".join(etree.tostring(part, encoding="unicode") for part in child)
                return (child.text or "") + inner
            if text := "".join(child.itertext()).strip():
                return text
    return None


def _entry_url(links: list[_Element]) -> str | None:
    """Return the URL of an entry: element text in RSS, ``href`` of the alternate link in Atom."""
    for link in links:
        href = link.get("href")
        if href and link.get("rel", "alternate") == "alternate":
            return str(href)
        if not href and (link.text or "").strip():
            return (link.text or "").strip()
    return None


def _iso(date: str | None) -> str | None:
    """Return the date of an entry as ISO 8601."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(date).isoformat() if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return iso(date or "")


def _local(element: _Element) -> str:
    """Return the tag of an element without its namespace."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
