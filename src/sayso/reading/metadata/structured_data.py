"""Extract the machine-readable metadata of an HTML page: JSON-LD, meta elements, microdata, links."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from sayso.reading.metadata.element_texts import ElementTexts
from sayso.reading.metadata.marked_up import authors, times

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLE_TYPE: Final = re.compile(r"article|posting|report|review|creativework|newsstory", re.I)
_PERSON_TYPE: Final = re.compile(r"person|author", re.I)
_MAX_NODES: Final = 20_000
_MAX_CHARS: Final = 300
_MAX_CLAIMS: Final = 1000
_MAX_IMAGES: Final = 200
_MARKUP: Final = re.compile(r"<[^<>]{1,500}+>")
_SPACE: Final = re.compile(r"\s+")

_META_NAMES: Final = {
    "headline": "og:title twitter:title parsely-title sailthru.title dc.title hdl headline",
    "description": "og:description description twitter:description sailthru.description dc.description",
    "meta_authors": "author article:author_name parsely-author sailthru.author dc.creator byl byline",
    "published": "article:published_time parsely-pub-date sailthru.date datepublished pubdate "
    "publishdate publish-date date dc.date.issued dc.date dcterms.created article.published "
    "cxenseparse:recs:publishtime original-publish-date originalpublicationdate bt:pubdate pdate",
    "modified": "article:modified_time og:updated_time lastmod last-modified datemodified dcterms.modified "
    "dc.date.modified article.updated bt:moddate",
    "publisher": "og:site_name application-name publisher dc.publisher cre source_name",
    "section": "article:section parsely-section section og:section cg category",
    "url": "og:url",
}
_META_KEYS: Final = {
    name: (kind, rank) for kind, names in _META_NAMES.items() for rank, name in enumerate(names.split())
}


@dataclass(slots=True)
class Stated:
    """The metadata that a page states; each list has the most trusted value first."""

    headline: list[str] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    meta_authors: list[str] = field(default_factory=list)
    item_authors: list[str] = field(default_factory=list)
    linked_authors: list[str] = field(default_factory=list)
    referred_authors: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    published_marked: list[str] = field(default_factory=list)
    modified_marked: list[str] = field(default_factory=list)
    publisher: list[str] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    url: list[str] = field(default_factory=list)
    logos: list[str] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def author_groups(self) -> tuple[list[str], ...]:
        """The author names by their place in the page, the most trusted first."""
        return self.authors, self.meta_authors, self.item_authors, self.linked_authors, self.referred_authors

    def add(self, kind: str, value: object) -> None:
        """Add a value if it is text."""
        if isinstance(value, str) and (text := plain(value)):
            values: list[str] = getattr(self, kind)
            if (kind, text) not in self.seen and len(values) < _MAX_CLAIMS:
                self.seen.add((kind, text))
                values.append(text)


def plain(value: str) -> str:
    """Return a metadata value as one line of text, with entities resolved and markup and extra space removed."""
    value = unescaped(value)
    if "<" in value:
        value = _MARKUP.sub(" ", value)
    return _SPACE.sub(" ", value).strip()


def unescaped(value: str) -> str:
    """Return a text with its entities resolved, unchanged if a numeric entity is too large."""
    try:
        return html.unescape(value) if "&" in value else value
    except ValueError:  # thousands of digits
        return value


def stated(root: _Element) -> Stated:
    """Return all metadata that the page states."""
    result = Stated()
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            known: dict[str, str] = {}
            for node in _article_nodes(script.text or "", known):
                _add_article(result, node, known)
    _add_meta(result, root)
    _add_microdata(result, root)
    for author in authors(root):
        result.add("linked_authors", author)
    for kind, value in times(root):
        result.add(f"{kind}_marked", value)
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower():
            result.add("url", link.get("href"))
    for image in islice(root.iter("img"), _MAX_IMAGES):
        if "logo" in f"{image.get('class')} {image.get('id')} {image.get('src')}".lower():
            result.add("logos", (image.get("alt") or "")[:_MAX_CHARS])
    title = next(root.iter("title"), None)
    result.title = plain("".join(title.itertext())) if title is not None else None
    html_element = root if root.tag == "html" else next(root.iter("html"), root)
    result.language = html_element.get("lang") or html_element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return result


def _article_nodes(text: str, known: dict[str, str]) -> list[dict[str, object]]:
    """Return the article objects of a JSON-LD script, or an empty list if it is not JSON.

    The names of people in it are added to ``known`` by ``@id``.
    """
    try:
        pending: deque[object] = deque([json.loads(text.strip().removesuffix(";"), strict=False)])
    except (ValueError, RecursionError):
        return []
    articles = []
    for _ in range(_MAX_NODES):
        if not pending:
            break
        node = pending.popleft()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            if "Person" in str(node.get("@type", "")) and isinstance(name := node.get("name"), str):
                known[str(node.get("@id"))] = name
            if _ARTICLE_TYPE.search(str(node.get("@type", ""))) and ("headline" in node or "articleBody" in node):
                articles.append(node)
            else:
                pending.extend(value for key in ("@graph", "mainEntity", "itemListElement") if (value := node.get(key)))
    return articles


def _add_article(result: Stated, node: dict[str, object], known: Mapping[str, str]) -> None:
    """Add the values of a JSON-LD article."""
    for kind, key in (
        ("headline", "headline"),
        ("description", "description"),
        ("body", "articleBody"),
        ("published", "datePublished"),
        ("modified", "dateModified"),
    ):
        result.add(kind, node.get(key))
    for author in _as_list(node.get("author")) or _as_list(node.get("creator")):
        is_person = not isinstance(author, dict) or _PERSON_TYPE.search(str(author.get("@type", "Person")))
        if not is_person:
            result.add("organizations", _name(author))
        for name in _as_list(_name(author)) if is_person else ():
            result.add("authors", name)
            if isinstance(author, dict) and "Person" in str(author.get("@type", "")):
                result.add("persons", name)
        if isinstance(author, dict) and "name" not in author:
            result.add("referred_authors", known.get(str(author.get("@id"))))
    for publisher in _as_list(node.get("publisher")):
        result.add("publisher", _name(publisher))
    for section in _as_list(node.get("articleSection"))[:1]:
        result.add("section", section)


def _as_list(value: object) -> list[object]:
    """Return the value as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: object) -> object:
    """Return the name of a JSON-LD object, or the value itself if it is not an object."""
    return value.get("name") if isinstance(value, dict) else value


