"""Find quotations in the markup of a page: ``<blockquote>``, ``<q>``, embedded posts, pull quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import Line
from sayso.reading.metadata.bylines import is_person
from sayso.reading.metadata.dates import iso
from sayso.reading.metadata.signatures import (
    PostAuthor,
    named,
    platform_of,
    platforms,
    post_author,
    signature,
    without_media,
)
from sayso.reading.text.quoted_lines import signed_post
from sayso.terms import Quotation, QuotationKind, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

K = QuotationKind
_PULL: Final = re.compile(r"\bpull[-_]?(?:ed[-_]?)?quotes?\b|\bquote[-_]?pull\b|pullquote", re.IGNORECASE)
_ASIDE_QUOTE: Final = re.compile(r"\b(?:block)?quote\b", re.IGNORECASE)
_QUOTE_CLASS: Final = re.compile(r"(?:\b|[a-z_])[Qq]uotes?\b")
_BOX_TAGS: Final = frozenset({"div", "section", "aside"})
_SIGNATURE_TAGS: Final = frozenset({"cite", "footer", "figcaption"})
_SIGNATURE_CLASS: Final = re.compile(
    r"(?:\b|_)(?:author|attribution|source|cite|credit|signature|speaker|byline|name|role|position)\b"
)
_PAGE_TAGS: Final = frozenset({"html", "body", "main", "article"})
_URL_ATTRIBUTES: Final = ("data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "data-href", "cite")
_TRACKING: Final = re.compile(r"\?(?:ref_src|ref_url|utm_|s=|igsh|rec|t=|fbclid)[^#]*")
_EMBED: Final = re.compile(r"/embed/?$")
_MAX_SIGNATURE_CHARS: Final = 120
_NO_AUTHOR: Final = PostAuthor(0, (0, 0), None, None)


@dataclass(frozen=True, slots=True)
class _Region:
    """A quotation element and its kind; ``platform`` if its class names one."""

    element: _Element
    kind: QuotationKind | None
    platform: str | None = None


def quotations(markup: Markup, starts: Sequence[int]) -> tuple[Quotation, ...]:
    """Return the quotations of a page in text order; ``starts`` are the offsets of its lines."""
    lines, regions = markup.lines, _Regions(markup)
    results = list(_inline_quotations(lines, starts))
    numbered = [(regions.of(line.element), number) for number, line in enumerate(lines)]
    for region, members in groupby(numbered, key=lambda pair: pair[0]):
        numbers = [number for _, number in members]
        if region is None:
            results += _unmarked_posts(lines, starts, numbers)
        if region is None or region.kind is None:
            continue
        quotation = _RegionReader(markup, starts, numbers, region).quotation()
        if quotation is not None:
            results.append(quotation)
    return tuple(sorted(results, key=_position))


def _position(quotation: Quotation) -> int:
    first = quotation.content[:1] or ((quotation.source,) if quotation.source is not None else ())
    return first[0].start if first else 0


def _inline_quotations(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Quotation]:
    """Yield the ``<q>`` quotations of each line; nested ones are part of the outer one."""
    for line, start in zip(lines, starts, strict=True):
        previous_end = 0
        for tag, first, last in line.marked:
            if tag == "q" and last > previous_end:
                yield Quotation(K.INLINE, (Span(start + first, start + last),))
                previous_end = last


def _unmarked_posts(lines: Sequence[Line], starts: Sequence[int], numbers: Sequence[int]) -> Iterator[Quotation]:
    """Yield posts without an embed element, recognized by their author line."""
    for above, number in zip([None, *numbers], numbers, strict=False):
        if "(@" in lines[number].text.replace(" ", ""):
            near = [number] if above is None else [above, number]
            texts = {starts[index]: lines[index].text for index in near}
            post = signed_post(texts)
            if post is not None:
                yield post


class _Regions:
    """The outermost quotation around each element, cached."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._known: dict[_Element, _Region | None] = {}

    def of(self, element: _Element) -> _Region | None:
        """Return the outermost quotation that contains the element."""
        chain = self._markup.chain(element)
        known = None
        for outer in reversed(chain):
            if outer not in self._known:
                self._known[outer] = known or _region(outer)
            known = self._known[outer]
        return known


