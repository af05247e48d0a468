"""What the markup of a page sets apart as quotations: ``<blockquote>``, ``<q>``, embedded posts, pull quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import Line
from sayso.reading.metadata.dates import iso
from sayso.reading.metadata.signatures import (
    PostAuthor,
    frames,
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
_BOX: Final = re.compile(r"(?:\b|[a-z_])[Qq]uotes?\b")
_BOXES: Final = frozenset({"div", "section", "aside"})
_SIGNED: Final = frozenset({"cite", "footer", "figcaption"})
_WHOLE: Final = frozenset({"html", "body", "main", "article"})
_ADDRESSES: Final = ("data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "data-href", "cite")
_TRACKING: Final = re.compile(r"\?(?:ref_src|ref_url|utm_|s=|igsh|rec|t=|fbclid)[^#]*")
_EMBED: Final = re.compile(r"/embed/?$")
_LONGEST_SIGNATURE: Final = 120
_NO_AUTHOR: Final = PostAuthor(0, (0, 0), None, None)


@dataclass(frozen=True, slots=True)
class _Region:
    """An element that is a quotation, and of what kind; ``platform`` where its class names one."""

    element: _Element
    kind: QuotationKind | None
    platform: str | None = None


def quotations(markup: Markup, starts: Sequence[int]) -> tuple[Quotation, ...]:
    """The quotations of a page in order of the text; ``starts`` are the places of its lines."""
    lines, regions = markup.lines, _Regions(markup)
    out = list(_inline(lines, starts))
    numbered = [(regions.of(line.element), number) for number, line in enumerate(lines)]
    for region, members in groupby(numbered, key=lambda pair: pair[0]):
        numbers = [number for _, number in members]
        if region is None:
            out += _unmarked_posts(lines, starts, numbers)
        if region is None or region.kind is None:
            continue
        quotation = _RegionReader(markup, starts, numbers, region).quotation()
        if quotation is not None:
            out.append(quotation)
    return tuple(sorted(out, key=_place))


def _place(quotation: Quotation) -> int:
    first = quotation.content[:1] or ((quotation.source,) if quotation.source is not None else ())
    return first[0].start if first else 0


def _inline(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Quotation]:
    """The ``<q>`` of each line; one within another belongs to it."""
    for line, start in zip(lines, starts, strict=True):
        reach = 0
        for tag, first, last in line.marked:
            if tag == "q" and last > reach:
                yield Quotation(K.INLINE, (Span(start + first, start + last),))
                reach = last


def _unmarked_posts(lines: Sequence[Line], starts: Sequence[int], numbers: Sequence[int]) -> Iterator[Quotation]:
    """Posts whose box is lost, told by the line of their author."""
    for above, number in zip([None, *numbers], numbers, strict=False):
        if "(@" in lines[number].text.replace(" ", ""):
            near = [number] if above is None else [above, number]
            texts = {starts[one]: lines[one].text for one in near}
            post = signed_post(texts)
            if post is not None:
                yield post


class _Regions:
    """The outermost quotation around each element, looked up once."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._known: dict[_Element, _Region | None] = {}

    def of(self, element: _Element) -> _Region | None:
        """The outermost element around this one that is a quotation."""
        chain = self._markup.chain(element)
        known = None
        for outer in reversed(chain):
            if outer not in self._known:
                self._known[outer] = known or _region(outer)
            known = self._known[outer]
        return known


def _region(element: _Element) -> _Region | None:
    """The quotation that an element itself is."""
    tag, names = element.tag, element.get("class") or ""
    if tag in _WHOLE:
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
    if (tag == "figure" or (tag in _BOXES and _BOX.search(names))) and _holds_little_else(element):
        return _Region(element, K.BLOCK)
    return _Region(element, K.BLOCK) if tag == "blockquote" else None


def _holds_little_else(element: _Element) -> bool:
    """Whether an element holds a block quotation, and no more besides than who said it."""
    inner = element.find(".//blockquote")
    if inner is None:
        return False
    quoted, whole = (sum(map(len, map(str.strip, map(str, one.itertext())))) for one in (inner, element))
    return whole - quoted <= _LONGEST_SIGNATURE