def _add_meta(result: Stated, root: _Element) -> None:
    """Add the values of meta elements, those with more specific names first."""
    claims: list[tuple[int, str, str]] = []
    for element in root.iter("meta"):
        content = element.get("content")
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if content and key in _META_KEYS:
            kind, rank = _META_KEYS[key]
            claims.append((rank, kind, content))
    for _, kind, content in sorted(claims, key=lambda claim: claim[0]):
        result.add(kind, content)


_ITEMPROPS: Final = {
    "headline": "headline",
    "datepublished": "published",
    "datemodified": "modified",
    "author": "item_authors",
    "articlesection": "section",
}


def _add_microdata(result: Stated, root: _Element) -> None:
    """Add the values of ``itemprop`` attributes."""
    items = root.xpath("//*[@itemprop]")
    names = [element.get("itemprop") == "name" for element in items]
    texts = ElementTexts()
    next_name: int | None = None
    next_names = [next_name := i if names[i] else next_name for i in reversed(range(len(items)))][::-1]
    for i, element in enumerate(items):
        kind = _ITEMPROPS.get((element.get("itemprop") or "").lower())
        if kind is None or element.tag == "meta":
            continue
        if kind == "item_authors":
            # In document order, the next name element is inside this element if any is.
            name_index = next_names[i + 1] if i + 1 < len(items) else None
            if name_index is not None and texts.contains(element, items[name_index]):
                element = items[name_index]
        result.add(kind, element.get("content") or element.get("datetime") or texts.start_of(element, _MAX_CHARS))
