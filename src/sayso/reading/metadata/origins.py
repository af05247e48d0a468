"""Whose text a page carries where it is not its own: the agency of a wire copy, the issuer of a press release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon, terms
from sayso.reading.metadata.bylines import is_person
from sayso.terms import Article, Block, BlockKind

K = BlockKind
_ENDS: Final = 3
"""Paragraphs at the end of the body in which a credit may stand, and lines after it."""
_SHORT: Final = 160
"""Characters of a line that is a credit alone."""
_NAME: Final = r"(?:the\s)?([A-Z][\w.&'’-]*+(?: (?:[A-Z][\w.&'’-]*+|of|for|and|the)){0,7}+)"
_DATELINE: Final = re.compile(r"(?:[A-Z][\w.,'’/ -]{0,50}+)?\(([A-Za-z][\w ./-]{1,40})\)\s?+[-–—:]?+")
_SIGN: Final = re.compile(r"(?:[-–—]{1,2}\s?|\(|\[)([A-Za-z][\w ./-]{1,40}?)[)\]]?\.?$")
_LAST_WORDS: Final = re.compile(r"[.!?]['\"”’)]{0,2}\s+([A-Z][\w-]{0,30}(?: [A-Z][\w-]{1,30}){0,3})$")
_CLAIM: Final = re.compile(
    r"(?i:©|\(c\)|copyright)[\s©,:\d-]{0,20}(?i:by\s)?(?i:the\s)?([A-Z][\w-]+(?: [A-Z][\w-]+){0,3})"
)
_STANDARD: Final = r"(?:this|the) (?:article|story|post|report|piece) (?:was |is )?(?:first |originally )?"
_APPEARED: Final = rf"(?:{_STANDARD}|first |originally )(?:published|appeared|posted)(?: here)? (?:by|on|in|at)"
_GRANTED: Final = r"(?:re)?published with permission (?:of|from)"
_SOURCE: Final = re.compile(rf"(?i:source:?|provided by|via|{_APPEARED}|{_GRANTED}|adapted from):?\s+{_NAME}")
_STOP: Final = re.compile(r"(?<=\w{4})\.\s.*$")
_SITE: Final = re.compile(r"\.(?:info|com|org|net)$")
_HELP: Final = re.compile(r"\bcontribut|\bwith (?:files|reporting|additional)|\badditional reporting|\bassisted", re.I)
_RELEASE: Final = re.compile(
    r"\W*(?:for immediate release|(?:press|news) release|embargoed (?:until|to)\b.{0,60}|ends|#\s?#\s?#|"
    r"notes? (?:to|for) editors?|(?P<contact>(?:media|press)\s(?:contacts?|enquiries|inquiries)\b.{0,120}))\W*",
    re.I,
)
_ABOUT: Final = re.compile(rf"About {_NAME}\W*")
_RELEASED: Final = 2
"""Marks of a release that a page has at least."""
_TAIL: Final = re.compile(r"(?<!\s)\s++(?:of|for|and|the|on|in)$")
_STAFF: Final = re.compile(
    r"\b(?:staff|team|desk|editors?|editorial|newsroom|admin|reporters?|writers?|services)\b", re.I
)


def origin_of(article: Article, authors: Iterable[str] = (), publishers: Iterable[str] = ()) -> str | None:
    """The name of the agency or issuer whose text the page carries; None where it is the page's own, or not said.

    ``authors`` and ``publishers`` are what the page states for machines.
    """
    lines = [(block, block.span.of(article.text).strip()) for block in article.blocks]
    found = [*_credited(lines, authors, publishers), *_ended(lines), *_issued(lines)]
    return next((name for name in found if not _is_own(name, article)), None)


def agency(words: str, *, alone: bool) -> str | None:
    """The name of the agency that some words mean; ``alone`` where nothing else says that they are a credit."""
    row = _agencies().get(words.strip(" .,:").removeprefix("The ").removeprefix("the ").casefold())
    if row is None or (alone and row[1] == "no"):
        return None
    return row[0]


@cache
def _agencies() -> dict[str, tuple[str, str]]:
    """Each name or initials of an agency in small letters, with its name and whether it means it anywhere."""
    return {row["term"].casefold(): (row["name"], row["alone"]) for row in lexicon("agencies")}


def _credited(lines: Sequence[tuple[Block, str]], authors: Iterable[str], publishers: Iterable[str]) -> Iterator[str]:
    """Agencies as the author: stated for machines, in the byline, in the dateline before the first words."""
    for author in authors:
        yield from _in_byline(author)
    for name in publishers:
        if known := agency(name, alone=True):
            yield known
    for block, line in lines:
        if block.kind in (K.BYLINE, K.AUTHOR_BOX, K.DATELINE) and len(line) <= _SHORT:
            yield from _in_byline(line)
    first = next((line for block, line in lines if block.kind is K.BODY and len(line) > _SHORT // 2), "")
    if (sign := _DATELINE.match(first)) and (known := agency(sign[1], alone=False)):
        yield known


def _in_byline(line: str) -> Iterator[str]:
    """The agency or the body that a byline names in place of a person, or behind one."""
    words = re.sub(r"^\s*(?:by|from|source)\b[:\s]*", "", line, flags=re.I)
    parts = [part.strip() for part in re.split(r"[,;|/•·\n]|\s[-–—]\s|\band\b|\bwith\b", words) if part.strip()]
    for number, part in enumerate(parts):
        if known := agency(part, alone=len(parts) > 1 and number > 0 and not is_person(parts[0])):
            yield known
            return
        pieces = part.split()
        for size in range(min(4, len(pieces) - 1), 0, -1):
            for some in (pieces[:size], pieces[-size:]):
                known = agency(" ".join(some), alone=size == 1 and not " ".join(some).isupper())
                if known and _beside(pieces, some):
                    yield known
                    return
    if len(parts) == 1 and re.match(r"\s*by\b", line, re.I) and _is_body(parts[0]):
        yield parts[0]


def _beside(pieces: Sequence[str], some: Sequence[str]) -> bool:
    """Whether what stands beside the name of an agency is a person, a place, a date or a role."""
    rest = pieces[len(some) :] if pieces[: len(some)] == some else pieces[: len(pieces) - len(some)]
    roles = terms("no_person")
    named = is_person(" ".join(rest))
    return named or all(piece.casefold().strip(".") in roles or piece[:1].isdigit() for piece in rest)


def _is_body(words: str) -> bool:
    """Whether some words are the name of a body, told by its last word."""
    names = words.split()
    if not 2 <= len(names) <= 8 or not names[0][:1].isupper() or _STAFF.search(words):
        return False
    heads = terms("organizations") | {"agency", "university", "institute"}
    return names[-1].casefold() in heads or (len(names) > 2 and names[0].casefold() in heads and names[1] == "of")


def _ended(lines: Sequence[tuple[Block, str]]) -> Iterator[str]:
    """Credits at the end of the body, or in the lines after it."""
    bodies = [i for i, (block, _) in enumerate(lines) if block.kind is K.BODY]
    if len(bodies) < 2:
        return
    last = [i for i in bodies if len(lines[i][1]) > 0][-_ENDS:]
    for i in range(last[0], min(len(lines), bodies[-1] + _ENDS + 1)):
        block, line = lines[i]
        tail = line[-_SHORT:]
        if _HELP.search(tail) or block.kind in (K.CAPTION, K.CREDIT, K.RELATED_LINK):
            continue
        for pattern, alone in ((_SIGN, False), (_LAST_WORDS, False), (_CLAIM, True)):
            sign = pattern.search(tail if pattern is not _CLAIM else line[:_SHORT])
            if sign and (known := _longest(sign[1], alone=alone)):
                yield known
        if len(line) <= _SHORT and (said := _SOURCE.match(line.lstrip("(*–— "))):
            name = _TAIL.sub("", _STOP.sub("", said[1]).rstrip(".,"))
            yield agency(name, alone=False) or _SITE.sub("", name)


def _longest(words: str, *, alone: bool) -> str | None:
    """The agency that the words, or their beginning, mean."""
    names = words.split()
    sizes = range(len(names), 0, -1) if alone else [len(names)]
    return next((known for size in sizes if (known := agency(" ".join(names[:size]), alone=alone))), None)


def _issued(lines: Sequence[tuple[Block, str]]) -> Iterator[str]:
    """The issuer of a press release: whom its "About" section is about, or the body that its contact block names."""
    short = [line for _, line in lines if len(line) <= _SHORT]
    marks = [mark for line in short if (mark := _RELEASE.fullmatch(line))]
    about = [said[1] for line in short if (said := _ABOUT.fullmatch(line))]
    if len(marks) + len(about) < _RELEASED or not marks:
        return
    for name in about:
        yield _TAIL.sub("", name.strip(" :.-–—"))
    for mark in marks:
        parts = re.split(r"[:,;|]", mark["contact"] or "")
        yield from (part.strip() for part in parts if _is_body(part.strip()))


def _is_own(name: str, article: Article) -> bool:
    """Whether a name is that of the page's own outlet."""
    own = "".join(filter(str.isalnum, (article.publisher or "").casefold())).removeprefix("the")
    plain = "".join(filter(str.isalnum, name.casefold())).removeprefix("the")
    known = agency(article.publisher or "", alone=False)
    return bool(own) and (plain in own or own in plain or known == name)