class _RegionReader:
    """The lines of one quotation, and what is known of them."""

    def __init__(self, markup: Markup, starts: Sequence[int], numbers: Sequence[int], region: _Region) -> None:
        self.markup = markup
        self.lines = markup.lines
        self.starts = starts
        self.numbers = list(numbers)
        self.region = region

    def quotation(self) -> Quotation | None:
        """The quotation; None where the element holds no words of anyone."""
        if self.region.kind is K.POST or self._is_post():
            return self._post()
        source, numbers, cut = self._signature()
        content = tuple(self._span(number, 0, cut.get(number)) for number in numbers)
        kind = self.region.kind
        assert kind is not None
        return Quotation(kind, content, source) if content else None

    def _is_post(self) -> bool:
        """Whether a block quotation of no known class is signed with a handle."""
        author = post_author(self.lines[self.numbers[-1]].text)
        return self.region.kind is K.BLOCK and author is not None and author.handle is not None

    def _span(self, number: int, start: int, end: int | None = None) -> Span:
        text, at = self.lines[number].text, self.starts[number]
        end = len(text) if end is None else end
        return Span(at + start, at + end)

    def _signature(self) -> tuple[Span | None, list[int], dict[int, int]]:
        """The words that name who said it, the lines of what was said, and where these are cut."""
        numbers = list(self.numbers)
        last = numbers[-1]
        line = self.lines[last]
        cites = [(first, end) for tag, first, end in line.marked if tag == "cite"]
        if cites and cites[-1][1] >= len(line.text.rstrip(" .")):
            first, _ = cites[-1]
            place = named(line.text, first)
            before = len(line.text[:first].rstrip(" \u00a0—―–-"))
            if place is not None and before:
                return self._span(last, *place), numbers, {last: before}
            if place is not None and len(numbers) > 1:
                return self._span(last, *place), numbers[:-1], {}
        if len(numbers) > 1:
            place = named(line.text, 0) if self._is_signed(line) else signature(line.text)
            if place is not None:
                return self._span(last, *place), numbers[:-1], {}
        return self._signed_below(last), numbers, {}

    def _is_signed(self, line: Line) -> bool:
        """Whether a line stands in an element for who said it; in a pull quote its last short line is one, too."""
        chain = self.markup.chain(line.element)
        inside = chain[: chain.index(self.region.element)] if self.region.element in chain else chain
        boxed = self.region.element.tag != "blockquote" and not any(element.tag == "blockquote" for element in inside)
        if any(element.tag in _SIGNED for element in inside):
            return True
        short = len(line.text) <= _LONGEST_SIGNATURE and line.text[-1:] not in '.!?…”"’:,;'
        if self.region.kind is K.PULL_QUOTE or boxed:
            return short and line.text[:1] not in "“\"'‘«„"
        names = " ".join(element.get("class") or "" for element in inside)
        return short and re.search(r"\b(?:author|attribution|source|cite|credit|signature)\b", names) is not None

    def _signed_below(self, last: int) -> Span | None:
        """The name in a line below that is a dash and a name."""
        if last + 1 >= len(self.lines):
            return None
        place = signature(self.lines[last + 1].text)
        return None if place is None else self._span(last + 1, *place)

    def _post(self) -> Quotation | None:
        """A post: the words above the line of its author."""
        authors = [(number, post_author(self.lines[number].text)) for number in self.numbers]
        signed = next(((number, one) for number, one in reversed(authors) if one is not None), None)
        at, author = signed if signed is not None and signed[1] is not None else (self.numbers[-1] + 1, _NO_AUTHOR)
        content = []
        for number in self.numbers:
            line = self.lines[number]
            if number > at or line.text.lower().strip(" .") in frames():
                continue
            end = author.start if number == at else len(line.text)
            end = len(line.text[: min(end, without_media(line.text[:end]))].rstrip())
            if line.text[:end].strip() and not re.fullmatch(r"[\W\d_]*", line.text[:end]):
                content.append(self._span(number, 0, end))
        handle, url = author.handle, self._address()
        source = self._span(at, *author.name) if author is not _NO_AUTHOR else None
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

    def _elements(self) -> Iterator[_Element]:
        yield from self.region.element.iter()

    def _address(self) -> str | None:
        """The address of a post: as its element states it, else that of its last link."""
        for element in self._elements():
            for name in _ADDRESSES:
                if element.tag != "cite" and (value := element.get(name)) and "://" in value:
                    return _plain(value)
        links = [link for element in self._elements() if element.tag == "a" and (link := element.get("href"))]
        return _plain(links[-1]) if links and "://" in links[-1] else None

    def _moment(self) -> str | None:
        """When it was published, by ``<time>``."""
        stated = (element.get("datetime") for element in self._elements() if element.tag == "time")
        return next((moment for value in stated if value and (moment := iso(value))), None)


def _plain(address: str) -> str:
    """An address without what only tracks who follows it."""
    return _EMBED.sub("", _TRACKING.sub("", address.strip()))
