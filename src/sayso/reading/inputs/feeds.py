"""RSS and Atom feeds to their entries, and to pages: the entries' own text, or the pages that they link to."""

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

_HALF: Final = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));", re.I
)
"""Half a surrogate pair as XML may not write it; libxml2 takes it for a character."""
_PAUSE: Final = 1.0
_DATE: Final = ("pubdate", "published", "date", "issued", "updated")
_TEXT: Final = ("encoded", "content", "description", "summary")


class Entry(msgspec.Struct, frozen=True):
    """One entry of a feed; ``published`` is ISO 8601, ``html`` what the feed itself carries of the text."""

    title: str | None
    url: str | None
    published: str | None
    author: str | None
    html: str | None


def entries(page: Page) -> list[Entry]:
    """The entries of a feed in its order. Raises InputError for what is no RSS or Atom."""
    from lxml import etree

    data = page.data.encode("utf-8", "replace") if isinstance(page.data, str) else page.data
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True,
        encoding="utf-8" if isinstance(page.data, str) else None,
    )  # fmt: skip
    try:
        root = etree.fromstring(_HALF.sub(b"&#xFFFD;", data.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"this is no feed ({error})", "Give an RSS or Atom feed", page.name) from error
    if root is None or _local(root) not in ("rss", "rdf", "feed"):
        raise InputError("this is no RSS or Atom feed", "Read a page with sayso read", page.name)
    return [_entry(item, page.url or "") for item in root.iter() if _local(item) in ("item", "entry")]


def feed_pages(
    source: str, options: Options = DEFAULT, *, linked: bool = False, wait: Callable[[float], None] = time.sleep
) -> Iterator[Page | SaysoError]:
    """The pages of a feed, a URL or a file: each entry's own text, or with ``linked`` the page that it links to.

    What cannot be fetched is an error in its place. Between two pages of one host it waits a second.
    """
    fetcher = Fetcher(options)
    is_url = source.startswith(("http://", "https://"))
    page = fetcher.page(source) if is_url else load(Path(source), options=options)
    last: dict[str, float] = {}
    for number, entry in enumerate(entries(page), 1):
        place = f"entry {number}"
        if not linked:
            yield _own(entry, page.name, place)
        elif entry.url is None:
            yield InputError("the entry links to no page", "Read the feed without --pages", page.name, place)
        else:
            host = urlsplit(entry.url).netloc
            if host in last and (left := last[host] + _PAUSE - time.monotonic()) > 0:
                wait(left)
            try:
                yield fetcher.page(entry.url)
            except (FetchError, InputError) as error:
                yield error
            last[host] = time.monotonic()


def _own(entry: Entry, name: str, place: str) -> Page | SaysoError:
    """The page of what the feed itself carries of an entry."""
    if not (entry.html or entry.title):
        return InputError("the entry holds no text", "Read the pages that it links to with --pages", name, place)
    title = html.escape(entry.title or "")
    heads = f"<title>{title}</title>" + _meta("author", entry.author) + _meta("article:published_time", entry.published)
    body = f"<article><h1>{title}</h1>{entry.html or ''}</article>"
    return Page(f"<!doctype html><html><head>{heads}</head><body>{body}</body></html>", f"{name}, {place}", entry.url)


def _meta(name: str, value: str | None) -> str:
    """A meta element; nothing where there is no value."""
    return f'<meta name="{name}" content="{html.escape(value)}">' if value else ""


def _entry(item: _Element, base: str) -> Entry:
    """One item of RSS or entry of Atom; nothing but empty fields where it holds bytes that are no characters."""
    try:
        return _fields(item, base)
    except UnicodeDecodeError:
        return Entry(None, None, None, None, None)


def _fields(item: _Element, base: str) -> Entry:
    """The fields of an entry."""
    children: dict[str, list[_Element]] = {}
    for child in item:
        children.setdefault(_local(child), []).append(child)
    title = _words(children, ("title",))
    url = _link(children.get("link", []))
    date = _words(children, _DATE)
    author = next((one for one in children.get("author", []) + children.get("creator", [])), None)
    name = None
    if author is not None:
        named = next((child for child in author if _local(child) == "name"), author)
        name = " ".join("".join(named.itertext()).split()) or None
    return Entry(
        unescaped(title) if title else None,
        _address(base, url) if url else None,
        _iso(date),
        name,
        _words(children, _TEXT),
    )


def _address(base: str, url: str) -> str | None:
    """The whole address of a link; None for one that is none."""
    try:
        address = urljoin(base, url)
        urlsplit(address)
    except ValueError:
        return None
    return address


def _words(children: dict[str, list[_Element]], names: tuple[str, ...]) -> str | None:
    """The text of the first child of these names that has any; markup inside it is kept as markup."""
    from lxml import etree

    for name in names:
        for child in children.get(name, []):
            if len(child) and name in _TEXT:
                inner = "".join(etree.tostring(one, encoding="unicode") for one in child)
                return (child.text or "") + inner
            if words := "".join(child.itertext()).strip():
                return words
    return None


def _link(links: list[_Element]) -> str | None:
    """The address of an entry: text in RSS; in Atom an attribute, of the link without rel or with alternate."""
    for link in links:
        href = link.get("href")
        if href and link.get("rel", "alternate") == "alternate":
            return str(href)
        if not href and (link.text or "").strip():
            return (link.text or "").strip()
    return None


def _iso(date: str | None) -> str | None:
    """The date of an entry as ISO 8601."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(date).isoformat() if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return iso(date or "")


def _local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
