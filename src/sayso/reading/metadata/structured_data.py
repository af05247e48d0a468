"""What an HTML page states of itself for machines: JSON-LD, Open Graph and other meta elements, microdata, links."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from sayso.reading.metadata.marked_up import authors, times

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLE: Final = re.compile(r"article|posting|report|review|creativework|newsstory", re.I)
_PERSON: Final = re.compile(r"person|author", re.I)
_MOST_NODES: Final = 20_000
_MOST_WORDS: Final = 300
_MOST_CLAIMS: Final = 1000
_MOST_IMAGES: Final = 200
_MARKUP: Final = re.compile(r"<[^<>]{1,500}+>")
_SPACE: Final = re.compile(r"\s+")

_META: Final = {
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
_META_KEYS: Final = {name: (kind, rank) for kind, listed in _META.items() for rank, name in enumerate(listed.split())}


@dataclass(slots=True)
class Stated:
    """What the page says: each list holds the claims in order of trust, first the one to believe."""

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
        """The claims of who the authors are, by where they are made, the most trusted first."""
        return self.authors, self.meta_authors, self.item_authors, self.linked_authors, self.referred_authors

    def add(self, kind: str, value: object) -> None:
        """Note a claim if it is words."""
        if isinstance(value, str) and (words := plain(value)):
            listed: list[str] = getattr(self, kind)
            if (kind, words) not in self.seen and len(listed) < _MOST_CLAIMS:
                self.seen.add((kind, words))
                listed.append(words)


def plain(value: str) -> str:
    """A metadata value as one line of text: entities resolved, markup and runs of space removed."""
    value = unescaped(value)
    if "<" in value:
        value = _MARKUP.sub(" ", value)
    return _SPACE.sub(" ", value).strip()


def unescaped(value: str) -> str:
    """A text with its entities resolved; as it is where one is a number beyond all numbers."""
    try:
        return html.unescape(value) if "&" in value else value
    except ValueError:  # thousands of digits
        return value


def stated(root: _Element) -> Stated:
    """All that the page states of itself."""
    out = Stated()
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            known: dict[str, str] = {}
            for node in _articles(script.text or "", known):
                _from_article(out, node, known)
    _from_meta(out, root)
    _from_microdata(out, root)
    for author in authors(root):
        out.add("linked_authors", author)
    for kind, value in times(root):
        out.add(f"{kind}_marked", value)
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower():
            out.add("url", link.get("href"))
    for image in islice(root.iter("img"), _MOST_IMAGES):
        if "logo" in f"{image.get('class')} {image.get('id')} {image.get('src')}".lower():
            out.add("logos", (image.get("alt") or "")[:_MOST_WORDS])
    title = next(root.iter("title"), None)
    out.title = plain("".join(title.itertext())) if title is not None else None
    html_element = root if root.tag == "html" else next(root.iter("html"), root)
    out.language = html_element.get("lang") or html_element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return out


def _articles(text: str, known: dict[str, str]) -> list[dict[str, object]]:
    """The objects of a JSON-LD script that describe an article; none where it is no JSON.

    ``known`` gets the names of the people in it by their ``@id``.
    """
    try:
        todo: deque[object] = deque([json.loads(text.strip().removesuffix(";"), strict=False)])
    except (ValueError, RecursionError):
        return []
    found = []
    for _ in range(_MOST_NODES):
        if not todo:
            break
        node = todo.popleft()
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, dict):
            if "Person" in str(node.get("@type", "")) and isinstance(name := node.get("name"), str):
                known[str(node.get("@id"))] = name
            if _ARTICLE.search(str(node.get("@type", ""))) and ("headline" in node or "articleBody" in node):
                found.append(node)
            else:
                todo.extend(value for key in ("@graph", "mainEntity", "itemListElement") if (value := node.get(key)))
    return found


def _from_article(out: Stated, node: dict[str, object], known: Mapping[str, str]) -> None:
    """Note what a JSON-LD article says."""
    for kind, key in (
        ("headline", "headline"),
        ("description", "description"),
        ("body", "articleBody"),
        ("published", "datePublished"),
        ("modified", "dateModified"),
    ):
        out.add(kind, node.get(key))
    for author in _listed(node.get("author")) or _listed(node.get("creator")):
        is_person = not isinstance(author, dict) or _PERSON.search(str(author.get("@type", "Person")))
        if not is_person:
            out.add("organizations", _name(author))
        for name in _listed(_name(author)) if is_person else ():
            out.add("authors", name)
            if isinstance(author, dict) and "Person" in str(author.get("@type", "")):
                out.add("persons", name)
        if isinstance(author, dict) and "name" not in author:
            out.add("referred_authors", known.get(str(author.get("@id"))))
    for publisher in _listed(node.get("publisher")):
        out.add("publisher", _name(publisher))
    for section in _listed(node.get("articleSection"))[:1]:
        out.add("section", section)


def _listed(value: object) -> list[object]:
    """The value as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: object) -> object:
    """The name of a JSON-LD thing, which may be the thing itself."""
    return value.get("name") if isinstance(value, dict) else value


def _from_meta(out: Stated, root: _Element) -> None:
    """Note what the meta elements say, the more specific names first."""
    found: list[tuple[int, str, str]] = []
    for element in root.iter("meta"):
        content = element.get("content")
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if content and key in _META_KEYS:
            kind, rank = _META_KEYS[key]
            found.append((rank, kind, content))
    for _, kind, content in sorted(found, key=lambda claim: claim[0]):
        out.add(kind, content)


_ITEMS: Final = {
    "headline": "headline",
    "datepublished": "published",
    "datemodified": "modified",
    "author": "item_authors",
    "articlesection": "section",
}


def _from_microdata(out: Stated, root: _Element) -> None:
    """Note what ``itemprop`` attributes say."""
    items = root.xpath("//*[@itemprop]")
    names = [element.get("itemprop") == "name" for element in items]
    after: int | None = None
    following = [after := i if names[i] else after for i in reversed(range(len(items)))][::-1]
    for i, element in enumerate(items):
        kind = _ITEMS.get((element.get("itemprop") or "").lower())
        if kind is None or element.tag == "meta":
            continue
        if kind == "item_authors":
            # In the order of the page the first name after an element is within it, if any is.
            named = following[i + 1] if i + 1 < len(items) else None
            if named is not None and element in items[named].iterancestors():
                element = items[named]
        out.add(kind, element.get("content") or element.get("datetime") or _beginning(element))


def _beginning(element: _Element) -> str:
    """The first words in an element."""
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size >= _MOST_WORDS:
            break
    return "".join(parts)[:_MOST_WORDS]