def _region(element: _Element) -> _Region | None:
    """Return the element as a quotation region, or None."""
    tag, names = element.tag, element.get("class") or ""
    if tag in _PAGE_TAGS:
        return None
    words = set(names.split())
    if words & platforms("no_post").keys():
        return _Region(element, None)
    known = platforms("class")
    platform = next((known[word] for word in names.split() if word in known), None)
    if platform is not None:
        return _Region(element, K.POST, platform)
    if _PULL.search(names) or (tag == "aside" and _ASIDE_QUOTE.search(names)):
        return _Region(element, K.PULL_QUOTE)
    if (tag == "figure" or (tag in _BOX_TAGS and _QUOTE_CLASS.search(names))) and _is_only_quotation(element):
        return _Region(element, K.BLOCK)
    return _Region(element, K.BLOCK) if tag == "blockquote" else None


def _is_only_quotation(element: _Element) -> bool:
    """Return whether an element contains a block quotation and nothing more than a signature."""
    inner = element.find(".//blockquote")
    if inner is None:
        return False
    quoted_chars, all_chars = (sum(map(len, map(str.strip, map(str, node.itertext())))) for node in (inner, element))
    return all_chars - quoted_chars <= _MAX_SIGNATURE_CHARS


def _is_short(line: Line) -> bool:
    """Return whether a line has the length of a signature and no punctuation at its end."""
    return len(line.text) <= _MAX_SIGNATURE_CHARS and line.text[-1:] not in '.!?…”"’:,;'


