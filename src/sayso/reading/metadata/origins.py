"""Detect the origin of a text from elsewhere: the agency of wire copy, the issuer of a press release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from sayso.lexicons import lexicon, small, terms
from sayso.reading.metadata.bylines import is_person, letters_and_digits
from sayso.terms import Article, Block, BlockKind

K = BlockKind
_END_PARAGRAPHS: Final = 3
"""Number of last body paragraphs, and of lines after them, that are searched for a credit."""
_DATELINE_PARAGRAPHS: Final = 3
"""Number of first body paragraphs that can begin with the dateline of an agency."""
_MAX_CREDIT_CHARS: Final = 160
"""Maximum length of a line that is only a credit."""
_MAX_BYLINE_CHARS: Final = 400
_NAME: Final = r"(?:the\s)?([A-Z][\w.&'’-]*+(?: (?:[A-Z][\w.&'’-]*+|of|for|and|the)){0,7}+)"
_DATELINE: Final = re.compile(r"(?:[A-Z][\w.,'’/ -]{0,50}+)?\(([A-Za-z][\w ./-]{1,40})\)\s?+[-–—:]?+")
_SIGNATURE: Final = re.compile(r"(?:[-–—]{1,2}\s?|\(|\[)([A-Za-z][\w ./-]{1,40}?)[)\]]?\.?$")
_LAST_WORDS: Final = re.compile(r"[.!?]['\"”’)]{0,2}\s+([A-Z][\w-]{0,30}(?: [A-Z][\w-]{1,30}){0,3})$")
_COPYRIGHT: Final = re.compile(
    r"(?i:©|\(c\)|copyright)[\s©,:\d-]{0,20}(?i:by\s)?(?i:the\s)?([A-Z][\w-]+(?: [A-Z][\w-]+){0,3})"
)
_THIS_ARTICLE: Final = r"(?:this|the) (?:article|story|post|report|piece) (?:was |is )?(?:first |originally )?"
_APPEARED: Final = rf"(?:{_THIS_ARTICLE}|first |originally )(?:published|appeared|posted)(?: here)? (?:by|on|in|at)"
_GRANTED: Final = r"(?:re)?published with permission (?:of|from)"
_SOURCE_CREDIT: Final = re.compile(rf"(?i:source:?|provided by|via|{_APPEARED}|{_GRANTED}|adapted from):?\s+{_NAME}")
_AFTER_SENTENCE: Final = re.compile(r"(?<=\w{4})\.\s.*$")
_DOMAIN_ENDING: Final = re.compile(r"\.(?:info|com|org|net)$")
_CONTRIBUTION: Final = re.compile(
    r"\bcontribut|\bwith (?:files|reporting|additional)|\badditional reporting|\bassisted", re.I
)
_RELEASE_MARK: Final = re.compile(
    r"\W*(?:for immediate release|(?:press|news) release|embargoed (?:until|to)\b.{0,60}|ends|#\s?#\s?#|"
    r"notes? (?:to|for) editors?|(?P<contact>(?:media|press)\s(?:contacts?|enquiries|inquiries)\b.{0,120}))\W*",
    re.I,
)
_COMPANY_ENDING: Final = r"(?: (?:plc|Plc|PLC|Ltd\.?|Inc\.?|LLC|AG|GmbH|S\.?A\.?|Limited|Corporation|Group)(?![\w-]))?"
_ABOUT_HEADING: Final = re.compile(rf"About {_NAME}\W*")
_MIN_RELEASE_MARKS: Final = 2
"""Minimum number of signs of a press release on a page."""
_TRAILING_PREPOSITION: Final = re.compile(r"(?<!\s)\s++(?:of|for|and|the|on|in)$")
_STAFF_WORD: Final = re.compile(
    r"\b(?:staff|team|desk|editors?|editorial|newsroom|admin|reporters?|writers?|services)\b", re.I
)


def origin_of(article: Article, authors: Iterable[str] = (), publishers: Iterable[str] = ()) -> str | None:
    """Return the agency or issuer that the text comes from; None if it is the publisher's own or unknown.

    ``authors`` and ``publishers`` are stated in the markup.
    """
    lines = [(block, block.span.of(article.text).strip()) for block in article.blocks]
    names = [*_from_author(lines, authors, publishers), *_from_end(lines), *_from_release(lines)]
    return next((name for name in names if not _is_own(name, article)), None)


def agency(words: str, *, alone: bool) -> str | None:
    """Return the agency with this name or abbreviation. Set ``alone`` if no other sign marks the words as a credit."""
    row = _agencies().get(words.strip(" .,:").removeprefix("The ").removeprefix("the ").casefold())
    if row is None or (alone and row[1] == "no"):
        return None
    return row[0]


@cache
def _agencies() -> dict[str, tuple[str, str]]:
    """Map names and abbreviations of agencies in lower case to the name and the value of column ``alone``."""
    return {row["term"].casefold(): (row["name"], row["alone"]) for row in lexicon("agencies")}


def _from_author(
    lines: Sequence[tuple[Block, str]], authors: Iterable[str], publishers: Iterable[str]
) -> Iterator[str]:
    """Yield agencies as author: in the markup, in the byline, in the dateline before the first words."""
    for author in authors:
        yield from _in_byline(author)
    for name in publishers:
        if known := agency(name, alone=True):
            yield known
    for block, line in lines:
        if block.kind in (K.BYLINE, K.AUTHOR_BOX, K.DATELINE) and len(line) <= _MAX_CREDIT_CHARS:
            yield from _in_byline(line)
    first_lines = [line for block, line in lines if block.kind is K.BODY][:_DATELINE_PARAGRAPHS]
    for line in first_lines:
        if (sign := _DATELINE.match(line)) and (known := agency(sign[1], alone=False)):
            yield known


def _in_byline(line: str) -> Iterator[str]:
    """Yield the agency or organization that a byline names instead of a person, or after one."""
    words = re.sub(r"^\s*(?:by|from|source)\b[:\s]*", "", line[:_MAX_BYLINE_CHARS], flags=re.I)
    parts = [part.strip() for part in re.split(r"[,;|/•·\n]|\s[-–—]\s|\band\b|\bwith\b", words) if part.strip()]
    for number, part in enumerate(parts):
        if name := agency(part, alone=len(parts) > 1 and number > 0 and not is_person(parts[0])):
            yield name
            return
        tokens = part.split()
        for size in range(min(4, len(tokens) - 1), 0, -1):
            for subset in (tokens[:size], tokens[-size:]):
                name = agency(" ".join(subset), alone=size == 1 and not " ".join(subset).isupper())
                if name and _is_credit_context(tokens, subset):
                    yield name
                    return
    if len(parts) == 1 and re.match(r"\s*by\b", line, re.I) and _is_organization(parts[0]):
        yield parts[0]


def _is_credit_context(tokens: Sequence[str], subset: Sequence[str]) -> bool:
    """Return whether the words beside an agency name are a person, date or role."""
    rest = tokens[len(subset) :] if tokens[: len(subset)] == subset else tokens[: len(tokens) - len(subset)]
    roles = terms("no_person")
    is_name = is_person(" ".join(rest))
    return is_name or all(token.casefold().strip(".") in roles or token[:1].isdigit() for token in rest)


def _is_organization(words: str) -> bool:
    """Return whether the words are the name of an organization, which its last word shows."""
    names = words.split()
    if not 2 <= len(names) <= 8 or not names[0][:1].isupper() or _STAFF_WORD.search(words):
        return False
    heads = terms("organizations")
    return names[-1].casefold() in heads or (len(names) > 2 and names[0].casefold() in heads and names[1] == "of")


def _from_end(lines: Sequence[tuple[Block, str]]) -> Iterator[str]:
    """Yield credits at the end of the body and in the lines after it."""
    bodies = [i for i, (block, line) in enumerate(lines) if block.kind is K.BODY and line]
    if len(bodies) < 2:
        return
    for i in range(bodies[-_END_PARAGRAPHS:][0], min(len(lines), bodies[-1] + _END_PARAGRAPHS + 1)):
        block, line = lines[i]
        tail = line[-_MAX_CREDIT_CHARS:]
        if _CONTRIBUTION.search(tail) or block.kind in (K.CAPTION, K.CREDIT, K.RELATED_LINK):
            continue
        for pattern, alone in ((_SIGNATURE, False), (_LAST_WORDS, False), (_COPYRIGHT, True)):
            match = pattern.search(tail if pattern is not _COPYRIGHT else line[:_MAX_CREDIT_CHARS])
            if match and (known := _longest_agency(match[1], alone=alone)):
                yield known
        if len(line) <= _MAX_CREDIT_CHARS and (credit := _SOURCE_CREDIT.match(line.lstrip("(*–— "))):
            name = _TRAILING_PREPOSITION.sub("", _AFTER_SENTENCE.sub("", credit[1]).rstrip(".,"))
            yield agency(name, alone=False) or _DOMAIN_ENDING.sub("", name)


def _longest_agency(words: str, *, alone: bool) -> str | None:
    """Return the agency that the words, or the first of them, name."""
    names = words.split()
    sizes = range(len(names), 0, -1) if alone else [len(names)]
    return next((known for size in sizes if (known := agency(" ".join(names[:size]), alone=alone))), None)


def _from_release(lines: Sequence[tuple[Block, str]]) -> Iterator[str]:
    """Yield the issuer of a press release: the subject of its "About" section, or the organization of its contact."""
    short_lines = [line for _, line in lines if len(line) <= _MAX_CREDIT_CHARS]
    marks = [mark for line in short_lines if (mark := _RELEASE_MARK.fullmatch(line))]
    about = [heading[1] for line in short_lines if (heading := _ABOUT_HEADING.fullmatch(line))]
    if len(marks) + len(about) < _MIN_RELEASE_MARKS or not marks:
        return
    for name in about:
        yield _TRAILING_PREPOSITION.sub("", name.strip(" :.-–—"))
    for mark in marks:
        parts = re.split(r"[:,;|]", mark["contact"] or "")
        yield from (part.strip() for part in parts if _is_organization(part.strip()))
    for block, line in lines:
        if block.kind is K.BODY and (issuer := _announced().match(line)):
            yield issuer["name"]
            return


@cache
def _announced() -> re.Pattern[str]:
    """The subject of the first sentence of a press release, after its dateline: ``LOWICK – Halden announced``."""
    dateline, name = (
        r"(?:[^\n]{0,80}?(?: [-–—]|[.:—–]) )?",
        r"(?P<name>(?:The )?(?:[A-Z][\w&'’-]*+ ){0,5}?[A-Z][\w&'’-]*+)",
    )
    auxiliaries = r"(?: (?:today|is|are|has|have|will|on [A-Z]\w{2,5}day)){0,3}"
    return re.compile(rf"{dateline}{name}{_COMPANY_ENDING},?{auxiliaries} (?:{'|'.join(sorted(small('announces')))})\b")


def _is_own(name: str, article: Article) -> bool:
    """Return whether a name is that of the publisher of the page."""
    own, plain = (letters_and_digits(words).removeprefix("the") for words in (article.publisher or "", name))
    known = agency(article.publisher or "", alone=False)
    return bool(own) and (plain in own or own in plain or known == name)
