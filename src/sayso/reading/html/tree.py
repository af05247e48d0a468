"""HTML to a tree and to the lines that a reader sees, each with the element that it came from."""

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
"""Elements whose text no reader sees, or that hold none."""
_BLOCKS: Final = frozenset(
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
_CELLS: Final = frozenset({"td", "th"})
"""A row of a table is one line, unless its cells hold blocks."""
_INLINE: Final = frozenset({"span", "small", "cite", "em", "i"})
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_UNEVEN: Final = re.compile(r"[\t\r\n\f]|  ")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)[^>]*+(>?)")
_SAFE_DEPTH: Final = 400
_MOST_ATTRIBUTES: Final = 500
# The parser's time grows with the square of a tag's attributes. No step of the pattern is ever tried in a second way,
# and no tag is looked for within the attributes of another.
_ATTRIBUTE: Final = r"""(?:[\s/]*+(?:[^\s=<>/]|<(?!/s[ct]))++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+)"""
_ATTRIBUTES: Final = re.compile(rf"""<([a-zA-Z][^\s<>]{{0,40}}+)({_ATTRIBUTE}++)""", re.I)
_CROWDED: Final = re.compile(rf"(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}}+", re.I)


@dataclass(slots=True)
class Line:
    """A line of the page: its words, the element that holds all of them, how many characters are in links, the number
    of these, the address that the first leads to, and where ``<q>`` and ``<cite>`` stand.
    """

    text: str
    element: _Element
    linked: int
    links: int
    address: str | None
    marked: tuple[Mark, ...] = ()


def parse(text: str) -> _Element | None:
    """The root element of an HTML page; None where it is empty. Malformed HTML is repaired as in browsers."""
    text = _ATTRIBUTES.sub(_thinned, text)
    root, whole = _parse(text)
    return root if whole else _parse(_flattened(text))[0]


def _thinned(tag: re.Match[str]) -> str:
    """A tag as it is, or without its attributes where it has too many."""
    attributes = tag[2]
    crowded = len(attributes) >= 2 * _MOST_ATTRIBUTES - 1 and _CROWDED.match(attributes) is not None
    return f"<{tag[1]} " if crowded else tag[0]


def _parse(text: str) -> tuple[_Element | None, bool]:
    """The root element, and whether the parser went through to the end."""
    from lxml import etree
    from lxml.html import HTMLParser  # its elements are of the kind that trafilatura takes without parsing again

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, AssertionError):
        return None, True
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _flattened(text: str) -> str:
    """The page without the tags that lie too deep for the parser; their words stay."""
    depth = 0
    out, done = [], 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not tag[3]:
            break  # a tag without an end takes all that is left
        if name in _VOID:
            continue
        closing = bool(tag[1])
        if depth > _SAFE_DEPTH:
            out.append(text[done : tag.start()])
            done = tag.end()
        depth = max(0, depth + (-1 if closing else 1))
    return " ".join((*out, text[done:]))


def lines(root: _Element) -> Iterator[Line]:
    """The lines of the page in order; what is hidden by its own attributes is left out."""
    return _Walk().lines(root)


class _Walk:
    """The pieces of the line under way: words, the elements that hold them, and the characters in links."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.holder: _Element | None = None
        self.linked = 0
        self.links = 0
        self.new = False
        self.count = 0
        self.address: str | None = None
        self.first: str | None = None
        self.size = 0
        self.marks = InlineMarks()

    def lines(self, root: _Element) -> Iterator[Line]:
        """All lines below an element."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in UNSEEN or _hidden(element):
                    walk.skip_subtree()
                    continue
                if tag in _BLOCKS or tag == "br" or (tag in _INLINE and _stands_alone(element)):
                    if self.words:
                        yield from self.flush()
                elif tag == "a":
                    self.links += 1
                    self.new, self.address = True, element.get("href")
                    if self.words and element.getprevious() is not None:
                        self.add(" ")
                elif tag in _CELLS and self.words:
                    self.add(" ")
                elif tag in MARKED:
                    self.marks.begin(element, self.size)
                self.take(element.text, element)
            else:
                if tag in MARKED:
                    self.marks.end(element, self.size)
                if tag == "a":
                    self.links = max(0, self.links - 1)
                elif self.words and (tag in _BLOCKS or (tag in _INLINE and _stands_alone(element))):
                    yield from self.flush()
                if element is not root:
                    parent = element.getparent()
                    if parent is not None:
                        self.take(element.tail, parent)
        yield from self.flush()

    def take(self, words: str | None, element: _Element) -> None:
        """Add words to the line."""
        if not words:
            return
        self.add(words)
        if not words.isspace():
            self.holder = element if self.holder is None else _common(self.holder, element)
            if self.links:
                self.linked += len(words)
                if self.new or not self.count:
                    self.first = self.first or self.address
                    self.count += 1
                    self.new = False

    def add(self, words: str) -> None:
        """Add words, or a space between elements, and count their characters."""
        self.words.append(words)
        self.size += len(words)

    def flush(self) -> Iterator[Line]:
        """The line, if it holds anything, and a new one is begun."""
        if self.holder is not None:
            raw = "".join(self.words)
            text = raw.strip(" ")
            if _UNEVEN.search(text):
                text = _SPACE.sub(" ", text).strip(" ")
            marks = self.marks.flush(raw, text)
            if text.strip():
                yield Line(text, self.holder, min(self.linked, len(text)), self.count, self.first, marks)
        else:
            self.marks.flush("", "")
        self.size = 0
        self.words, self.holder, self.linked, self.count, self.first = [], None, 0, 0, None


def _stands_alone(element: _Element) -> bool:
    """Whether an inline element is a photo's credit, which pages set beside the caption without a break."""
    return "credit" in (element.get("class") or "").lower()


def _hidden(element: _Element) -> bool:
    """Whether the element's own attributes keep it from the reader."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _common(holder: _Element, element: _Element) -> _Element:
    """The innermost element that holds both of these."""
    if holder is element or element.getparent() is holder:
        return holder
    above = {element, *element.iterancestors()}
    return next(one for one in (holder, *holder.iterancestors()) if one in above)