class _RegionReader:
    """Reads the lines of one quotation."""

    def __init__(self, markup: Markup, starts: Sequence[int], numbers: Sequence[int], region: _Region) -> None:
        self.markup = markup
        self.lines = markup.lines
        self.starts = starts
        self.numbers = list(numbers)
        self.region = region

    def quotation(self) -> Quotation | None:
        """Return the quotation, or None without content."""
        if self.region.kind is K.POST or self._is_post():
            return self._post()
        source, numbers, ends = self._signature()
        content = tuple(self._span(number, 0, ends.get(number)) for number in numbers)
        kind = self.region.kind
        assert kind is not None
        return Quotation(kind, content, source) if content else None

    def _is_post(self) -> bool:
        """Return whether a block quotation without a known class is signed with a handle."""
        author = post_author(self.lines[self.numbers[-1]].text)
        return self.region.kind is K.BLOCK and author is not None and author.handle is not None

    def _span(self, number: int, start: int, end: int | None = None) -> Span:
        text, line_start = self.lines[number].text, self.starts[number]
        end = len(text) if end is None else end
        return Span(line_start + start, line_start + end)

    def _signature(self) -> tuple[Span | None, list[int], dict[int, int]]:
        """Return the span of the source, the lines of the content, and the end offsets of shortened lines."""
        numbers = list(self.numbers)
        last = numbers[-1]
        line = self.lines[last]
        cites = [(first, end) for tag, first, end in line.marked if tag == "cite"]
        is_boxed = len(numbers) > 1 and self._in_signature_element(line)
        if cites and cites[-1][1] >= len(line.text.rstrip(" .")) and not is_boxed:
            first, _ = cites[-1]
            name = named(line.text, first)
            content_end = len(line.text[:first].rstrip(" \u00a0—―–-"))
            if name is not None and content_end:
                return self._span(last, *name), numbers, {last: content_end}
            if name is not None and len(numbers) > 1:
                return self._span(last, *name), numbers[:-1], {}
        if len(numbers) > 1:
            name = named(line.text, 0) if self._is_signed(line) else signature(line.text)
            if name is not None:
                return self._signature_of_lines(last, name)
        return self._signature_below(last), numbers, {}

    def _signature_of_lines(self, last: int, name: tuple[int, int]) -> tuple[Span, list[int], dict[int, int]]:
        """Return the source and the lines of the content; a line with the role of the source follows its name."""
        numbers = self.numbers
        above = self.lines[numbers[-2]]
        above_name = named(above.text, 0)
        is_name = self._is_signed(above) and (self._in_signature_element(above) or is_person(above.text.strip()))
        if len(numbers) > 2 and above_name is not None and is_name:
            return self._span(numbers[-2], *above_name), numbers[:-2], {}
        return self._span(last, *name), numbers[:-1], {}

    def _inner_elements(self, line: Line) -> Sequence[_Element]:
        """Return the elements around a line within the quotation."""
        chain = self.markup.chain(line.element)
        return chain[: chain.index(self.region.element)] if self.region.element in chain else chain

    def _in_signature_element(self, line: Line) -> bool:
        """Return whether a line is in an element for signatures, by its tag, or by its class if the line is short."""
        inside = self._inner_elements(line)
        if any(element.tag in _SIGNATURE_TAGS for element in inside):
            return True
        return _is_short(line) and _SIGNATURE_CLASS.search(" ".join(e.get("class") or "" for e in inside)) is not None

    def _is_signed(self, line: Line) -> bool:
        """Return whether a line is in a signature element, or is a short last line of a pull quote."""
        if self._in_signature_element(line):
            return True
        inside = self._inner_elements(line)
        boxed = self.region.element.tag != "blockquote" and not any(element.tag == "blockquote" for element in inside)
        in_box = self.region.kind is K.PULL_QUOTE or boxed
        return in_box and _is_short(line) and line.text[:1] not in "“\"'‘«„"

    def _signature_below(self, last: int) -> Span | None:
        """Return the span of the name in the next line, if that line is a dash and a name."""
        if last + 1 >= len(self.lines):
            return None
        name = signature(self.lines[last + 1].text)
        return None if name is None else self._span(last + 1, *name)

    def _post(self) -> Quotation | None:
        """Return a post: the text above its author line."""
        authors = [(number, post_author(self.lines[number].text)) for number in self.numbers]
        signed = next(((number, author) for number, author in reversed(authors) if author is not None), None)
        author_line, author = (
            signed if signed is not None and signed[1] is not None else (self.numbers[-1] + 1, _NO_AUTHOR)
        )
        content = []
        for number in self.numbers:
            line = self.lines[number]
            if number > author_line or line.text.lower().strip(" .") in platforms("frame"):
                continue
            end = author.start if number == author_line else len(line.text)
            end = len(line.text[: min(end, without_media(line.text[:end]))].rstrip())
            if line.text[:end].strip() and not re.fullmatch(r"[\W\d_]*", line.text[:end]):
                content.append(self._span(number, 0, end))
        handle, url = author.handle, self._url()
        source = self._span(author_line, *author.name) if author is not _NO_AUTHOR else None
        if source is None and not content:
            return None
        return Quotation(
            K.POST,
            tuple(content),
            source,
            platform_of(url, handle) or self.region.platform,
            handle,
            self._moment() or author.published,
            url,
        )

    def _url(self) -> str | None:
        """Return the URL of a post: stated by its element, or else of its last link."""
        for element in self.region.element.iter():
            for name in _URL_ATTRIBUTES:
                if element.tag != "cite" and (value := element.get(name)) and "://" in value:
                    return _without_tracking(value)
        links = [link for element in self.region.element.iter("a") if (link := element.get("href"))]
        return _without_tracking(links[-1]) if links and "://" in links[-1] else None

    def _moment(self) -> str | None:
        """Return the time of publication in ``<time>``."""
        stated = (element.get("datetime") for element in self.region.element.iter("time"))
        return next((moment for value in stated if value and (moment := iso(value))), None)


def _without_tracking(address: str) -> str:
    """Return a URL without tracking parameters."""
    return _EMBED.sub("", _TRACKING.sub("", address.strip()))
