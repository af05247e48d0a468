"""Parse HTML and split it into visible lines, each with its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sayso.reading.html.inline_marks import MARKED, InlineMarks, Mark

if TYPE_CHECKING:
    from lxml.etree import _Element

UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "textarea",
        "datalist",
        "input",
        "select",
        "option",
        "progress",
        "meter",
        "noembed",
        "noframes",
        "applet",
        "source",
        "track",
        "param",
        "meta",
        "link",
        "title",
        "area",
    ]
)
"""Elements without visible text."""
_BLOCK_TAGS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELL_TAGS: Final = frozenset({"td", "th"})
"""A table row is one line, unless its cells contain block elements."""
_CREDIT_TAGS: Final = frozenset({"span", "small", "cite", "em", "i"})
_VOID_TAGS: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_EXTRA_SPACE: Final = re.compile(r"[\t\r\n\f]|  ")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)[^>]*+(>?)")
_MAX_DEPTH: Final = 400
_MAX_ATTRIBUTES: Final = 500
# The parser takes quadratic time in the attributes of a tag. The pattern does not backtrack, and does not match tags
# within the attributes of another tag.
_ATTRIBUTE: Final = r"""(?:[\s/]*+(?:[^\s=<>/]|<(?!/s[ct]))++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+)"""
_ATTRIBUTES: Final = re.compile(rf"""<([a-zA-Z][^\s<>]{{0,40}}+)({_ATTRIBUTE}++)""", re.I)
_TOO_MANY_ATTRIBUTES: Final = re.compile(rf"(?:{_ATTRIBUTE}){{{_MAX_ATTRIBUTES}}}+", re.I)


@dataclass(slots=True)
class Line:
    """A line of the page: its text, the innermost element with all of it, number of characters in links, number of
    links, URL of the first link, and positions of ``<q>`` and ``<cite>``.
    """

    text: str
    element: _Element
    linked: int
    links: int
    address: str | None
    marked: tuple[Mark, ...] = ()


def parse(text: str) -> _Element | None:
    """Return the root element of an HTML page, or None if it is empty. Malformed HTML is repaired as in browsers."""
    text = _ATTRIBUTES.sub(_without_excess_attributes, text)
    root, complete = _parse(text)
    return root if complete else _parse(_without_deep_tags(text))[0]


def _without_excess_attributes(tag: re.Match[str]) -> str:
    """Return a tag unchanged, or without its attributes if there are too many."""
    attributes = tag[2]
    too_many = len(attributes) >= 2 * _MAX_ATTRIBUTES - 1 and _TOO_MANY_ATTRIBUTES.match(attributes) is not None
    return f"<{tag[1]} " if too_many else tag[0]


def _parse(text: str) -> tuple[_Element | None, bool]:
    """Return the root element, and whether the parser reached the end of the text."""
    from lxml import etree
    from lxml.html import HTMLParser  # trafilatura accepts its elements without parsing again

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, AssertionError):
        return None, True
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _without_deep_tags(text: str) -> str:
    """Return the page without tags that are nested too deep for the parser; their text is kept."""
    depth = 0
    parts, copied_to = [], 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not tag[3]:
            break  # an unclosed tag includes the rest of the page
        if name in _VOID_TAGS:
            continue
        closing = bool(tag[1])
        if depth > _MAX_DEPTH:
            parts.append(text[copied_to : tag.start()])
            copied_to = tag.end()
        depth = max(0, depth + (-1 if closing else 1))
    return " ".join((*parts, text[copied_to:]))


def lines(root: _Element) -> Iterator[Line]:
    """Yield the visible lines of the page in order, without elements that their attributes hide."""
    return _LineBuilder().lines(root)


class _LineBuilder:
    """Builds lines from text pieces; the state is the current line: text, common element, characters in links."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.container: _Element | None = None
        self.linked_chars = 0
        self.open_links = 0
        self.new_link = False
        self.link_count = 0
        self.url: str | None = None
        self.first_url: str | None = None
        self.char_count = 0
        self.marks = InlineMarks()

    def lines(self, root: _Element) -> Iterator[Line]:
        """Yield all lines in an element."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in UNSEEN or _is_hidden(element):
                    walk.skip_subtree()
                    continue
                if tag in _BLOCK_TAGS or tag == "br" or (tag in _CREDIT_TAGS and _is_credit(element)):
                    if self.pieces:
                        yield from self.flush()
                elif tag == "a":
                    self.open_links += 1
                    self.new_link, self.url = True, element.get("href")
                    if self.pieces and element.getprevious() is not None:
                        self.add(" ")
                elif tag in _CELL_TAGS and self.pieces:
                    self.add(" ")
                elif tag in MARKED:
                    self.marks.begin(element, self.char_count)
                self.add_text(element.text, element)
            else:
                if tag in MARKED:
                    self.marks.end(element, self.char_count)
                if tag == "a":
                    self.open_links = max(0, self.open_links - 1)
                elif self.pieces and (tag in _BLOCK_TAGS or (tag in _CREDIT_TAGS and _is_credit(element))):
                    yield from self.flush()
                if element is not root:
                    parent = element.getparent()
                    if parent is not None:
                        self.add_text(element.tail, parent)
        yield from self.flush()

    def add_text(self, text: str | None, element: _Element) -> None:
        """Add text of an element to the line."""
        if not text:
            return
        self.add(text)
        if not text.isspace():
            self.container = element if self.container is None else _common_ancestor(self.container, element)
            if self.open_links:
                self.linked_chars += len(text)
                if self.new_link or not self.link_count:
                    self.first_url = self.first_url or self.url
                    self.link_count += 1
                    self.new_link = False

    def add(self, text: str) -> None:
        """Add text, or a space between elements, and count its characters."""
        self.pieces.append(text)
        self.char_count += len(text)

    def flush(self) -> Iterator[Line]:
        """Yield the current line unless it is empty, and start a new line."""
        if self.container is not None:
            raw = "".join(self.pieces)
            text = raw.strip(" ")
            if _EXTRA_SPACE.search(text):
                text = _SPACE.sub(" ", text).strip(" ")
            marks = self.marks.flush(raw, text)
            if text.strip():
                yield Line(
                    text, self.container, min(self.linked_chars, len(text)), self.link_count, self.first_url, marks
                )
        else:
            self.marks.flush("", "")
        self.char_count = 0
        self.pieces, self.container, self.linked_chars, self.link_count, self.first_url = [], None, 0, 0, None


def _is_credit(element: _Element) -> bool:
    """Return whether an inline element is a photo credit, which follows a caption without a break."""
    return "credit" in (element.get("class") or "").lower()


def _is_hidden(element: _Element) -> bool:
    """Return whether the attributes of the element hide it."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _common_ancestor(container: _Element, element: _Element) -> _Element:
    """Return the innermost element that contains both elements."""
    if container is element or element.getparent() is container:
        return container
    ancestors = {element, *element.iterancestors()}
    return next(ancestor for ancestor in (container, *container.iterancestors()) if ancestor in ancestors)
